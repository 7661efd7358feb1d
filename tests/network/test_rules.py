"""Who may do what, where."""

import datetime as dt

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment
from tests.factories import OrganisationFactory, UserFactory, user_with


def test_focal_point_reads_the_own_city_and_no_other():
    own, other = OrganisationFactory(), OrganisationFactory()

    user = user_with(Role.FOCAL_POINT, organisation=own)

    assert can(user, Permission.CITY_READ, on=own) is True
    assert can(user, Permission.CITY_READ, on=other) is False
    assert can(user, Permission.IMPORT_RUN) is False


def test_officer_of_one_city_edits_no_other():
    own, other = OrganisationFactory(), OrganisationFactory()

    user = user_with(Role.OFFICER, organisation=own)

    assert can(user, Permission.CITY_WRITE, on=own) is True
    assert can(user, Permission.CITY_WRITE, on=other) is False


def test_role_that_ended_gives_nothing():
    user = UserFactory()
    RoleAssignment.objects.create(
        user=user, role=Role.MANAGER, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31)
    )

    assert can(user, Permission.DESK_USE) is False


def test_account_without_role_may_nothing():
    assert [permission for permission in Permission if can(UserFactory(), permission)] == []
