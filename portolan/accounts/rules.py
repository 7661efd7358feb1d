"""The one question of permission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_
from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.registry import Grant, grants_of, place_of


def can(user: Any, permission: Permission, *, on: models.Model | None = None) -> bool:
    """May this user do this, on this thing, or without `on`, on anything at all?

    Default deny: an anonymous or inactive reader may nothing that asks; a thing of a kind nobody placed in a scope
    is reached by unscoped grants only.
    """
    held = grants_for(user, permission)
    if not held:
        return False
    place = place_of(on) if on is not None else None
    return any(grant.covers(place) for grant in held)


def grants_for(user: Any, permission: Permission) -> list[Grant]:
    """The user's grants of one permission; none for anonymous and inactive readers."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    return [grant for grant in grants_of(user) if grant.permission == permission]


def scope_keys(user: Any, permission: Permission, prefix: str) -> set[str] | None:
    """The ids behind this prefix that a user's grants of a permission reach by it alone; None when one is not limited.

    For `visible_to`: `scope_keys(user, Permission.CITY_READ, "organisation:")` gives the ids of one's cities. A grant
    limited by another kind of key (a component, one meeting) adds nothing here: it does not reach everything.
    """
    held = grants_for(user, permission)
    if any(not grant.scope for grant in held):
        return None
    alone = [grant for grant in held if all(key.startswith(prefix) for key in grant.scope)]
    return {key.removeprefix(prefix) for grant in alone if len(grant.scope) == 1 for key in grant.scope}


# How a row is known to carry a key: the field that holds its id, the condition for each id, or what makes one.
Lookup = str | Mapping[str, models.Q] | Callable[[str], models.Q]


def reach(user: Any, permission: Permission, **lookups: Lookup) -> models.Q:
    """The rows a user's grants of a permission reach, as a condition for `visible_to`.

    `lookups` says how a row is known to carry a key: `reach(user, P.MEETING_READ, meetings__meeting="pk",
    organisation="hosts__organisation", component={"dialogue": Q()})`; `__` stands for the dot of a kind. A key without
    a lookup cannot be carried by these rows, so that its grant reaches none.
    """
    whole = models.Q(pk__in=())
    for grant in grants_for(user, permission):
        if not grant.scope:
            # True of every row, also beside `|`, where an empty Q would vanish.
            return ~models.Q(pk__in=())
        parts = [_condition(key, lookups) for key in sorted(grant.scope)]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            whole |= reduce(and_, known)
    return whole


def _condition(key: str, lookups: Mapping[str, Lookup]) -> models.Q | None:
    prefix, _, value = key.partition(":")
    lookup = lookups.get(prefix.replace(".", "__"))
    if isinstance(lookup, str):
        return models.Q(**{lookup: value})
    if isinstance(lookup, Mapping):
        return lookup.get(value)
    return lookup(value) if lookup is not None else None
