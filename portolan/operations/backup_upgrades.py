"""What became of names an older backup uses.

A table is loaded at the backup's own schema, then migrated, so that most changes need nothing here: only an app, a
table or a field that this version's migrations no longer know at all.
"""

from __future__ import annotations

# Apps that no longer exist: their tables are left out, their migrations not asked for.
REMOVED_APPS: frozenset[str] = frozenset()
# `app.model` -> its new name, or None when it is to be left out.
TABLES: dict[str, str | None] = {}
# (`app.model`, field) -> the field's new name, or None when it is to be left out.
FIELDS: dict[tuple[str, str], str | None] = {}


def table_now(label: str) -> str | None:
    """The present label of a table of a backup; None when its rows are no longer kept."""
    if label.partition(".")[0] in REMOVED_APPS:
        return None
    return TABLES.get(label, label)


def fields_now(label: str, names: list[str]) -> list[str | None]:
    """The present names of the fields of a table, None for each that is no longer kept."""
    return [FIELDS.get((label, name), name) for name in names]
