"""Deciding between sources."""

import pytest
from django.utils import timezone

from portolan.accounts.models import AuditEntry
from portolan.kernel.errors import DomainError
from portolan.kernel.periods import PartialDate
from portolan.meetings.enums import HostRole
from portolan.network.enums import Role
from portolan.provenance.domain.conflicts import decide_conflict, reopen_conflict
from portolan.provenance.domain.publication import generation
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict, Statement
from tests.factories import (
    MeetingFactory,
    MeetingHostFactory,
    OrganisationFactory,
    PlaceFactory,
    SourceFactory,
    record,
    user_with,
)


def conflict_on(thing, field: str, *values) -> Conflict:
    """A conflict whose first value is shown."""
    subject = {"subject_kind": thing._meta.label_lower, "subject_id": str(thing.pk)}
    conflict = Conflict.objects.create(**subject, subject_label="Thing", field=field, found_at=timezone.now())
    for place, value in enumerate(values):
        Statement.objects.create(
            **subject,
            record=record(),
            source=SourceFactory(),
            field=field,
            value=value,
            preferred=place == 0,
            conflict=conflict,
            made_at=timezone.now(),
        )
    return conflict


@pytest.fixture
def team():
    return user_with(Role.MANAGER)


def test_the_preferred_date_is_shown(team):
    meeting = MeetingFactory(start=PartialDate(2017, 3))
    conflict = conflict_on(
        meeting, "period", {"start": "2017-03", "end": ""}, {"start": "2017-04-25", "end": "2017-04-26"}
    )
    before = generation()

    decide_conflict(conflict, prefer=conflict.statements.last(), reason="The page of the event.", by=team)

    meeting.refresh_from_db()
    conflict.refresh_from_db()
    assert (str(meeting.start), str(meeting.end)) == ("2017-04-25", "2017-04-26")
    assert (conflict.state, conflict.decided_by, generation() > before) == (ConflictState.DECIDED, team, True)
    assert list(conflict.statements.order_by("pk").values_list("preferred", flat=True)) == [False, True]


def test_a_decision_is_in_the_audit_trail(team):
    place = PlaceFactory(country="ZZ")
    conflict = conflict_on(place, "country", "ZZ", "MA")

    decide_conflict(conflict, prefer=conflict.statements.last(), reason="The map.", by=team)

    entry = AuditEntry.objects.get(verb="conflict.decide")
    assert (entry.actor, entry.reason, entry.changes) == (team, "The map.", {"country": ["ZZ", "MA"]})


def test_another_host_is_preferred(team):
    first, second = OrganisationFactory(slug="city-mayda"), OrganisationFactory(slug="city-drogeo")
    meeting = MeetingFactory()
    MeetingHostFactory(meeting=meeting, organisation=first)
    conflict = conflict_on(meeting, "host", "city-mayda", "city-drogeo")

    decide_conflict(conflict, prefer=conflict.statements.last(), reason="The letter.", by=team)

    hosts = dict(meeting.hosts.values_list("organisation__slug", "role"))
    assert hosts == {"city-mayda": HostRole.CO_HOST, "city-drogeo": HostRole.HOST}
    assert second.hosted.count() == 1


def test_a_decision_needs_a_reason(team):
    conflict = conflict_on(PlaceFactory(), "country", "MA", "ZZ")

    with pytest.raises(DomainError) as caught:
        decide_conflict(conflict, prefer=conflict.statements.last(), reason=" ", by=team)

    assert (caught.value.code, caught.value.field) == ("reason-needed", "reason")


def test_a_statement_of_another_conflict_is_refused(team):
    conflict = conflict_on(PlaceFactory(), "country", "MA", "ZZ")
    other = conflict_on(PlaceFactory(), "country", "MA", "ZZ")

    with pytest.raises(DomainError) as caught:
        decide_conflict(conflict, prefer=other.statements.last(), reason="Why not.", by=team)

    assert caught.value.code == "foreign-statement"


def test_a_decided_conflict_is_decided_once_and_can_be_opened_again(team):
    conflict = conflict_on(PlaceFactory(), "country", "MA", "ZZ")
    decide_conflict(conflict, prefer=conflict.statements.last(), reason="The map.", by=team)

    with pytest.raises(DomainError) as caught:
        decide_conflict(conflict, prefer=conflict.statements.first(), reason="Again.", by=team)
    reopen_conflict(conflict, reason="A newer map.", by=team)

    conflict.refresh_from_db()
    assert (caught.value.code, conflict.state) == ("already-decided", ConflictState.OPEN)


def test_a_conflict_on_something_gone_is_refused(team):
    place = PlaceFactory()
    conflict = conflict_on(place, "country", "MA", "ZZ")
    place.delete()

    with pytest.raises(DomainError) as caught:
        decide_conflict(conflict, prefer=conflict.statements.last(), reason="The map.", by=team)

    assert (caught.value.code, Conflict.objects.get().state) == ("subject-gone", ConflictState.OPEN)


def test_conflicts_are_for_the_team(team):
    conflict_on(PlaceFactory(), "country", "MA", "ZZ")

    seen = (Conflict.objects.visible_to(team).count(), Conflict.objects.visible_to(user_with(Role.TRANSLATOR)).count())

    assert seen == (1, 0)
