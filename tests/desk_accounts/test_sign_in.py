"""Signing in under attack: nobody is locked out by others, nothing is told to strangers."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portolan.messages.models import Mail
from tests.desk_accounts.conftest import PASSWORD, is_signed_in, sign_in, with_password
from tests.factories import UserFactory

WRONG = "not the password"


def test_right_password_signs_in(client):
    user = with_password()

    answer = sign_in(client, user.email)

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:home"))
    assert is_signed_in(client) is True


def test_address_is_known_in_any_case(client):
    user = with_password(email="zeno@mayda.example")

    sign_in(client, "ZENO@Mayda.Example")

    assert client.session["_auth_user_id"] == str(user.pk)


def test_attack_on_one_account_from_many_addresses_does_not_lock_its_owner_out(client):
    user = with_password()
    for number in range(40):
        sign_in(Client(), user.email, WRONG, address=f"198.51.100.{number}")

    sign_in(client, user.email, address="192.0.2.7")

    assert is_signed_in(client) is True


def test_attack_from_one_address_does_not_lock_the_owner_out_elsewhere(client):
    user = with_password()
    for _ in range(40):
        sign_in(Client(), user.email, WRONG, address="198.51.100.9")

    sign_in(client, user.email, address="192.0.2.7")

    assert is_signed_in(client) is True


def test_sixth_attempt_of_one_address_on_one_account_is_refused_even_with_the_right_password(client):
    user = with_password()
    spellings = ["Zeno", "ZENO", "zeno", "zENO", "ZenO"]
    user.email = user.email_key = "zeno@mayda.example"
    user.save()
    user.emailaddress_set.update(email="zeno@mayda.example")
    for spelling in spellings:
        sign_in(Client(), f"{spelling}@mayda.example", WRONG)

    sign_in(client, user.email)

    assert is_signed_in(client) is False


def test_address_that_tries_many_accounts_is_stopped(client):
    user = with_password()
    for number in range(20):
        sign_in(Client(), f"nobody{number}@mayda.example", WRONG)

    sign_in(client, user.email)

    assert is_signed_in(client) is False


def test_neighbours_behind_one_prefix_count_as_one_address(client):
    user = with_password()
    for number in range(6):
        sign_in(Client(), user.email, WRONG, address=f"2001:db8:0:7::{number}")

    sign_in(client, user.email, address="2001:db8:0:7::ffff")

    assert is_signed_in(client) is False


def test_right_passwords_are_not_counted(client):
    user = with_password()
    for _ in range(8):
        sign_in(Client(), user.email)

    sign_in(client, user.email)

    assert is_signed_in(client) is True


def test_own_success_does_not_wash_away_attempts_on_another_account():
    mine, victim = with_password(), with_password()
    for _ in range(5):
        sign_in(Client(), victim.email, WRONG)
        sign_in(Client(), mine.email)
    attacker = Client()

    sign_in(attacker, victim.email)

    assert is_signed_in(attacker) is False


def test_too_many_requests_are_answered_with_the_page_of_429(client):
    for _ in range(30):
        sign_in(Client(), "nobody@mayda.example", WRONG)

    answer = sign_in(client, "nobody@mayda.example", WRONG)

    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def _without_token(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def test_unknown_and_known_addresses_get_the_same_answer_at_sign_in():
    user = with_password()
    closed = with_password(is_active=False)

    pages = [_without_token(sign_in(Client(), email, WRONG)) for email in (user.email, closed.email)]
    unknown = _without_token(sign_in(Client(), "nobody@mayda.example", WRONG))

    emails = (user.email, closed.email)
    assert [page.replace(email, "X") for page, email in zip(pages, emails, strict=True)] == [
        unknown.replace("nobody@mayda.example", "X")
    ] * 2


def test_unknown_and_known_addresses_get_the_same_answer_at_reset():
    user = with_password()

    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in (user.email, "nobody@mayda.example")
    ]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }
    assert [mail.to for mail in Mail.objects.all()] == [user.email]


def test_closed_account_stays_out(client):
    user = with_password(is_active=False)

    sign_in(client, user.email)

    assert is_signed_in(client) is False


def test_demonstration_account_enters_on_loopback_only():
    user = with_password(is_demonstration=True)
    near, far = Client(), Client()

    sign_in(near, user.email, address="127.0.0.1")
    refused = sign_in(far, user.email, address="192.0.2.1")
    wrong = sign_in(Client(), user.email, WRONG, address="192.0.2.1")

    assert (is_signed_in(near), is_signed_in(far)) == (True, False)
    assert _without_token(refused) == _without_token(wrong)


def test_demonstration_account_does_not_enter_through_a_proxy_on_this_machine(client):
    user = with_password(is_demonstration=True)

    sign_in(client, user.email, address="127.0.0.1", headers={"X-Forwarded-For": "192.0.2.1"})

    assert is_signed_in(client) is False


def test_demonstration_session_carried_elsewhere_is_ended(client):
    user = with_password(is_demonstration=True)
    sign_in(client, user.email, address="127.0.0.1")

    answer = client.get(reverse("desk:account"), REMOTE_ADDR="192.0.2.1")

    assert answer.status_code == 302
    assert is_signed_in(client) is False


def test_session_of_before_is_not_the_session_of_after(client):
    user = with_password()
    client.get(reverse("account_login"))
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    before = planted.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before

    sign_in(client, user.email)

    assert is_signed_in(client) is True
    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stranger.get(reverse("desk:account")).status_code == 302


@pytest.mark.parametrize(
    "goal",
    ["https://mayda.example/", "//mayda.example/", "/\\mayda.example", "javascript:alert(1)", "https:mayda.example"],
)
def test_next_leads_nowhere_else(client, goal):
    user = with_password()

    answer = sign_in(client, user.email, data={"next": goal})

    assert answer.headers["Location"] == reverse("desk:home")


def test_next_leads_to_a_page_here(client):
    user = with_password()

    answer = sign_in(client, user.email, path=f"{reverse('account_login')}?next=/en/desk/account/")

    assert answer.headers["Location"] == "/en/desk/account/"


@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_reset_password", "mfa_login_webauthn"])
def test_form_without_token_is_refused(name):
    user = with_password()
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(reverse(name), {"login": user.email, "password": PASSWORD, "email": user.email})

    assert answer.status_code == 403
    assert Mail.objects.count() == 0


def _reset_path(user) -> str:
    Client().post(reverse("account_reset_password"), {"email": user.email})
    body = Mail.objects.filter(to=user.email).latest("pk").body
    return re.search(r"https?://[^/]+(/\S+)", body)[1]


def _choose(client, path, password):
    shown = client.get(path, follow=True)
    return client.post(shown.request["PATH_INFO"], {"password1": password, "password2": password})


def test_reset_link_works_once():
    user = with_password()
    path = _reset_path(user)

    _choose(Client(), path, "another way to sail")
    _choose(Client(), path, "a third way to sail")

    user.refresh_from_db()
    assert user.check_password("another way to sail") is True


def test_reset_link_dies_when_the_password_changes_otherwise():
    user = with_password()
    path = _reset_path(user)
    user.set_password("changed meanwhile, elsewhere")
    user.save()

    _choose(Client(), path, "another way to sail")

    user.refresh_from_db()
    assert user.check_password("another way to sail") is False


def test_mailbox_is_not_flooded_and_the_links_sent_keep_working():
    user = with_password()
    path = _reset_path(user)
    for number in range(20):
        Client().post(reverse("account_reset_password"), {"email": user.email}, REMOTE_ADDR=f"198.51.100.{number}")

    _choose(Client(), path, "another way to sail")

    user.refresh_from_db()
    assert Mail.objects.filter(to=user.email, kind="account.password_reset_key").count() == 5
    assert user.check_password("another way to sail") is True


def test_demonstration_account_gets_no_reset_mail(client):
    user = with_password(is_demonstration=True)

    client.post(reverse("account_reset_password"), {"email": user.email})

    assert Mail.objects.count() == 0


def test_sign_up_is_closed(client):
    form = {"email": "zeno@mayda.example", "password1": PASSWORD, "password2": PASSWORD}

    page = client.get(reverse("account_signup"))
    client.post(reverse("account_signup"), form)

    assert "Accounts are by invitation" in page.content.decode()
    assert type(UserFactory()).objects.filter(email_key="zeno@mayda.example").count() == 0


def test_sign_up_through_an_open_door_asks_to_confirm_the_address(client, monkeypatch):
    from portolan.accounts import registry

    monkeypatch.setattr(registry, "_doors", [lambda ref: registry.Door("Call") if ref == "call:antillia" else None])
    form = {"email": "Zeno@Mayda.example", "password1": PASSWORD, "password2": PASSWORD}

    client.get(f"{reverse('account_signup')}?door=call:antillia")
    client.post(reverse("account_signup"), form)

    user = type(UserFactory()).objects.get(email_key="zeno@mayda.example")
    assert (user.language, is_signed_in(client)) == ("en", False)
    assert user.emailaddress_set.get().verified is False
    assert Mail.objects.get().subject == "Confirm your address"
