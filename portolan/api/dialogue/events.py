"""Peer-learning events."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import PUBLIC, Asked, Code, Collection
from portolan.api.network.urls import OrganisationOut, PlaceOut, organisation_out, place_out
from portolan.api.rows import CitedOut, Row, cited
from portolan.api.texts import Closed, Said, dated, said
from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.meetings.enums import Mode
from portolan.meetings.models import MeetingHost, MeetingTitle


class HostOut(Closed):
    """A body that invited."""

    organisation: OrganisationOut
    role: str


class TitleOut(Closed):
    """Another title the event carries."""

    title: str
    language: str
    cited: CitedOut | None


class ProductOut(Closed):
    """A document of the event in one language."""

    kind: str
    language: str
    title: str
    address: str
    cited: CitedOut | None


class CaseOut(Closed):
    """A case somebody presented."""

    organisation: OrganisationOut
    title: Said | None
    cited: CitedOut | None


class EventRow(Row):
    """A peer-learning event."""

    number: int | None = Field(..., description="its place in the series, as the programme counts")
    kind: str
    title: Said | None
    other_titles: list[TitleOut]
    summary: Said | None
    start: str | None = Field(..., description="2017, 2017-03 or 2017-03-25: as precise as known")
    end: str | None
    mode: str = Field(..., description="in-person, online, hybrid, or empty when no source says")
    scope: str
    venue: PlaceOut | None
    zone: str
    phase: str | None
    declared_participants: int | None = Field(..., description="as a source declares; never summed with counted ones")
    hosts: list[HostOut]
    themes: list[str]
    products: list[ProductOut]
    cases: list[CaseOut]


class AskedEvents(Asked):
    """Filters of events."""

    year: int | None = Field(None, ge=1900, le=2200, description=gettext_noop("Year it began."))
    theme: Code | None = Field(None, description=gettext_noop("Code of a theme."))
    host: Code | None = Field(None, description=gettext_noop("Code of the organisation that invited."))
    place: Code | None = Field(None, description=gettext_noop("Code of the place of a host."))
    phase: Code | None = Field(None, description=gettext_noop("Code of a phase."))
    mode: Literal[tuple(Mode.values)] | None = Field(None, description=gettext_noop("Where people met."))  # type: ignore[valid-type]


def _rows(asked: AskedEvents) -> QuerySet[PeerLearningEvent]:
    rows = PeerLearningEvent.objects.visible_to(PUBLIC).shown(demonstration=asked.invented)
    wanted = {
        "meeting__start__startswith": str(asked.year) if asked.year else None,
        "themes__code": asked.theme,
        "meeting__hosts__organisation__slug": asked.host,
        "meeting__phase__code": asked.phase,
        "meeting__mode": asked.mode,
    }
    found = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.place:
        found = found.filter(meeting__hosts__organisation__place__slug=asked.place)
    whole = PeerLearningEvent.objects.filter(pk__in=found.values("pk"))
    return (
        whole.select_related("meeting__record", "meeting__venue", "meeting__phase")
        .prefetch_related(
            "themes",
            Prefetch("products", Product.objects.select_related("source")),
            Prefetch("cases", CasePresentation.objects.select_related("organisation__place", "source")),
            Prefetch("meeting__titles", MeetingTitle.objects.select_related("source").order_by("pk")),
            Prefetch("meeting__hosts", MeetingHost.objects.select_related("organisation__place")),
        )
        .chronological()
    )


def _give(event: PeerLearningEvent, common: dict[str, Any], language: str | None) -> EventRow:
    meeting = event.meeting
    return EventRow(
        **common,
        code=meeting.slug,
        number=event.number,
        kind=meeting.kind,
        title=said(meeting.title, language),
        other_titles=[
            TitleOut(title=row.title, language=row.language, cited=cited(row.source)) for row in meeting.titles.all()
        ],
        summary=said(meeting.summary, language),
        start=dated(meeting.start),
        end=dated(meeting.end),
        mode=meeting.mode,
        scope=meeting.scope,
        venue=place_out(meeting.venue, language),
        zone=meeting.zone,
        phase=meeting.phase.code if meeting.phase else None,
        declared_participants=meeting.declared_participants,
        hosts=[
            HostOut(organisation=organisation_out(row.organisation, language), role=row.role)
            for row in meeting.hosts.all()
        ],
        themes=sorted(theme.code for theme in event.themes.all()),
        products=[_product(row) for row in event.products.all()],
        cases=[_case(row, language) for row in event.cases.all()],
    )


def _product(row: Product) -> ProductOut:
    return ProductOut(
        kind=row.kind, language=row.language, title=row.title, address=row.address, cited=cited(row.source)
    )


def _case(row: CasePresentation, language: str | None) -> CaseOut:
    return CaseOut(
        organisation=organisation_out(row.organisation, language),
        title=said(row.title, language),
        cited=cited(row.source, row.locator),
    )


COLLECTION = Collection(
    "events",
    gettext_noop("Peer-learning events"),
    AskedEvents,
    EventRow,
    _rows,
    _give,
    subject=lambda event: event.meeting,
)
