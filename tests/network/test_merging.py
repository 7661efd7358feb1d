"""Merging and taking back."""

import datetime as dt
import json
from functools import wraps

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portolan.accounts.models import AuditEntry
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.meetings.models import Attendance, MeetingHost
from portolan.network.domain import merging
from portolan.network.domain.merge_plan import keys_to, unique_sets
from portolan.network.domain.names import refresh_organisation_names
from portolan.network.enums import Visibility
from portolan.network.models import (
    Affiliation,
    Consent,
    MergeMove,
    MergeRun,
    NotTheSame,
    Organisation,
    OrganisationName,
    Person,
)
from portolan.network.registry import collision_rule
from portolan.provenance.models import Generation
from portolan.search.models import Entry
from tests.factories import (
    AffiliationFactory,
    AttendanceFactory,
    MeetingFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    SourceFactory,
    UserFactory,
    record,
)
from tests.factories.network import PlaceFactory

# What a merge writes beside its moves, and what follows from the things themselves.
_NOT_COMPARED = (AuditEntry, MergeRun, MergeMove, Generation, Entry)


def _dump() -> dict[str, str]:
    models = [model for model in apps.get_models() if model._meta.app_config.name.startswith("portolan.")]
    return {
        model._meta.label: serializers.serialize("json", model._base_manager.order_by("pk"))
        for model in models
        if model not in _NOT_COMPARED
    }


def test_merge_of_people_moves_what_hangs_on_the_one_that_goes():
    kept, gone = PersonFactory(email="", email_key=""), PersonFactory(email="ava@mayda.example")
    body = OrganisationFactory()
    AffiliationFactory(person=gone, organisation=body)
    attendance = AttendanceFactory(person=gone)

    run = merging.merge(kept=kept, gone=gone, by=UserFactory())

    gone.refresh_from_db()
    attendance.refresh_from_db()
    assert gone.redirect_to == kept
    assert attendance.person == kept
    assert [row.organisation for row in kept.affiliations.all()] == [body]
    assert Person.objects.get(pk=kept.pk).email == "ava@mayda.example"
    assert run.moves.count() == 4


def test_merge_of_people_at_one_meeting_leaves_one_attendance_with_all_that_is_known():
    kept, gone, meeting, body = PersonFactory(), PersonFactory(), MeetingFactory(), OrganisationFactory()
    standing = AttendanceFactory(person=kept, meeting=meeting, organisation=None)
    AttendanceFactory(person=gone, meeting=meeting, organisation=body, days=2)

    merging.merge(kept=kept, gone=gone, by=UserFactory())

    standing.refresh_from_db()
    assert [row.pk for row in Attendance.objects.all()] == [standing.pk]
    assert (standing.organisation, standing.days) == (body, 2)


def test_merge_of_bodies_moves_hidden_relations_names_and_hosts():
    kept, gone = OrganisationFactory(), OrganisationFactory(name=Text.of("fr", fr="Mayda", ar="مايدا"))
    refresh_organisation_names(gone)
    host = MeetingHostFactory(organisation=gone, role="host")
    co_host = MeetingHostFactory(organisation=kept, meeting=host.meeting, role="co-host")
    from portolan.network.models import RoleAssignment

    officer = RoleAssignment.objects.create(
        user=UserFactory(), role="officer", partner=gone, starts_on=dt.date(2024, 1, 1)
    )

    merging.merge(kept=kept, gone=gone, by=UserFactory())

    officer.refresh_from_db()
    assert officer.partner == kept
    assert [(row.pk, row.role) for row in MeetingHost.objects.all()] == [(co_host.pk, "host")]
    assert set(OrganisationName.objects.values_list("organisation", flat=True)) == {kept.pk}


def test_merge_into_the_parent_keeps_the_tree_without_a_loop():
    kept = OrganisationFactory()
    gone = OrganisationFactory(parent=kept)
    part = OrganisationFactory(parent=gone)
    kept_below = OrganisationFactory()
    Organisation.objects.filter(pk=kept.pk).update(parent=kept_below)

    merging.merge(kept=kept, gone=gone, by=UserFactory())

    part.refresh_from_db()
    assert part.parent == kept


def test_merge_with_the_own_part_sets_no_parent_of_itself():
    gone = OrganisationFactory()
    kept = OrganisationFactory(parent=gone)

    merging.merge(kept=kept, gone=gone, by=UserFactory())

    kept.refresh_from_db()
    assert kept.parent is None


def test_merge_takes_the_stricter_visibility():
    kept, gone = PersonFactory(visibility=Visibility.PUBLIC), PersonFactory(visibility=Visibility.HIDDEN)

    merging.merge(kept=kept, gone=gone, by=UserFactory())

    kept.refresh_from_db()
    assert kept.visibility == Visibility.HIDDEN


def test_merge_refuses_two_accounts():
    kept, gone = PersonFactory(user=UserFactory()), PersonFactory(user=UserFactory())

    with pytest.raises(DomainError) as refused:
        merging.merge(kept=kept, gone=gone, by=UserFactory())

    assert refused.value.code == "two-accounts"


def test_merge_refuses_a_real_and_an_invented_one():
    kept, gone = PersonFactory(), PersonFactory(record=record("demonstration"))

    with pytest.raises(DomainError) as refused:
        merging.merge(kept=kept, gone=gone, by=UserFactory())

    assert refused.value.code == "invented"


def test_merge_refuses_when_something_changed_since_the_preview():
    kept, gone = PersonFactory(), PersonFactory()
    seen = merging.preview_merge(kept, gone)
    AffiliationFactory(person=gone)

    with pytest.raises(DomainError) as refused:
        merging.merge(kept=kept, gone=gone, by=UserFactory(), fingerprint=seen.fingerprint)

    assert refused.value.code == "changed-meanwhile"
    assert MergeRun.objects.count() == 0


def test_preview_writes_nothing_and_counts_what_merge_moves():
    kept, gone = PersonFactory(), PersonFactory()
    meeting = MeetingFactory()
    AttendanceFactory(person=kept, meeting=meeting)
    AttendanceFactory(person=gone, meeting=meeting, organisation=OrganisationFactory())
    AttendanceFactory(person=gone)
    before = _dump()

    seen = merging.preview_merge(kept, gone)

    assert [(line.moved, len(line.left_out)) for line in seen.lines] == [(1, 1)]
    assert _dump() == before


def test_second_merge_of_the_same_pair_is_refused():
    kept, gone = PersonFactory(), PersonFactory()
    merging.merge(kept=kept, gone=gone, by=UserFactory())

    with pytest.raises(DomainError) as refused:
        merging.merge(kept=kept, gone=gone, by=UserFactory())

    assert refused.value.code == "merged-already"


def test_undo_refuses_while_a_later_merge_builds_on_it():
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    run = merging.merge(kept=second, gone=first, by=UserFactory())
    later = merging.merge(kept=third, gone=second, by=UserFactory())

    with pytest.raises(DomainError) as refused:
        merging.undo(run, by=UserFactory())
    merging.undo(later, by=UserFactory())
    merging.undo(run, by=UserFactory())

    first.refresh_from_db()
    assert refused.value.code == "later-merge"
    assert first.redirect_to is None


def test_chain_of_merges_leads_to_the_last_in_one_step():
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    merging.merge(kept=second, gone=first, by=UserFactory())

    merging.merge(kept=third, gone=second, by=UserFactory())

    first.refresh_from_db()
    assert first.redirect_to == third


def test_undo_leaves_what_was_changed_since():
    kept, gone, elsewhere = PersonFactory(), PersonFactory(), PersonFactory()
    affiliation = AffiliationFactory(person=gone)
    run = merging.merge(kept=kept, gone=gone, by=UserFactory())
    Affiliation.objects.filter(pk=affiliation.pk).update(person=elsewhere)

    merging.undo(run, by=UserFactory())

    affiliation.refresh_from_db()
    assert affiliation.person == elsewhere


def test_undo_after_retention_is_refused():
    run = merging.merge(kept=PersonFactory(), gone=PersonFactory(), by=UserFactory())
    merging.forget_old_moves(at=run.at + dt.timedelta(days=91))

    with pytest.raises(DomainError) as refused:
        merging.undo(run, by=UserFactory())

    assert refused.value.code == "forgotten"
    assert MergeMove.objects.count() == 0


def test_not_the_same_survives_a_merge_of_one_of_the_two():
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    merging.say_not_the_same(first, second, by=UserFactory())
    merging.say_not_the_same(third, second, by=UserFactory())

    merging.merge(kept=third, gone=first, by=UserFactory())

    assert {frozenset((row.first_person, row.second_person)) for row in NotTheSame.objects.all()} == {
        frozenset((second, third))
    }


def test_merge_of_a_pair_said_to_differ_forgets_that():
    first, second = PersonFactory(), PersonFactory()
    merging.say_not_the_same(first, second, by=UserFactory())

    run = merging.merge(kept=first, gone=second, by=UserFactory())
    gone_then = NotTheSame.objects.count()
    merging.undo(run, by=UserFactory())

    assert (gone_then, NotTheSame.objects.count()) == (0, 1)


@pytest.mark.parametrize("model", [Person, Organisation])
def test_every_relation_with_a_unique_constraint_has_a_rule(model):
    without = [
        holder._meta.label
        for holder, key in keys_to(model)
        if any(unique_sets(holder, key.name)) and collision_rule(holder) is None
    ]

    assert without == []


def _rolled_back(test):
    """Each example starts from the same database: hypothesis runs them all within one test."""

    @wraps(test)
    def run(**drawn):
        with transaction.atomic():
            test(**drawn)
            transaction.set_rollback(True)

    return run


_NUMBERS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=6, unique=True)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(attendances=_NUMBERS, affiliations=_NUMBERS, consents=_NUMBERS, ends=st.booleans(), account=st.booleans())
@_rolled_back
def test_merge_then_undo_of_people_restores_every_row(attendances, affiliations, consents, ends, account):
    people = [PersonFactory(), PersonFactory(email="", email_key=""), PersonFactory(), PersonFactory()]
    bodies, meetings = [OrganisationFactory() for _ in range(3)], [MeetingFactory() for _ in range(3)]
    if account:
        people[0].user = UserFactory()
        people[0].save()
    for person, meeting in attendances:
        AttendanceFactory(
            person=people[person], meeting=meetings[meeting], organisation=bodies[person % 3], days=person
        )
    for person, body in affiliations:
        AffiliationFactory(person=people[person], organisation=bodies[body], end="2024-05" if ends and person else "")
    for person, purpose in consents:
        name = ("directory", "photograph", "contact")[purpose]
        at = dt.datetime(2024, 1, 1 + person, tzinfo=dt.UTC)
        Consent.objects.create(person=people[person], purpose=name, given_at=at, evidence=f"sheet {person}")
    merging.say_not_the_same(people[0], people[2], by=None)
    merging.say_not_the_same(people[1], people[2], by=None)
    before = _dump()

    run = merging.merge(kept=people[1], gone=people[0], by=None)
    after = _dump()
    merging.undo(run, by=None)

    assert after != before
    assert _dump() == before


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(members=_NUMBERS, hosts=_NUMBERS, parents=st.tuples(st.integers(0, 3), st.integers(0, 3)), posts=st.booleans())
@_rolled_back
def test_merge_then_undo_of_bodies_restores_every_row(members, hosts, parents, posts):
    names = ("Antillia", "Frislandia", "Mayda", "Drogeo")
    bodies = [OrganisationFactory(name=Text.of("fr", fr=name), place=PlaceFactory()) for name in names]
    phases, meetings = [PhaseFactory() for _ in range(3)], [MeetingFactory() for _ in range(3)]
    for body in bodies:
        refresh_organisation_names(body, aliases=[("", "Insula"), ("", f"Port {body.pk}")])
    for body, phase in members:
        source = SourceFactory() if body % 2 else None
        MembershipFactory(organisation=bodies[body], phase=phases[phase], source=source)
    for body, meeting in hosts:
        taken = MeetingHost.objects.filter(meeting=meetings[meeting], role="host").exists()
        MeetingHostFactory(organisation=bodies[body], meeting=meetings[meeting], role="co-host" if taken else "host")
    for child, parent in enumerate(parents):
        if child != parent:
            Organisation.objects.filter(pk=bodies[child].pk).update(parent=bodies[parent])
    if posts:
        for body in bodies[:2]:
            body.focal_points.create(person=PersonFactory(), start=dt.date(2024, 3, 1))
    before = _dump()

    run = merging.merge(kept=bodies[1], gone=bodies[0], by=None)
    after = _dump()
    merging.undo(run, by=None)

    assert json.dumps(after) != json.dumps(before)
    assert _dump() == before
