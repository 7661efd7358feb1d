import pytest

from portolan.network.enums import MemberRole
from portolan.results.domain.standing import rebuild_counts
from tests.factories import (
    AttendanceFactory,
    EventFactory,
    KeyFigureFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PhaseFactory,
    PlaceFactory,
    ProgrammeFactory,
    SourceFactory,
    ThemeFactory,
    record,
)


@pytest.fixture
def programme():
    """The programme of the site, with a current phase."""
    home = ProgrammeFactory(is_home=True, slug="antillia")
    PhaseFactory(programme=home, is_current=True, number=1)
    return home


def member(programme, slug, *, kind="desk", role=MemberRole.CITY):
    """A city of the current phase; its body."""
    place = PlaceFactory(slug=slug, record=record(kind))
    body = OrganisationFactory(slug=f"city-{slug}", place=place, record=record(kind))
    MembershipFactory(organisation=body, phase=programme.phases.get(is_current=True), role=role, record=record(kind))
    return body


def hosted(body, slug, *, kind="desk", start="2022-03", **meeting):
    """An event a body hosted."""
    event = EventFactory(
        meeting__slug=slug,
        meeting__start=start,
        meeting__record=record(kind),
        **{f"meeting__{key}": value for key, value in meeting.items()},
    )
    MeetingHostFactory(meeting=event.meeting, organisation=body)
    return event


def furnished(programme, slug):
    """A city with an event, its documents, a case, a theme, attendance and a figure; the event."""
    body = member(programme, slug)
    event = hosted(body, f"event-{slug}")
    event.themes.add(ThemeFactory(code=f"theme-{slug}"))
    event.products.create(kind="report", language="fr", address="https://mayda.example/report")
    event.cases.create(organisation=member(programme, f"case-{slug}"))
    event.meeting.titles.create(title=f"Another title {slug}", language="en", source=SourceFactory())
    AttendanceFactory(meeting=event.meeting, organisation=body)
    KeyFigureFactory(code=f"figure-{slug}", place=body.place).editions.create(
        role="origin", wording=body.name, source=SourceFactory()
    )
    return event


@pytest.fixture
def network(programme):
    """One furnished city, and its counts."""
    event = furnished(programme, "mayda")
    rebuild_counts()
    return event
