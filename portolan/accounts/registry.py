"""Where higher apps join `can()`: who holds which permission, and which scope a thing lies in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

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
