"""Changing a row: what differs, for the audit trail; and noticing that somebody else changed it meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text

Changes = dict[str, list[Any]]


def set_values(row: models.Model, values: Mapping[str, Any]) -> Changes:
    """Set fields of a row that is not yet saved; what differs, as field -> [before, after], ready for the audit."""
    changes: Changes = {}
    for name, value in values.items():
        before = getattr(row, name, None)
        setattr(row, name, value)
        after = getattr(row, name)
        if plain(before) != plain(after):
            changes[name] = [plain(before), plain(after)]
    return changes


def check(row: models.Model, *, leave_out: tuple[str, ...] = ()) -> None:
    """Refuse what the model's fields and constraints refuse: a DomainError with the field's name."""
    try:
        row.full_clean(exclude=leave_out)
    except ValidationError as refused:
        field, errors = next(iter(refused.message_dict.items()))
        raise DomainError(errors[0], code="refused", field="" if field == "__all__" else field) from None


def fingerprint(row: models.Model) -> str:
    """A short digest of all columns: a form carries the one it was made from."""
    held = {field.attname: plain(field.value_from_object(row)) for field in row._meta.concrete_fields}
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=str).encode()).hexdigest()[:20]


def require_same(row: models.Model, seen: str) -> None:
    """Raise a DomainError with the code `changed-meanwhile` when the row is not as the form showed it.

    An empty `seen` asks nothing: a script or an import knows no form.
    """
    if seen and seen != fingerprint(row):
        words = _("Somebody else changed this meanwhile. Both versions are shown: compare, then save again.")
        raise DomainError(words, code="changed-meanwhile")


def plain(value: Any) -> Any:
    """A value as JSON can keep it."""
    if isinstance(value, Text):
        return value.to_json()
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, (bool, int, str, list, dict)):
        return value
    return str(value)
