"""Events: hosts, documents, cases, themes, and what a source says of their date."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.meetings.enums import HostRole, MeetingKind, Mode
from portolan.meetings.models import Meeting, MeetingHost
from portolan.network.models import Organisation, Phase
from portolan.operations.large import names
from portolan.provenance.enums import SourceKind
from portolan.provenance.models import Record, Source, Statement
from portolan.vocabulary.models import Theme

FIRST_DAY, DAYS = dt.date(2005, 1, 10), 7_600
MOMENT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
LANGUAGES = ("fr", "en", "ar")


def make_events(
    record: Record, number: int, phases: list[Phase], cities: list[Organisation], themes: list[Theme], chance: Random
) -> list[tuple[int, int]]:
    """Peer-learning events over twenty years; a few cities host many. Gives (meeting, number of the host's city)."""
    plans = [_plan(one, number, cities, themes, chance) for one in range(number)]
    meetings = Meeting.objects.bulk_create(_meeting(record, plan, phases) for plan in plans)
    events = PeerLearningEvent.objects.bulk_create(
        PeerLearningEvent(meeting=meeting, number=place) for place, meeting in enumerate(meetings, 1)
    )
    _hang_on(plans, meetings, events, themes)
    _cite(record, meetings)
    return [(meeting.pk, plan["city"]) for plan, meeting in zip(plans, meetings, strict=True)]


def _plan(number: int, of: int, cities: list[Organisation], themes: list[Theme], chance: Random) -> dict[str, Any]:
    host = int(len(cities) * chance.random() ** 2)
    return {
        "number": number,
        "day": FIRST_DAY + dt.timedelta(days=DAYS * number // of),
        "city": host,
        "host": cities[host],
        "co_host": cities[(host + 7) % len(cities)] if number % 5 == 0 else None,
        "theme": chance.randrange(len(themes)),
        "online": chance.random() < 0.2,
        "cases": [cities[(host + step) % len(cities)] for step in range(1, chance.randrange(1, 5))],
    }


def _meeting(record: Record, plan: dict[str, Any], phases: list[Phase]) -> Meeting:
    day = plan["day"]
    return Meeting(
        record=record,
        slug=f"event-{plan['number']}",
        kind=MeetingKind.PEER_LEARNING,
        title=names.event_title(plan["theme"], plan["city"], day.year),
        start=day.isoformat(),
        end=(day + dt.timedelta(days=1)).isoformat(),
        mode=Mode.ONLINE if plan["online"] else Mode.IN_PERSON,
        venue=None if plan["online"] else plan["host"].place,
        phase=phases[min((day.year - 2005) // 10, len(phases) - 1)],
    )


def _hang_on(
    plans: list[dict[str, Any]], meetings: list[Meeting], events: list[PeerLearningEvent], themes: list[Theme]
) -> None:
    told = list(zip(plans, meetings, events, strict=True))
    hosts = [MeetingHost(meeting=meeting, organisation=plan["host"]) for plan, meeting, _ in told]
    hosts += [
        MeetingHost(meeting=meeting, organisation=plan["co_host"], role=HostRole.CO_HOST)
        for plan, meeting, _ in told
        if plan["co_host"]
    ]
    MeetingHost.objects.bulk_create(hosts)
    CasePresentation.objects.bulk_create(
        CasePresentation(event=event, organisation=body) for plan, _, event in told for body in plan["cases"]
    )
    Product.objects.bulk_create(
        Product(event=event, kind=kind, language=language, title=str(meeting.title.pick(language)))
        for _, meeting, event in told
        for kind in (ProductKind.BACKGROUND, ProductKind.REPORT)
        for language in LANGUAGES
    )
    about = PeerLearningEvent.themes.through
    about.objects.bulk_create(
        about(peerlearningevent=event, theme=theme)
        for plan, _, event in told
        for theme in {themes[plan["theme"]], themes[(plan["theme"] + 3) % len(themes)]}
    )


def _cite(record: Record, meetings: list[Meeting]) -> None:
    source = Source.objects.create(record=record, code="pilot-book", kind=SourceKind.DOCUMENT, title="The pilot book")
    Statement.objects.bulk_create(
        Statement(
            record=record,
            source=source,
            locator=f"line {place}",
            subject_kind="meetings.meeting",
            subject_id=str(meeting.pk),
            field="start",
            value=str(meeting.start),
            made_at=MOMENT,
        )
        for place, meeting in enumerate(meetings, 1)
    )
