"""Accounts to try the site with: one for each role, with random passwords kept in the data folder."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from pathlib import Path
from typing import TypedDict

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.db import transaction
from django.utils import timezone

from portolan.accounts.domain.accounts import make_account
from portolan.accounts.domain.second_factor import enrol_totp
from portolan.accounts.models import User
from portolan.documents.models import Document
from portolan.meetings.models import Meeting
from portolan.network.domain.demonstration import give_demonstration_work
from portolan.network.domain.roles import Limits, give_role
from portolan.network.enums import CITY_ROLES, DOCUMENT_ROLES, OBJECT_ROLES, TEAM_ROLES, Role
from portolan.network.models import Organisation
from portolan.operations.demonstration_documents.story import write_documents
from portolan.provenance.enums import RecordKind

FILE = "demonstration.json"
# `example` is reserved: no such address exists, and in this mode no mail leaves.
HOST = "antillia.example"
LANGUAGES = {Role.FOCAL_POINT: "ar", Role.DONOR_READER: "en", Role.INTERNATIONAL_EXPERT: "en"}


class Account(TypedDict):
    """What one needs to enter: kept in the data folder only, readable by its owner only."""

    role: str
    email: str
    password: str
    second_factor: bool


def kept_accounts(folder: Path) -> list[Account]:
    """The accounts made on the first start; empty before it."""
    file = folder / FILE
    return json.loads(file.read_text()) if file.exists() else []


def open_accounts(folder: Path) -> list[Account]:
    """Make the accounts that are missing, one for each role, with something to do, and keep how to enter them.

    An account whose password was lost (the file is gone) gets a new password.
    """
    kept = {account["role"]: account for account in kept_accounts(folder)}
    missing = {role: limits for role in Role if role not in kept and (limits := _limits(role)) is not None}
    if missing:
        with transaction.atomic():
            kept.update({role: _open(role, limits) for role, limits in missing.items()})
            give_demonstration_work()
            _keep(folder, list(kept.values()))
    return list(kept.values())


def write_demonstration_documents() -> int:
    """Let the accounts write the demonstration's documents, as far as they are empty; how many were."""
    users = {user.email: user for user in User.objects.filter(is_demonstration=True)}
    cast = {str(role): users[f"{role}@{HOST}"] for role in Role if f"{role}@{HOST}" in users}
    return write_documents(cast)


def _open(role: Role, limits: Limits) -> Account:
    now = timezone.now()
    email, password = f"{role}@{HOST}", secrets.token_urlsafe(9)
    user = User.objects.filter(email=email).first() or make_account(
        email=email,
        name=str(role).replace("-", " ").capitalize(),
        language=LANGUAGES.get(role, "fr"),
        password=None,
        by=None,
        at=now,
        verified=True,
        is_demonstration=True,
    )
    user.password = _quick_hash(password)
    user.save(update_fields=["password"])
    give_role(user=user, role=role, by=None, at=now, limits=limits)
    if role in TEAM_ROLES:
        enrol_totp(user, by=None, at=now)
    return Account(role=role, email=email, password=password, second_factor=role in TEAM_ROLES)


def _quick_hash(password: str) -> str:
    """A hash of few rounds: nobody guesses 72 random bits, and 19 slow ones would take 10 s of the first start.

    Django makes it a slow one at the first sign-in.
    """
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, secrets.token_hex(8), iterations=1000)
    return make_password(password)


def _limits(role: Role) -> Limits | None:
    """How far the account's role goes: an invented city, event or document; None when there is none to give."""
    if role in DOCUMENT_ROLES:
        document = Document.objects.filter(record__kind=RecordKind.DEMONSTRATION).order_by("pk").first()
        return Limits(thing=document) if document else None
    if role in OBJECT_ROLES:
        meeting = Meeting.objects.filter(record__kind=RecordKind.DEMONSTRATION).order_by("pk").first()
        return Limits(thing=meeting) if meeting else None
    if role in CITY_ROLES:
        cities = Organisation.objects.filter(record__kind=RecordKind.DEMONSTRATION, memberships__isnull=False)
        city = cities.order_by("pk").first()
        return Limits(organisation=city) if city else None
    if role == Role.AUDITOR:
        return Limits(ends_on=timezone.now().date() + dt.timedelta(days=365))
    return Limits()


def _keep(folder: Path, accounts: list[Account]) -> None:
    """Written beside and moved, so that a crash leaves the old file or the new one."""
    beside = folder / f"{FILE}.new"
    descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(accounts, file, indent=1)
    beside.replace(folder / FILE)
