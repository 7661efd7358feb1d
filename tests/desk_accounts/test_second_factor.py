"""The second factor: asked of the team, kept by the owner, not guessed."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from portolan.accounts.domain.second_factor import code_at
from portolan.accounts.models import AuditEntry
from portolan.messages.models import Mail
from portolan.network.enums import Role
from tests.desk_accounts.conftest import PASSWORD, is_signed_in, sign_in, with_password
from tests.factories import OrganisationFactory, user_with

SECRET = "NBSWY3DPEHPK3PXP"
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def _without_factor(role=Role.MANAGER, **limits):
    user = with_password(user=user_with(role, **limits))
    Authenticator.objects.filter(user=user).delete()
    return user


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER])
@pytest.mark.parametrize("name", ["desk:home", "desk:users", "desk:account", "desk:my-data-file"])
def test_team_without_second_factor_is_led_to_set_one_up(client, role, name):
    client.force_login(_without_factor(role))

    answer = client.get(reverse(name))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))


def test_others_need_no_second_factor(client):
    client.force_login(_without_factor(Role.FOCAL_POINT, organisation=OrganisationFactory()))

    assert client.get(reverse("desk:account")).status_code == 200


def test_app_is_set_up_from_the_first_visit_to_the_desk(django_capture_on_commit_callbacks):
    user, client = _without_factor(), Client()
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        sign_in(client, user.email)
        asked = client.get(reverse("mfa_activate_totp"))
        client.post(asked.headers["Location"], {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret

        answer = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, NOW)})

        assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
        assert client.get(reverse("desk:users")).status_code == 200
    assert [entry.changes for entry in AuditEntry.objects.filter(verb="sign-in-changed", actor=user)] == [
        {"totp_activated": None}
    ]
    assert Mail.objects.filter(to=user.email, kind="account.totp_activated").count() == 1


def test_sign_in_with_app_takes_two_steps():
    user, client = with_password(user=user_with(Role.MANAGER)), Client()
    with time_machine.travel(NOW, tick=False):
        first = sign_in(client, user.email)
        assert (first.headers["Location"], is_signed_in(client)) == (reverse("mfa_authenticate"), False)

        client.post(reverse("mfa_authenticate"), {"code": code_at(SECRET, NOW)})

        assert is_signed_in(client) is True


def test_code_works_once():
    user, first, second = with_password(user=user_with(Role.MANAGER)), Client(), Client()
    with time_machine.travel(NOW, tick=False):
        for client in (first, second):
            sign_in(client, user.email)
            client.post(reverse("mfa_authenticate"), {"code": code_at(SECRET, NOW)})

        assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def _guess(user, number):
    client = Client(REMOTE_ADDR=f"198.51.{number}.1")
    sign_in(client, user.email, address=f"198.51.{number}.1")
    return client.post(reverse("mfa_authenticate"), {"code": "000000"})


def test_codes_are_not_guessed_from_many_addresses_and_a_new_password_frees_the_owner():
    user = with_password(user=user_with(Role.MANAGER))
    with time_machine.travel(NOW, tick=False):
        for number in range(30):
            _guess(user, number)
        stopped = Client(REMOTE_ADDR="192.0.2.1")
        sign_in(stopped, user.email)
        stopped.post(reverse("mfa_authenticate"), {"code": code_at(SECRET, NOW)})
        user.set_password("another way to sail")
        user.save()
        owner = Client(REMOTE_ADDR="192.0.2.1")
        sign_in(owner, user.email, "another way to sail")
        owner.post(reverse("mfa_authenticate"), {"code": code_at(SECRET, NOW)})

        assert (is_signed_in(stopped), is_signed_in(owner)) == (False, True)


def test_recovery_code_signs_in_once():
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = with_password(user=user_with(Role.MANAGER))
    code = RecoveryCodes.activate(user).generate_codes()[0]
    first, second = Client(), Client()

    for client in (first, second):
        sign_in(client, user.email)
        client.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_app_is_not_removed_without_asking_again(client):
    user = with_password(user=user_with(Role.MANAGER))
    client.force_login(user)

    answer = client.post(reverse("mfa_deactivate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=user).count() == 1


def test_removed_app_closes_the_desk_and_is_in_the_trail(client):
    user = with_password(user=user_with(Role.MANAGER))
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("desk:users")).headers["Location"] == reverse("mfa_index")
    assert AuditEntry.objects.get(verb="sign-in-changed").changes == {"totp_deactivated": None}


@pytest.mark.parametrize("page", ["account_login", "mfa_add_webauthn"])
def test_pages_with_keys_run_no_inline_script(client, page):
    if page != "account_login":
        client.force_login(with_password(user=user_with(Role.MANAGER)))
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    answer = client.get(reverse(page))

    scripts = answer.content.decode().split("<script")[1:]
    inline = [tag for tag in scripts if "src=" not in tag.split(">")[0] and "application/json" not in tag.split(">")[0]]
    assert inline == []
    assert len(scripts) >= 1
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_passkey_options_are_given_to_everyone_and_name_nobody(client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    options = answer.json()["request_options"]["publicKey"]
    assert options.get("allowCredentials", []) == []
    assert options["userVerification"] == "required"


@pytest.mark.parametrize(
    "credential",
    ['{"id": "x", "response": {"userHandle": "x"}}', "[]", "7", '"x"', "{}", '{"response": null}', "nonsense", ""],
)
def test_invented_passkey_is_refused_and_breaks_nothing(client, credential):
    with_password()
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert (answer.status_code, is_signed_in(client)) == (302, False)
