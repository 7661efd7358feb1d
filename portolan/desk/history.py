"""Audit entries as the history component shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from portolan.accounts.models import AuditEntry
from portolan.accounts.registry import say_verb
from portolan.kernel.dates import say_moment
from portolan.kernel.texts import Text


def said_entries(entries: Iterable[AuditEntry], *, with_object: bool = False) -> list[dict[str, Any]]:
    """Entries in words: when, who, what, which fields; with `with_object` also the thing's name at that time."""
    return [_said(entry, with_object=with_object) for entry in entries]


def _said(entry: AuditEntry, *, with_object: bool) -> dict[str, Any]:
    what = say_verb(entry.verb)
    if with_object and entry.object_label:
        what = f"{what} · {entry.object_label}"
    return {
        "when": say_moment(entry.at),
        "who": entry.actor_label or _("the system"),
        "on_behalf": entry.on_behalf_of,
        "what": what,
        "changes": [_change(entry.object_kind, name, pair) for name, pair in entry.changes.items()],
        "why": entry.reason,
    }


def _change(kind: str, name: str, pair: Any) -> dict[str, Any]:
    old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, None)
    return {"field": _field_label(kind, name), "old": _value(old), "new": _value(new)}


def _field_label(kind: str, name: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name


def _value(value: Any) -> Any:
    if isinstance(value, dict) and "source" in value:
        return Text.from_json(value)
    return None if value is None or value == {} else str(value)
