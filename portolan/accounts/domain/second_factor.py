"""The second factor of an account, outside its own pages: demonstration accounts and the command line."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError


def enrol_totp(user: User, *, by: User | None, at: dt.datetime) -> str:
    """Give an account an authenticator app's secret and return it; one that has it already keeps it."""
    with transaction.atomic():
        held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        if held is not None:
            return decrypt(held.data["secret"])
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        audit.record("sign-in-changed", user, by=by, at=at, changes={"totp_activated": [None, None]})
    return secret


def present_code(user: User, *, at: dt.datetime) -> str:
    """The code a demonstration account's app would show now. Raises DomainError for any other account."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if not user.is_demonstration or held is None:
        raise DomainError(_("Only demonstration accounts show their code."), code="not-demonstration")
    return code_at(decrypt(held.data["secret"]), at)


def code_at(secret: str, at: dt.datetime) -> str:
    """The six digits of a secret at an instant (RFC 6238: steps of 30 s)."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(at.timestamp()) // 30))
