"""One world of data in which every page of the desk has a row of each state, beside the record and the demonstration.

Built once, inside the installation under test, by a process of its own: `build()` makes it and gives, by the names
`tests/access_table.py` uses, what stands in the addresses. People and places are invented; no membership touches the
programme of the record, so that its numbers stay what they are.
"""

import datetime as dt
import time
from importlib import import_module

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from portolan.accounts.domain.accounts import make_account
from portolan.accounts.domain.second_factor import enrol_totp
from portolan.accounts.models import User
from portolan.network.domain.roles import Limits, give_role
from portolan.network.enums import Role
from portolan.provenance.domain.publication import public_changed
from portolan.search.domain.entries import rebuild
from tests.browser.world_desk import files, messages, network
from tests.browser.world_documents import documents
from tests.browser.world_events import events
from tests.browser.world_imports import imports

# Of no use elsewhere: the installation is gone when the tests end.
PASSWORD = "Rhumb-line-of-Mayda-57"
DAY = dt.timedelta(days=1)


@transaction.atomic
def build() -> dict:
    """Make the world; what the addresses need, and sessions by reader: `{"event": 20, ..., "sessions": {...}}`."""
    now = timezone.now()
    # Not the demonstration's: its password is hashed anew when it first signs in, which ends sessions made before.
    manager = _open("captain", now, role=Role.MANAGER)
    enrol_totp(manager, by=None, at=now)
    keys = network(manager)
    own = keys.pop("own")
    keys |= {
        **files(own, manager, now),
        **messages(manager, now),
        **events(own, manager),
        **documents(own, manager),
        **imports(manager, now),
        **_accounts(manager, now),
        "invitation": "open",
        "city_slug": "tangier",
        "partner_slug": "icmpd",
        "event_slug": "amman-2017",
        "figure_code": "refugees-urban",
        "theme_code": "education",
    }
    rebuild()
    public_changed()
    return keys


def _accounts(manager: User, now: dt.datetime) -> dict:
    """A traveller with every way to sign in, a newcomer without any, one who has an address to confirm, two pilots."""
    traveller, newcomer = _open("traveller", now), _open("newcomer", now, password=None)
    enrol_totp(traveller, by=None, at=now)
    key = WebAuthn.add(traveller, "Compass", _credential()).instance
    RecoveryCodes.activate(traveller)
    unconfirmed = EmailAddress.objects.create(user=_open("mover", now), email="moved@mayda.example", verified=False)
    people = {"manager": manager, "traveller": traveller, "newcomer": newcomer, "mover": unconfirmed.user}
    return {
        "key_of_another": key.pk,
        "confirmation": EmailConfirmationHMAC(unconfirmed).key,
        "reset_user": user_pk_to_url_str(newcomer),
        "reset_key": default_token_generator.make_token(newcomer),
        "sessions": {name: _session(user) for name, user in people.items()},
        "password": PASSWORD,
        "pilots": {language: _open(f"pilot-{language}", now).email for language in ("fr", "ar")},
    }


def _open(name: str, now: dt.datetime, password: str | None = PASSWORD, role: Role = Role.STAKEHOLDER) -> User:
    user = make_account(
        email=f"{name}@mayda.example", name=name.capitalize(), language="fr", password=password, by=None, at=now,
        verified=True,
    )  # fmt: skip
    give_role(user=user, role=role, by=None, at=now, limits=Limits())
    return user


def _credential() -> dict:
    """What a browser sends of a new key: enough to be listed and asked for, its private half thrown away."""
    place = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}
    held = AttestedCredentialData.create(bytes(16), b"compass of Mayda", ES256(place))
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, held)
    said = websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": "http://localhost"}')
    proof = websafe_encode(AttestationObject.create("none", data, {}))
    identity = websafe_encode(held.credential_id)
    answer = {"clientDataJSON": said, "attestationObject": proof, "transports": ["internal"]}
    return {"id": identity, "rawId": identity, "type": "public-key", "response": answer, "clientExtensionResults": {}}


def _session(user: User) -> str:
    """The key of a session in which its owner has just said again who they are, for a day."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + DAY.total_seconds(), "reauthenticated": True}
    ]
    session.create()
    return session.session_key
