"""Single sign-on of an organisation, against a provider of our own on this machine."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from portolan.accounts.models import User
from portolan.network.domain.invitations import invite
from portolan.network.enums import Role
from portolan.network.models import Invitation, RoleAssignment
from tests.desk_accounts.conftest import is_signed_in, with_password
from tests.factories import user_with

NOW = dt.datetime.now(dt.UTC)


class Provider(BaseHTTPRequestHandler):
    """A small OpenID provider: whoever comes is the person in `claims`."""

    claims: dict = {}

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/.well-known"):
            self._answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/me",
                    "jwks_uri": f"{base}/keys",
                }
            )
        else:
            self._answer(self.claims)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "token", "token_type": "Bearer", "expires_in": 60})

    def _answer(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Silence."""


@pytest.fixture
def provider(settings):
    """The provider, running, and the settings that name it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Antillia ID",
                    "client_id": "portolan",
                    "secret": "only-for-tests",
                    "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
                }
            ]
        }
    }
    yield Provider
    server.shutdown()
    thread.join()
    server.server_close()


def _come_back(client):
    """Go to the provider and come back as whoever it says."""
    away = client.post(reverse("openid_connect_login", args=["oidc"]))
    state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
    return client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "code", "state": state})


def _is(email, *, verified=True, sub="7"):
    Provider.claims = {"sub": sub, "email": email, "email_verified": verified, "name": "Nicolò Zen"}


def _invite(email):
    return invite(
        email=email, name="", language="en", role=Role.TRANSLATOR, by=user_with(Role.MANAGER), at=NOW,
        address_of=lambda secret, language: "https://mayda.example/",
    )  # fmt: skip


def test_button_appears_only_when_a_provider_is_set(client, provider, settings):
    shown = client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    hidden = client.get(reverse("account_login")).content.decode()

    assert ["Sign in with Antillia ID" in page for page in (shown, hidden)] == [True, False]


def test_account_with_the_confirmed_address_is_entered(client, provider):
    user = with_password(email="zeno@frislandia.example")
    _is("Zeno@Frislandia.example")

    _come_back(client)

    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_second_visit_is_known_by_the_providers_number(client, provider):
    user = with_password(email="zeno@frislandia.example")
    _is("zeno@frislandia.example")
    _come_back(Client())
    _is("renamed@frislandia.example")

    _come_back(client)

    assert client.session["_auth_user_id"] == str(user.pk)


def test_stranger_is_turned_away(client, provider):
    _invite("somebody.else@frislandia.example")
    count = User.objects.count()
    _is("zeno@frislandia.example")

    answer = _come_back(client)

    assert (answer.status_code, is_signed_in(client), User.objects.count()) == (403, False, count)


def test_address_the_provider_did_not_confirm_opens_nothing(client, provider):
    with_password(email="zeno@frislandia.example")
    _invite("nicolo@frislandia.example")
    count = User.objects.count()

    answers = []
    for email in ("zeno@frislandia.example", "nicolo@frislandia.example"):
        _is(email, verified=False)
        answers.append(_come_back(client).status_code)

    assert (answers, is_signed_in(client), User.objects.count()) == ([403, 403], False, count)


def test_invited_person_gets_account_and_role(client, provider):
    _invite("Zeno@frislandia.example")
    _is("zeno@frislandia.example")

    _come_back(client)

    user = User.objects.get(email_key="zeno@frislandia.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.has_usable_password()) == ("Nicolò Zen", False)
    assert RoleAssignment.objects.get(user=user).role == Role.TRANSLATOR
    assert Invitation.objects.get().accepted_by == user


def test_withdrawn_invitation_opens_nothing(client, provider):
    _invite("zeno@frislandia.example")
    Invitation.objects.update(withdrawn_at=NOW)
    _is("zeno@frislandia.example")

    answer = _come_back(client)

    assert (answer.status_code, is_signed_in(client)) == (403, False)


def test_second_factor_is_asked_beside_the_provider(client, provider):
    user = with_password(user=user_with(Role.MANAGER))
    _is(user.email)

    answer = _come_back(client)

    assert (answer.headers["Location"], is_signed_in(client)) == (reverse("mfa_authenticate"), False)


def test_closed_account_stays_closed(client, provider):
    with_password(email="zeno@frislandia.example", is_active=False)
    _is("zeno@frislandia.example")

    _come_back(client)

    assert is_signed_in(client) is False
