"""Accounts to try the site with: one for each role, with random passwords kept in the data folder."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from pathlib import Path
from typing import Any, TypedDict

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.utils import timezone

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.meetings.models import Meeting
from portolan.network.enums import OBJECT_ROLES, TEAM_ROLES, Role
from portolan.network.models import Organisation, RoleAssignment
from portolan.provenance.enums import RecordKind

FILE = "demonstration.json"
HOST = "antillia.example"


class Account(TypedDict):
    """What one needs to enter: kept in the data folder only, readable by its owner only."""

    role: str
    email: str
    password: str
    totp: str


def kept_accounts(folder: Path) -> list[Account]:
    """The accounts made on the first start; empty before it."""
    file = folder / FILE
    return json.loads(file.read_text()) if file.exists() else []


def open_accounts(folder: Path) -> list[Account]:
    """Make the accounts that are missing, one for each role that can be given here, and keep how to enter them."""
    kept = {account["role"]: account for account in kept_accounts(folder)}
    scopes = {role: scope for role in Role if role not in kept and (scope := _scope(role)) is not None}
    if scopes:
        with transaction.atomic():
            kept.update({role: _open(role, scope) for role, scope in scopes.items()})
            _keep(folder, list(kept.values()))
    return list(kept.values())


def code_of(account: Account) -> str:
    """The code its authenticator would show now; empty when the account has none."""
    if not account["totp"]:
        return ""
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(account["totp"], counters[len(counters) // 2]))


def _open(role: Role, scope: dict[str, Any]) -> Account:
    secret = totp.generate_totp_secret() if role in TEAM_ROLES else ""
    account = Account(role=role, email=f"{role}@{HOST}", password=secrets.token_urlsafe(9), totp=secret)
    # `example` is reserved: no such address exists, and in this mode no mail leaves.
    user = User.objects.filter(email=account["email"]).first() or User.objects.create_user(account["email"])
    user.name = str(role).replace("-", " ").capitalize()
    user.is_demonstration = True
    user.set_password(account["password"])
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    user.role_assignments.all().delete()
    user.authenticator_set.all().delete()
    RoleAssignment.objects.create(user=user, role=role, starts_on=timezone.now().date(), **scope)
    if secret:
        totp.TOTP.activate(user, secret)
    audit.record("open-demonstration-account", user, by=None)
    return account


def _scope(role: Role) -> dict[str, Any] | None:
    """Where the account holds its role: in an invented city, on an invented event; None when there is none."""
    if role in OBJECT_ROLES:
        meeting = Meeting.objects.filter(record__kind=RecordKind.DEMONSTRATION).order_by("pk").first()
        return {"object_kind": "meetings.meeting", "object_id": str(meeting.pk)} if meeting else None
    if role in {Role.FOCAL_POINT, Role.LOCAL_EXPERT}:
        cities = Organisation.objects.filter(record__kind=RecordKind.DEMONSTRATION, memberships__isnull=False)
        city = cities.order_by("pk").first()
        return {"organisation": city} if city else None
    if role == Role.AUDITOR:
        return {"ends_on": timezone.now().date() + dt.timedelta(days=365)}
    return {}


def _keep(folder: Path, accounts: list[Account]) -> None:
    """Written beside and moved, so that a crash leaves the old file or the new one."""
    beside = folder / f"{FILE}.new"
    descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(accounts, file, indent=1)
    beside.replace(folder / FILE)
