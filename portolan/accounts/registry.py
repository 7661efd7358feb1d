"""Where higher apps join: who holds which permission, which scope a thing lies in, who may open an account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.models import User


@dataclass(frozen=True)
class Place:
    """Where a thing lies, for scopes: sets of keys such as `organisation:12`, `component:dialogue`, `meeting:4`."""

    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grant:
    """A permission somebody holds, limited to things that carry all the keys of its scope; no key means everywhere."""

    permission: Permission
    scope: frozenset[str] = frozenset()

    def covers(self, place: Place | None) -> bool:
        """True when the grant reaches a thing lying at `place`; None stands for "anything at all"."""
        return place is None or self.scope <= place.keys


type_of_grants = Callable[[User], Iterable[Grant]]
_grant_sources: list[type_of_grants] = []
_places: dict[type[models.Model], Callable[[models.Model], Place]] = {}


def register_grants(source: type_of_grants) -> None:
    """Join `can()` with a source of grants. A source asks the database once per call and keeps nothing."""
    if source not in _grant_sources:
        _grant_sources.append(source)


def register_place(model: type[models.Model], place_of: Callable[[models.Model], Place]) -> None:
    """Say in which scope the rows of a model lie."""
    _places[model] = place_of


def place_of(thing: models.Model) -> Place:
    """Where a thing lies. A model nobody placed lies nowhere, so that only unscoped grants reach it."""
    found = _places.get(type(thing))
    return found(thing) if found else Place()


def grants_of(user: User) -> list[Grant]:
    """Every grant of a user, asked once and kept on the user object for the time of the request."""
    kept = getattr(user, "_grants", None)
    if kept is None:
        kept = [grant for source in _grant_sources for grant in source(user)]
        user._grants = kept  # type: ignore[attr-defined]
    return kept


@dataclass(frozen=True)
class Door:
    """A reason why anyone may open an account of their own now: an open call, an open event."""

    label: str
    address: str = ""


_doors: list[Callable[[str], Door | None]] = []
_deactivation_checks: list[Callable[[User], None]] = []


def register_open_door(door: Callable[[str], Door | None]) -> None:
    """Join sign-up: `door(reference)` answers with a Door while what `reference` names is open, else None."""
    if door not in _doors:
        _doors.append(door)


def open_door(reference: str) -> Door | None:
    """The open door named by a reference (`call:migrant-entrepreneurs`), if any; without one nobody signs up."""
    found = (door(reference) for door in _doors) if reference else iter(())
    return next((door for door in found if door is not None), None)


def register_deactivation_check(check: Callable[[User], None]) -> None:
    """Join the deactivation of accounts: `check(user)` raises a DomainError when this one may not go."""
    if check not in _deactivation_checks:
        _deactivation_checks.append(check)


def check_deactivation(user: User) -> None:
    """Ask everyone who joined; raises the first DomainError."""
    for check in _deactivation_checks:
        check(user)


_personal_data: dict[str, Callable[[User], Any]] = {}


def register_personal_data(section: str, gather: Callable[[User], Any]) -> None:
    """Join the personal-data export: `gather(user)` gives what an app holds about this account's owner, JSON-ready."""
    _personal_data[section] = gather


def personal_data_sections(user: User) -> dict[str, Any]:
    """All that the apps above hold about the owner of an account, by section."""
    return {section: gather(user) for section, gather in sorted(_personal_data.items())}


_verb_words: dict[str, Any] = {}


def register_verbs(words: Mapping[str, Any]) -> None:
    """Join the history: how each verb of the audit trail is said (`{"role-given": _("gave a role")}`, lazy)."""
    _verb_words.update(words)


def say_verb(verb: str) -> str:
    """A verb of the audit trail in the reader's language; the bare verb when nobody said how."""
    return str(_verb_words.get(verb, verb))
