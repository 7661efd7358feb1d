"""Finding real rows that point at invented ones, through every key there is.

`provenance` looks at root nouns alone; here children are followed to the root they belong to: a case presentation of a
real event must not be an invented city's.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Record, Recorded

# The child of several parents belongs to the one it is deleted with, else to the first of these it has; its other keys
# are references.
OWNERS = ("meeting", "event", "person", "place", "organisation", "figure")
DEPTH = 4


def record_path(model: type[models.Model], depth: int = DEPTH) -> str | None:
    """The path from a model to the record it belongs to (`event__meeting__record`); None for one of no record."""
    if issubclass(model, Recorded):
        return "record"
    if depth == 0:
        return None
    for key in _parents(model):
        further = record_path(key.remote_field.model, depth - 1)
        if further:
            return f"{key.name}__{further}"
    return None


def _parents(model: type[models.Model]) -> list[Any]:
    """The keys that may say whose child a row is, the likeliest first."""
    keys = [one for one in model._meta.local_concrete_fields if one.remote_field]
    close = [one for one in keys if one.one_to_one or one.remote_field.on_delete is models.CASCADE]
    return [*close, *sorted((one for one in keys if one.name in OWNERS), key=lambda one: OWNERS.index(one.name))]


def pointing_at_invented() -> tuple[int, list[str]]:
    """How many keys were looked at, and a line for each real row whose key leads to an invented one."""
    looked_at, wrong = 0, []
    for model in apps.get_models(include_auto_created=True):
        own = record_path(model)
        for key in [one for one in model._meta.local_concrete_fields if one.remote_field]:
            target = key.remote_field.model
            theirs = record_path(target)
            if own is None or theirs is None or target is Record or own.startswith(f"{key.name}__"):
                continue
            looked_at += 1
            wrong += _rows(model, own, key, theirs)
    return looked_at, wrong


def _rows(model: Any, own: str, key: Any, theirs: str) -> list[str]:
    rows = model._base_manager.filter(**{f"{key.name}__{theirs}__kind": RecordKind.DEMONSTRATION})
    real = rows.exclude(**{f"{own}__kind": RecordKind.DEMONSTRATION}).order_by("pk")
    label, target = model._meta.label_lower, key.remote_field.model._meta.label_lower
    return [f"{label} {pk}: {key.name} is {target} {to}" for pk, to in real.values_list("pk", key.attname)]
