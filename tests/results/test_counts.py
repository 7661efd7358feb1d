"""The rules on generated networks, against a plain slow count in Python."""

import datetime as dt
import random

import pytest

from portolan.meetings.enums import COUNTED_CAPACITIES, Capacity
from portolan.meetings.models import Meeting
from portolan.network.enums import CITY_BODIES, MemberRole, OrganisationKind, Role
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Statement
from portolan.results.domain.counts import RULES, rows_behind, rule
from portolan.results.domain.scopes import Scope, city_scope, programme_scope
from tests.factories import (
    AttendanceFactory,
    EventFactory,
    MeetingFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    PlaceFactory,
    ProgrammeFactory,
    SourceFactory,
    UserFactory,
    record,
    user_with,
)

DAY = dt.date(2023, 5, 31)
KINDS = (OrganisationKind.MUNICIPALITY, OrganisationKind.NGO, OrganisationKind.METROPOLITAN)
STARTS = ("2022", "2022-11", "2023-05-30", "2023-05-31", "2023-06-01", "2023-05", "2023", "")
PAST = ("2022", "2022-11", "2023-05-30", "2023-05-31")


def generated_network(seed):
    """Some events of every kind of date, and people who came to them in every capacity."""
    dice = random.Random(seed)
    places = PlaceFactory.create_batch(3)
    bodies = [OrganisationFactory(place=dice.choice(places), kind=dice.choice(KINDS)) for _ in range(6)]
    people = PersonFactory.create_batch(8)
    for _ in range(6):
        record_kind = dice.choice((RecordKind.DESK, RecordKind.DESK, RecordKind.DEMONSTRATION))
        meeting = MeetingFactory(
            record=record(record_kind), start=dice.choice(STARTS), is_public=dice.random() > 0.1, mode="online"
        )
        EventFactory(meeting=meeting)
        MeetingHostFactory(meeting=meeting, organisation=dice.choice(bodies))
        for person in dice.sample(people, dice.randrange(6)):
            AttendanceFactory(
                meeting=meeting,
                person=person,
                organisation=dice.choice([*bodies, None]),
                capacity=dice.choice(list(Capacity)),
            )
    return places


def slowly(meetings):
    """The same numbers by loops over every row."""
    held = [
        m
        for m in meetings
        if not m.record.is_invented and m.is_public and str(m.start or "") in PAST and hasattr(m, "event")
    ]
    rows = [a for m in held for a in m.attendances.all() if a.capacity in COUNTED_CAPACITIES]
    bodies = [a.organisation for a in rows if a.organisation]
    return {
        "events-held": len(held),
        "events-digital": len([m for m in held if m.mode == "online"]),
        "hosts": len({host.organisation_id for m in held for host in m.hosts.all()}),
        "attendances": len(rows),
        "participants": len({a.person_id for a in rows}),
        "organisations": len({body.pk for body in bodies}),
        "cities-represented": len({body.place_id for body in bodies if body.kind in CITY_BODIES}),
    }


@pytest.mark.parametrize("seed", range(12))
def test_rules_on_a_generated_network(seed):
    generated_network(seed)
    scope = programme_scope(ProgrammeFactory())

    fast = {code: rule(code).count(scope, day=DAY) for code in slowly([])}

    assert fast == slowly(Meeting.objects.all())


def test_attendances_of_a_city_leave_out_its_other_bodies():
    meeting = EventFactory().meeting
    place = PlaceFactory()
    AttendanceFactory(meeting=meeting, organisation=OrganisationFactory(place=place))
    AttendanceFactory(meeting=meeting, organisation=OrganisationFactory(place=place, kind=OrganisationKind.NGO))

    count = rule("attendances").count(city_scope(place), day=dt.date(2023, 6, 1))

    assert count == 1


def test_participants_after_a_merge_are_one():
    survivor = PersonFactory()
    merged = PersonFactory(redirect_to=survivor)
    meetings = [EventFactory(meeting__start="2022").meeting for _ in range(2)]
    AttendanceFactory(meeting=meetings[0], person=survivor)
    AttendanceFactory(meeting=meetings[1], person=merged)
    scope = programme_scope(ProgrammeFactory())

    counts = [rule(code).count(scope, day=DAY) for code in ("attendances", "participants")]

    assert counts == [2, 1]


def test_organisation_counted_is_the_one_of_the_time():
    then, now = OrganisationFactory(), OrganisationFactory()
    person = PersonFactory()
    AttendanceFactory(meeting=EventFactory(meeting__start="2022").meeting, person=person, organisation=then)
    person.affiliations.create(organisation=now)
    scope = programme_scope(ProgrammeFactory())

    rows = rule("organisations").rows(scope, DAY)

    assert list(rows.values_list("body", flat=True)) == [then.pk]


def test_members_of_an_earlier_phase_do_not_count():
    programme = ProgrammeFactory()
    current = PhaseFactory(programme=programme, is_current=True)
    MembershipFactory(phase=current)
    MembershipFactory(phase=current, role=MemberRole.ASSOCIATION)
    MembershipFactory(phase=PhaseFactory(programme=programme))
    scope = programme_scope(programme)

    counts = [rule(code).count(scope, day=DAY) for code in ("member-cities", "member-associations")]

    assert counts == [1, 1]


def test_flagged_digital_takes_the_presentation_only():
    flagged, silent = (EventFactory(meeting__start="2022", meeting__mode="online").meeting for _ in range(2))
    for kind, meeting in ((RecordKind.DECK, flagged), (RecordKind.PUBLIC, silent)):
        Statement.objects.create(
            record=record(kind),
            source=SourceFactory(),
            subject_kind="meetings.meeting",
            subject_id=str(meeting.pk),
            field="mode",
            value="online",
            made_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC),
        )
    scope = programme_scope(ProgrammeFactory())

    counts = [rule(code).count(scope, day=DAY) for code in ("events-flagged-digital", "events-digital")]

    assert counts == [1, 2]


def test_rows_about_people_are_empty_without_permission():
    AttendanceFactory(meeting=EventFactory(meeting__start="2022").meeting)
    scope = programme_scope(ProgrammeFactory())

    seen = [
        rows_behind(rule("participants"), scope, day=DAY, user=user).count()
        for user in (UserFactory(), user_with(Role.MANAGER))
    ]

    assert seen == [0, 1]


def test_every_rule_has_its_own_name_and_text():
    assert len({each.code for each in RULES}) == len({str(each.text) for each in RULES}) == len(RULES)


@pytest.mark.parametrize("text", ["programme:mc2cm", "city:tangier", "meeting:amman-2017"])
def test_scope_reads_what_it_writes(text):
    assert str(Scope.parse(text)) == text


@pytest.mark.parametrize("text", ["", "city:", "person:7", "tangier"])
def test_scope_refuses_anything_else(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        Scope.parse(text)
