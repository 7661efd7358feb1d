"""Giving and ending roles."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portolan.accounts.domain.accounts import deactivate
from portolan.accounts.enums import Permission
from portolan.accounts.models import AuditEntry
from portolan.accounts.rules import can
from portolan.kernel.errors import DomainError
from portolan.network.domain.roles import Limits, end_role, give_role
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment
from portolan.network.rules import may_give
from tests.factories import MeetingFactory, OrganisationFactory, UserFactory, user_with

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def test_role_given_works_at_once_and_is_in_the_trail():
    manager, user, city = user_with(Role.MANAGER), UserFactory(), OrganisationFactory()
    assert can(user, Permission.CITY_READ, on=city) is False

    given = give_role(user=user, role=Role.FOCAL_POINT, limits=Limits(organisation=city), by=manager, at=NOW)

    assert can(user, Permission.CITY_READ, on=city) is True
    entry = AuditEntry.objects.get(verb="role-given")
    assert (entry.actor, entry.object_id) == (manager, str(given.pk))
    assert entry.changes["role"] == [None, "focal-point"]


def test_role_given_twice_is_one():
    manager, user = user_with(Role.MANAGER), UserFactory()

    first = give_role(user=user, role=Role.TRANSLATOR, by=manager, at=NOW)
    second = give_role(user=user, role=Role.TRANSLATOR, by=manager, at=NOW)

    assert first == second
    assert RoleAssignment.objects.filter(user=user).count() == 1


def test_nobody_gives_themselves_a_role():
    manager = user_with(Role.MANAGER)

    with pytest.raises(DomainError) as refused:
        give_role(user=manager, role=Role.AUDITOR, limits=Limits(ends_on=dt.date(2030, 1, 1)), by=manager, at=NOW)

    assert refused.value.code == "own-role"
    assert RoleAssignment.objects.filter(user=manager).count() == 1


@pytest.mark.parametrize(
    ("role", "limits", "code"),
    [
        (Role.AUDITOR, Limits(), "end-needed"),
        (Role.FOCAL_POINT, Limits(), "city-needed"),
        (Role.LOCAL_EXPERT, Limits(), "city-needed"),
        (Role.HOST, Limits(), "thing-needed"),
        (Role.TRANSLATOR, Limits(ends_on=dt.date(2026, 3, 1)), "ends-early"),
    ],
)
def test_role_with_limits_it_cannot_have_is_refused(role, limits, code):
    with pytest.raises(DomainError) as refused:
        give_role(user=UserFactory(), role=role, limits=limits, by=user_with(Role.MANAGER), at=NOW)

    assert refused.value.code == code


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FOCAL_POINT, Role.HOST])
def test_database_refuses_the_same(role):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=UserFactory(), role=role, starts_on=NOW.date())


def test_role_of_one_meeting_names_it():
    meeting = MeetingFactory()

    given = give_role(
        user=UserFactory(), role=Role.HOST, limits=Limits(thing=meeting), by=user_with(Role.MANAGER), at=NOW
    )

    assert (given.object_kind, given.object_id) == ("meetings.meeting", str(meeting.pk))


def test_ended_role_stops_at_once_even_when_given_today():
    manager, user = user_with(Role.MANAGER), UserFactory()
    given = give_role(user=user, role=Role.TRANSLATOR, by=manager, at=NOW)

    end_role(given, by=manager, at=NOW, reason="left")
    end_role(given, by=manager, at=NOW)

    user.__dict__.pop("_grants", None)
    assert can(user, Permission.TRANSLATION_EDIT) is False
    assert AuditEntry.objects.filter(verb="role-ended").values_list("reason", flat=True).get() == "left"


def test_last_manager_stays():
    manager = user_with(Role.MANAGER)
    held = RoleAssignment.objects.get(user=manager)

    with pytest.raises(DomainError) as ending:
        end_role(held, by=None, at=NOW)
    with pytest.raises(DomainError) as closing:
        deactivate(manager, by=None, at=NOW)

    assert (ending.value.code, closing.value.code) == ("last-manager", "last-manager")
    held.refresh_from_db()
    assert held.ended_at is None


def test_closed_limited_and_past_managers_do_not_count_as_another_one():
    manager, closed, past = user_with(Role.MANAGER), user_with(Role.MANAGER), user_with(Role.MANAGER)
    user_with(Role.MANAGER, organisation=OrganisationFactory())
    closed.is_active = False
    closed.save()
    RoleAssignment.objects.filter(user=past).update(ends_on=dt.date(2021, 1, 1))

    with pytest.raises(DomainError) as refused:
        deactivate(manager, by=None, at=NOW)

    assert refused.value.code == "last-manager"


def test_one_of_two_managers_may_go():
    leaving, staying = user_with(Role.MANAGER), user_with(Role.MANAGER)

    end_role(RoleAssignment.objects.get(user=leaving), by=staying, at=NOW)

    assert can(staying, Permission.USERS_MANAGE) is True


def test_who_may_give_what():
    city, other, meeting = OrganisationFactory(), OrganisationFactory(), MeetingFactory()
    officer, whole = user_with(Role.OFFICER, organisation=city), user_with(Role.OFFICER)
    manager, focal = user_with(Role.MANAGER), user_with(Role.FOCAL_POINT, organisation=city)

    asked = [
        (officer, Role.FOCAL_POINT, city, True),
        (officer, Role.FOCAL_POINT, other, False),
        (officer, Role.STAKEHOLDER, None, False),
        (officer, Role.OFFICER, city, False),
        (officer, Role.MANAGER, None, False),
        (whole, Role.STAKEHOLDER, None, True),
        (whole, Role.FOCAL_POINT, other, True),
        (whole, Role.MANAGER, None, False),
        (whole, Role.AUDITOR, None, False),
        (focal, Role.STAKEHOLDER, city, False),
        (manager, Role.MANAGER, None, True),
        (manager, Role.AUDITOR, None, True),
    ]

    assert [may_give(by, role, body) for by, role, body, _ in asked] == [expected for *_, expected in asked]
    assert may_give(whole, Role.HOST, None, thing=meeting) is True
    assert may_give(officer, Role.HOST, None, thing=meeting) is False
    assert may_give(whole, Role.HOST, None) is False


def test_roles_visible_to_an_officer_are_those_of_the_own_scope():
    city, other = OrganisationFactory(), OrganisationFactory()
    officer = user_with(Role.OFFICER, organisation=city)
    mine = user_with(Role.FOCAL_POINT, organisation=city)
    user_with(Role.FOCAL_POINT, organisation=other)

    seen = RoleAssignment.objects.visible_to(officer).order_by("pk")

    assert [each.user for each in seen] == [officer, mine]
    assert [each.user for each in RoleAssignment.objects.visible_to(mine)] == [mine]
