"""The events of the world: one with every kind of document, case and capacity; two sources that disagree, decided."""

from django.utils import timezone

from portolan.accounts.models import User
from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import CasePresentation, Product
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.meetings.enums import AttendanceSource, Capacity, Mode
from portolan.network.models import Organisation
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict, Statement
from tests.factories import AttendanceFactory, EventFactory, MeetingFactory, MeetingHostFactory, SourceFactory, record

TITLE = Text.of("fr", fr="Lire les courants", en="Reading the currents", ar="قراءة التيارات")


def events(own: Organisation, manager: User) -> dict:
    """An event nobody but the desk sees, so that public counts stay what they are; the conflicts of its dates."""
    meeting = MeetingFactory(title=TITLE, summary=TITLE, start="2024-05-14", mode=Mode.HYBRID, is_public=False)
    event = EventFactory(meeting=meeting, number=None)
    MeetingHostFactory(meeting=meeting, organisation=own)
    documents = [
        Product.objects.create(event=event, kind=kind, language=language, title="Carte des courants", address=address)
        for kind in ProductKind
        for language, address in (("fr", "https://mayda.example/courants"), ("ar", ""))
    ]
    case = CasePresentation.objects.create(event=event, organisation=own, title=TITLE)
    CasePresentation.objects.create(event=event, organisation=Organisation.objects.get(slug="city-mayda"))
    sources = list(AttendanceSource)
    rows = [
        AttendanceFactory(meeting=meeting, capacity=capacity, known_by=sources[place % len(sources)])
        for place, capacity in enumerate(Capacity)
    ]
    return {
        "event": event.pk,
        "document": documents[0].pk,
        "case": case.pk,
        "row": rows[0].pk,
        "conflict": _conflict(meeting, "start", manager=None),
        "decided_conflict": _conflict(meeting, "period", manager=manager),
    }


def _conflict(meeting, field: str, *, manager: User | None) -> int:
    decided = {
        "state": ConflictState.DECIDED,
        "decided_at": timezone.now(),
        "decided_by": manager,
        "reason": "Le journal.",
    }
    conflict = Conflict.objects.create(
        subject_kind="meetings.meeting", subject_id=str(meeting.pk), subject_label="Lire les courants", field=field,
        found_at=timezone.now(), **(decided if manager else {}),
    )  # fmt: skip
    for place, start in enumerate((PartialDate(2024, 5, 14), PartialDate(2024, 6))):
        Statement.objects.create(
            record=record(), source=SourceFactory(), subject_kind="meetings.meeting", subject_id=str(meeting.pk),
            field=field, value={"start": str(start), "end": ""}, preferred=place == 0, conflict=conflict,
            locator=f"p. {place + 1}", made_at=timezone.now(),
        )  # fmt: skip
    return conflict.pk
