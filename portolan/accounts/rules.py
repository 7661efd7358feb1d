"""The one question of permission."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.registry import grants_of, place_of


def can(user: Any, permission: Permission, *, on: models.Model | None = None) -> bool:
    """May this user do this, on this thing, or without `on`, on anything at all?

    Default deny: an anonymous or inactive reader may nothing that asks; a thing of a kind nobody placed in a scope
    is reached by unscoped grants only.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    place = place_of(on) if on is not None else None
    return any(grant.permission == permission and grant.covers(place) for grant in grants_of(user))


def scope_keys(user: Any, permission: Permission, prefix: str) -> set[str] | None:
    """The keys with this prefix a user's grants of a permission are limited to; None when one of them is not limited.

    For `visible_to`: `scope_keys(user, Permission.CITY_READ, "organisation:")` gives the ids of one's cities.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return set()
    held = [grant for grant in grants_of(user) if grant.permission == permission]
    if any(not any(key.startswith(prefix) for key in grant.scope) for grant in held):
        return None
    return {key.removeprefix(prefix) for grant in held for key in grant.scope if key.startswith(prefix)}
