"""Each role and what it may do; and readers who nearly may."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from portolan.accounts.enums import PROGRAMME_WIDE, Permission
from portolan.accounts.rules import can, reach, scope_keys
from portolan.meetings.models import Attendance
from portolan.network.enums import OBJECT_ROLES, Component, Role
from portolan.network.models import Organisation, RoleAssignment
from tests.factories import (
    AffiliationFactory,
    AttendanceFactory,
    MeetingFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    user_with,
)

TEAM = (
    "attendance.read city-file.read city-file.write city.read city.write conflict.decide desk.use document.manage "
    "document.read document.record-paper document.remark document.sign document.supervise document.translate "
    "document.write figure.edit "
    "focal-point.change import.run meeting.edit meeting.read network.edit network.read outbox.approve people.edit "
    "people.merge people.read rows.read translation.edit users.invite vocabulary.edit"
)
TABLE = {
    "manager": TEAM + " audit.read demonstration.remove faults.read settings.edit users.manage",
    "officer": TEAM,
    "focal-point": (
        "city-file.read city.read city.write desk.use document.read document.record-paper document.remark "
        "document.sign meeting.read people.edit people.read"
    ),
    "local-expert": "city.read desk.use",
    "international-expert": "city.read desk.use",
    "stakeholder": "desk.use",
    "evaluator": "desk.use",
    "donor-reader": "desk.use network.read",
    "translator": "desk.use document.read document.translate translation.edit",
    "auditor": "attendance.read audit.read desk.use network.read rows.read",
    "host": "attendance.read desk.use meeting.edit meeting.read",
    "organiser": "attendance.read desk.use meeting.edit meeting.read",
    "rapporteur": "desk.use meeting.read",
    "moderator": "desk.use meeting.read",
    "presenter": "desk.use meeting.read",
    "participant": "desk.use meeting.read",
    "applicant": "desk.use",
    "implementer": "desk.use",
    "panel-member": "desk.use",
    "lead-author": "desk.use document.read document.remark document.write",
    "co-author": "desk.use document.read document.remark document.write",
    "supervisor": "desk.use document.read document.remark document.sign document.supervise",
    "quality-officer": "desk.use document.read document.remark document.sign document.supervise",
    "validator": "desk.use document.read document.remark document.sign",
    "reader": "desk.use document.read document.remark",
}


def _may(user) -> list[str]:
    return sorted(permission.value for permission in Permission if can(user, permission))


def _limits_of(role: Role) -> dict:
    if role in OBJECT_ROLES:
        return {"object_kind": "meetings.meeting", "object_id": "7"}
    return {"organisation": OrganisationFactory()} if role == Role.FOCAL_POINT else {}


@pytest.mark.parametrize("role", list(Role))
def test_role_gives_what_the_table_says_and_nothing_else(role):
    assert _may(user_with(role, **_limits_of(role))) == sorted(TABLE[role.value].split())


@pytest.mark.parametrize("limit", ["organisation", "component", "partner", "object"])
def test_limited_officer_may_nothing_that_acts_on_the_whole_programme(limit):
    limits = {
        "organisation": {"organisation": OrganisationFactory()},
        "component": {"component": Component.DIALOGUE},
        "partner": {"partner": OrganisationFactory()},
        "object": {"object_kind": "meetings.meeting", "object_id": "7"},
    }

    officer = user_with(Role.OFFICER, **limits[limit])

    assert [permission for permission in PROGRAMME_WIDE if can(officer, permission)] == []
    assert can(officer, Permission.MEETING_EDIT) is True


def test_team_role_without_second_factor_gives_nothing_but_the_way_to_one():
    user = user_with(Role.MANAGER)
    Authenticator.objects.filter(user=user).delete()

    assert _may(user) == ["second-factor.due"]


def test_recovery_codes_alone_are_no_second_factor():
    user = user_with(Role.MANAGER)
    Authenticator.objects.filter(user=user).update(type=Authenticator.Type.RECOVERY_CODES)

    assert _may(user) == ["second-factor.due"]


def _ended_by_date():
    user = user_with(Role.OFFICER)
    RoleAssignment.objects.filter(user=user).update(ends_on=dt.date(2021, 1, 1))
    return user


def _ended_by_somebody():
    user = user_with(Role.OFFICER)
    RoleAssignment.objects.filter(user=user).update(ended_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
    return user


def _not_begun():
    user = user_with(Role.OFFICER)
    RoleAssignment.objects.filter(user=user).update(starts_on=dt.date(2090, 1, 1))
    return user


def _closed():
    user = user_with(Role.OFFICER)
    user.is_active = False
    user.save()
    return user


@pytest.mark.parametrize(
    "near_miss", [_ended_by_date, _ended_by_somebody, _not_begun, _closed, UserFactory, AnonymousUser]
)
def test_reader_who_nearly_may_may_nothing(near_miss):
    assert _may(near_miss()) == []


def test_city_role_reaches_the_own_city_its_people_and_rows_and_no_other():
    own, other = OrganisationFactory(), OrganisationFactory()
    mine, theirs = AffiliationFactory(organisation=own), AffiliationFactory(organisation=other)

    user = user_with(Role.FOCAL_POINT, organisation=own)

    reached = [own, mine.person, mine, MembershipFactory(organisation=own)]
    beyond = [other, theirs.person, theirs, MembershipFactory(organisation=other)]
    assert [can(user, Permission.PEOPLE_READ, on=thing) for thing in reached] == [True] * 4
    assert [can(user, Permission.PEOPLE_READ, on=thing) for thing in beyond] == [False] * 4


def test_component_limits_meetings_and_leaves_the_registry():
    officer = user_with(Role.OFFICER, component=Component.KNOWLEDGE)

    assert can(officer, Permission.CITY_WRITE, on=OrganisationFactory()) is True
    assert can(officer, Permission.MEETING_EDIT, on=MeetingFactory()) is False


def test_partner_alone_limits_to_its_own_and_beside_a_component_adds_nothing():
    partner, city = OrganisationFactory(), OrganisationFactory()
    alone = user_with(Role.OFFICER, partner=partner)
    leading = user_with(Role.OFFICER, partner=partner, component=Component.DIALOGUE)

    assert [can(alone, Permission.CITY_WRITE, on=body) for body in (partner, city)] == [True, False]
    assert [can(leading, Permission.CITY_WRITE, on=body) for body in (partner, city)] == [True, True]


def test_role_in_one_meeting_reaches_that_meeting_only():
    own, other = MeetingFactory(is_public=False), MeetingFactory(is_public=False)

    host = user_with(Role.HOST, object_kind="meetings.meeting", object_id=str(own.pk))

    assert scope_keys(host, Permission.MEETING_EDIT, "meetings.meeting:") == {str(own.pk)}
    assert list(type(own).objects.visible_to(host)) == [own]
    assert other.pk != own.pk


def test_grant_by_another_key_is_no_licence_for_all():
    """A city's focal point reads meetings of the own city: not every closed meeting of the network."""
    closed = MeetingFactory(is_public=False)

    user = user_with(Role.FOCAL_POINT, organisation=OrganisationFactory())

    assert scope_keys(user, Permission.MEETING_READ, "meetings.meeting:") == set()
    assert list(type(closed).objects.visible_to(user)) == []


def test_reach_joins_the_keys_of_a_grant_and_adds_the_grants_of_several_roles():
    one, two, three = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    user = user_with(Role.FOCAL_POINT, organisation=one)
    RoleAssignment.objects.create(user=user, role=Role.FOCAL_POINT, organisation=two, starts_on=dt.date(2020, 1, 1))

    found = Organisation.objects.filter(reach(user, Permission.CITY_READ, organisation="pk")).order_by("pk")

    assert list(found) == [one, two]
    assert three not in found


def test_reach_of_an_unlimited_role_is_everything_and_of_a_stranger_nothing():
    OrganisationFactory()
    manager, stranger = user_with(Role.MANAGER), UserFactory()
    asked = [reach(user, Permission.CITY_READ, organisation="pk") for user in (manager, stranger)]

    assert [Organisation.objects.filter(condition).count() for condition in asked] == [1, 0]
    assert [Organisation.objects.filter(condition | Q(slug="no-such")).count() for condition in asked] == [1, 0]


def test_reach_of_two_keys_needs_both():
    own, other = OrganisationFactory(), OrganisationFactory()
    officer = user_with(Role.OFFICER, organisation=own, component=Component.DIALOGUE)
    dialogue = {"dialogue": Q(kind="municipality")}

    both = reach(officer, Permission.MEETING_READ, organisation="pk", component=dialogue)
    unknown = reach(officer, Permission.MEETING_READ, organisation="pk")

    assert list(Organisation.objects.filter(both)) == [own]
    assert list(Organisation.objects.filter(unknown)) == []
    assert other.pk != own.pk


def test_grants_are_asked_once_for_a_request(django_assert_num_queries):
    user = user_with(Role.OFFICER)

    with django_assert_num_queries(1):
        for permission in Permission:
            can(user, permission)


def test_meetings_and_who_came_are_seen_as_far_as_the_role_reaches():
    city, other = OrganisationFactory(), OrganisationFactory()
    mine, theirs = MeetingFactory(is_public=False), MeetingFactory(is_public=False, kind="training")
    for meeting, body in ((mine, city), (theirs, other)):
        MeetingHostFactory(meeting=meeting, organisation=body)
        AttendanceFactory(meeting=meeting)
    readers = [
        user_with(Role.MANAGER),
        user_with(Role.OFFICER, organisation=city),
        user_with(Role.OFFICER, component=Component.DIALOGUE),
        user_with(Role.OFFICER, component=Component.ACTION),
        user_with(Role.OFFICER, organisation=other, component=Component.DIALOGUE),
        user_with(Role.HOST, object_kind="meetings.meeting", object_id=str(mine.pk)),
        user_with(Role.AUDITOR),
        UserFactory(),
    ]

    seen = [set(type(mine).objects.visible_to(reader)) for reader in readers]
    names = [{row.meeting for row in Attendance.objects.visible_to(reader)} for reader in readers]

    assert seen == [{mine, theirs}, {mine}, {mine}, set(), set(), {mine}, set(), set()]
    assert names == [{mine, theirs}, {mine}, {mine}, set(), set(), {mine}, {mine, theirs}, set()]
    asked = [[can(reader, Permission.MEETING_READ, on=meeting) for meeting in (mine, theirs)] for reader in readers]
    assert [{m for m, may in zip((mine, theirs), row, strict=True) if may} for row in asked] == seen
