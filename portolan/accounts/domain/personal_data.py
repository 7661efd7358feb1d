"""All that is held about the owner of an account, for its owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from portolan.accounts.domain import audit
from portolan.accounts.models import AuditEntry, User
from portolan.accounts.registry import personal_data_sections


def export_account(user: User, *, by: User, at: dt.datetime) -> dict[str, Any]:
    """Everything as plain data, ready for JSON; instants in UTC. Secrets (passwords, keys, codes) are never in it.

    The taking itself is written into the audit trail.
    """
    whole = {
        "made_at": at.isoformat(),
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "region": user.region,
            "joined": user.date_joined.isoformat(),
            "last_sign_in": user.last_login.isoformat() if user.last_login else "",
        },
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "ways_in": _ways_in(user),
        "sessions": [
            {"began": each.created_at.isoformat(), "address": each.ip, "browser": each.user_agent}
            for each in UserSession.objects.filter(user=user).order_by("created_at")
        ],
        "what_you_did": [
            {"at": entry.at.isoformat(), "what": entry.verb, "on": entry.object_label}
            for entry in AuditEntry.objects.filter(actor=user).order_by("at", "pk")
        ],
        **personal_data_sections(user),
    }
    audit.record("personal-data-exported", user, by=by, at=at)
    return whole


def _ways_in(user: User) -> list[dict[str, str]]:
    """The ways an account can be entered, without their secrets."""
    ways = [{"kind": "password", "added": ""}] if user.has_usable_password() else []
    factors = Authenticator.objects.filter(user=user).order_by("created_at")
    ways += [{"kind": each.type, "added": each.created_at.isoformat()} for each in factors]
    elsewhere = SocialAccount.objects.filter(user=user).order_by("date_joined")
    return ways + [{"kind": each.provider, "added": each.date_joined.isoformat()} for each in elsewhere]
