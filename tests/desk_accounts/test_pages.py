"""The screens of accounts and invitations."""

import json
import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from portolan.accounts.models import AuditEntry, User
from portolan.messages.models import Mail
from portolan.network.enums import Role
from portolan.network.models import Invitation, RoleAssignment
from tests.desk_accounts.conftest import PASSWORD, is_signed_in, sign_in, with_password
from tests.factories import OrganisationFactory, UserFactory, user_with


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _invite(by, **changed):
    form = {"email": "zeno@frislandia.example", "name": "Zeno", "language": "en", "role": "stakeholder", **changed}
    return _signed_in(by).post(reverse("desk:invite"), form)


def _link() -> str:
    return re.search(r"https?://[^/]+(/\S+)", Mail.objects.latest("pk").body)[1]


def test_invited_person_opens_an_account_with_a_password_and_is_signed_in():
    city, client = OrganisationFactory(), Client()
    _invite(user_with(Role.MANAGER), role="focal-point", organisation=city.pk)
    form = {"name": "Zeno", "language": "ar", "way": "password", "password": PASSWORD}

    assert client.get(_link()).status_code == 200
    answer = client.post(_link(), form)

    user = User.objects.get(email_key="zeno@frislandia.example")
    assert answer.headers["Location"] == "/ar/desk/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert RoleAssignment.objects.get(user=user).organisation == city


def test_invited_person_may_choose_a_passkey():
    client = Client()
    _invite(user_with(Role.MANAGER))

    answer = client.post(_link(), {"name": "Zeno", "language": "en", "way": "passkey", "password": ""})

    assert answer.headers["Location"] == reverse("mfa_add_webauthn")
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    assert User.objects.get(email_key="zeno@frislandia.example").has_usable_password() is False


@pytest.mark.parametrize("password", ["", "short", "password12", "zeno@frislandia.example"])
def test_poor_password_is_refused_and_what_was_typed_comes_back(client, password):
    _invite(user_with(Role.MANAGER))

    answer = client.post(_link(), {"name": "Nicolò Zen", "language": "en", "way": "password", "password": password})

    assert answer.status_code == 422
    assert 'value="Nicolò Zen"' in answer.content.decode()
    assert User.objects.filter(email_key="zeno@frislandia.example").count() == 0


def test_used_link_says_so_and_makes_nothing(client):
    _invite(user_with(Role.MANAGER))
    form = {"name": "Zeno", "language": "en", "way": "password", "password": PASSWORD}
    Client().post(_link(), form)
    count = User.objects.count()

    Invitation.objects.update(email="other@frislandia.example")
    answer = client.post(_link(), form)

    assert (answer.status_code, is_signed_in(client), User.objects.count()) == (410, False, count)
    assert "This invitation has been used." in answer.content.decode()


def test_owner_of_a_known_address_signs_in_then_accepts():
    owner = with_password(email="zeno@frislandia.example")
    _invite(user_with(Role.MANAGER))
    client = Client()
    shown = client.get(_link()).content.decode()
    assert f"next={_link()}" in shown

    sign_in(client, owner.email)
    client.post(_link())

    assert RoleAssignment.objects.get(user=owner).role == "stakeholder"


def test_somebody_else_signed_in_cannot_accept():
    other = UserFactory()
    _invite(user_with(Role.MANAGER))

    answer = _signed_in(other).post(_link(), {"name": "X", "language": "en", "way": "password", "password": PASSWORD})

    assert answer.status_code == 200
    assert (
        RoleAssignment.objects.filter(user=other).count(),
        User.objects.filter(email__startswith="zeno").count(),
    ) == (0, 0)


def test_officer_invites_within_the_own_scope_only():
    city, other = OrganisationFactory(), OrganisationFactory()
    officer = user_with(Role.OFFICER, organisation=city)

    inside = _invite(officer, role="focal-point", organisation=city.pk)
    outside = _invite(officer, email="b@mayda.example", role="focal-point", organisation=other.pk)
    everywhere = _invite(officer, email="c@mayda.example", role="stakeholder")
    team = _invite(officer, email="d@mayda.example", role="manager")

    assert [answer.status_code for answer in (inside, outside, everywhere, team)] == [302, 422, 422, 422]
    assert [invitation.organisation for invitation in Invitation.objects.all()] == [city]


def test_invitation_of_another_scope_is_neither_sent_again_nor_taken_back():
    city, other = OrganisationFactory(), OrganisationFactory()
    _invite(user_with(Role.MANAGER), role="focal-point", organisation=other.pk)
    invitation = Invitation.objects.get()
    client = _signed_in(user_with(Role.OFFICER, organisation=city))

    answers = [
        client.post(reverse(name, args=[invitation.pk]))
        for name in ("desk:invitation-resend", "desk:invitation-withdraw")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Mail.objects.count() == 1


def test_manager_gives_and_ends_a_role():
    manager, user = user_with(Role.MANAGER), UserFactory()
    client = _signed_in(manager)

    client.post(reverse("desk:role-give", args=[user.pk]), {"role": "translator"})
    given = RoleAssignment.objects.get(user=user)
    client.post(reverse("desk:role-end", args=[given.pk]))

    given.refresh_from_db()
    assert (given.role, given.given_by, given.ended_by) == ("translator", manager, manager)


def test_auditor_without_last_day_comes_back_with_the_reason():
    answer = _signed_in(user_with(Role.MANAGER)).post(
        reverse("desk:role-give", args=[UserFactory().pk]), {"role": "auditor"}
    )

    assert answer.status_code == 422
    assert list(answer.context["role_form"].errors) == ["ends_on"]


def test_manager_cannot_make_themselves_anything():
    manager = user_with(Role.MANAGER)

    answer = _signed_in(manager).post(reverse("desk:role-give", args=[manager.pk]), {"role": "translator"})

    assert answer.status_code == 422
    assert RoleAssignment.objects.filter(user=manager).count() == 1


def test_officer_does_not_end_roles_beyond_the_own_scope_or_of_the_team():
    city = OrganisationFactory()
    officer, manager = user_with(Role.OFFICER, organisation=city), user_with(Role.MANAGER)
    colleague = user_with(Role.OFFICER, organisation=city)
    client = _signed_in(officer)

    answers = [
        client.post(reverse("desk:role-end", args=[RoleAssignment.objects.get(user=user).pk]))
        for user in (manager, colleague, officer)
    ]

    assert [answer.status_code for answer in answers] == [404, 403, 403]
    assert RoleAssignment.objects.filter(ended_at__isnull=False).count() == 0


def test_closed_account_is_signed_out_at_once():
    manager, user = user_with(Role.MANAGER), with_password()
    theirs = Client()
    sign_in(theirs, user.email)
    assert UserSession.objects.filter(user=user).count() == 1

    _signed_in(manager).post(reverse("desk:user-close", args=[user.pk]), {"reason": "left the city"})

    assert theirs.get(reverse("desk:account")).status_code == 302
    assert UserSession.objects.filter(user=user).count() == 0
    assert AuditEntry.objects.get(verb="account-closed").reason == "left the city"


def test_account_is_not_closed_without_a_reason():
    user = UserFactory()

    answer = _signed_in(user_with(Role.MANAGER)).post(reverse("desk:user-close", args=[user.pk]), {"reason": " "})

    user.refresh_from_db()
    assert (answer.status_code, user.is_active) == (422, True)


def test_own_account_changes_name_language_and_reading():
    user = UserFactory(language="fr")
    client = _signed_in(user)

    answer = client.post(reverse("desk:account"), {"name": "Zeno", "language": "ar", "region": "MA"})

    user.refresh_from_db()
    assert (user.name, user.language, user.region) == ("Zeno", "ar", "MA")
    assert answer.headers["Location"] == "/ar/desk/account/"


def test_own_data_is_ones_own_in_both_forms():
    user, other = user_with(Role.TRANSLATOR), UserFactory(name="Somebody Else")
    client = _signed_in(user)

    data = json.loads(client.get(reverse("desk:my-data-file")).content)
    page = client.get(reverse("desk:my-data")).content.decode()

    assert (data["account"]["email"], [role["role"] for role in data["roles"]]) == (user.email, ["translator"])
    assert [other.name in text for text in (page, json.dumps(data))] == [False, False]
    assert user.email in page


def test_address_change_takes_effect_when_confirmed_and_its_key_follows():
    user = with_password(email="old@mayda.example")
    client = Client()
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("account_email"), {"email": "New@Mayda.example", "action_add": ""})
    user.refresh_from_db()
    assert (user.email, user.email_key) == ("old@mayda.example", "old@mayda.example")
    path = re.search(r"https?://[^/]+(/\S+)", Mail.objects.get(to="new@mayda.example").body)[1]
    client.post(path)

    user.refresh_from_db()
    assert (user.email, user.email_key) == ("new@mayda.example", "new@mayda.example")
    assert AuditEntry.objects.filter(verb="address-changed", actor=user).count() == 1
    assert Mail.objects.filter(to="old@mayda.example", kind="account.email_changed").count() == 1


def test_sessions_elsewhere_are_ended_by_their_owner():
    user = with_password()
    here, there = Client(), Client()
    sign_in(here, user.email)
    sign_in(there, user.email)

    here.post(reverse("usersessions_list"))

    assert [client.get(reverse("desk:account")).status_code for client in (here, there)] == [200, 302]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("desk:users", 8), ("desk:invitations", 7)])
def test_lists_cost_the_same_at_one_and_three_rows(django_assert_num_queries, count, name, queries):
    manager = user_with(Role.MANAGER)
    for number in range(count):
        city = OrganisationFactory()
        user_with(Role.FOCAL_POINT, organisation=city)
        _invite(manager, email=f"pilot{number}@mayda.example", role="focal-point", organisation=city.pk)
    client = _signed_in(manager)

    with django_assert_num_queries(queries):
        answer = client.get(reverse(name))

    assert answer.status_code == 200


def test_pages_of_one_thing_hold_their_budget(django_assert_max_num_queries):
    manager, user = user_with(Role.MANAGER), user_with(Role.FOCAL_POINT, organisation=OrganisationFactory())
    client = _signed_in(manager)

    for path in (reverse("desk:user", args=[user.pk]), reverse("desk:account"), reverse("desk:invite")):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
