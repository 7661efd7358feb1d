"""Audit entries as the history component shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.accounts.models import AuditEntry
from portolan.accounts.registry import say_verb
from portolan.exchange.enums import Verdict
from portolan.kernel.dates import say_moment
from portolan.kernel.texts import Text

# What entries name beside the fields of a thing: moves, parts, numbers of rows.
_WORDS = {
    "merged": gettext_lazy("the two records"),
    "other": gettext_lazy("the other record"),
    "purpose": gettext_lazy("purpose"),
    "address": gettext_lazy("address"),
    "case": gettext_lazy("case"),
    "document": gettext_lazy("document"),
    "hosts": gettext_lazy("hosts"),
    "number and themes": gettext_lazy("number and themes"),
    "totp_activated": gettext_lazy("app set up"),
    **{verdict.value: verdict.label for verdict in Verdict},
}


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
        return str(_WORDS.get(name, name))


def _value(value: Any) -> Any:
    if isinstance(value, dict) and "source" in value:
        return Text.from_json(value)
    return None if value is None or value == {} else str(value)
