"""Who may do what, where."""

import datetime as dt

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.network.enums import Role
from portolan.network.models import Person, RoleAssignment
from portolan.network.rules import place_of_person
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, UserFactory, user_with


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


def test_person_read_with_their_functions_lies_in_the_same_scope_without_asking_again(django_assert_num_queries):
    person = PersonFactory()
    AffiliationFactory.create_batch(2, person=person)
    read = Person.objects.prefetch_related("affiliations").get(pk=person.pk)

    with django_assert_num_queries(0):
        place = place_of_person(read)

    assert place == place_of_person(person)
