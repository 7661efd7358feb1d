"""Rows as lines of text that any engine can write and any can read: values by field name, nothing of SQL."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

import zstandard
from django.apps import apps
from django.db import connection, models

from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.operations.backup_format import DATA, BackupError

# Left out since they are rebuilt, or mean nothing elsewhere: who is signed in, Django's lists of its own models, the
# queue and its results, the search index.
LEFT_OUT = frozenset({"sessions", "usersessions", "contenttypes", "auth", "django_tasks_database", "search"})
LEFT_OUT_TABLES = frozenset({"outbox.heartbeat"})
BATCH = 1000


def kept_models(registry: Any = apps) -> list[type[models.Model]]:
    """Every model a backup holds, each after those it points at."""
    found = [model for model in registry.get_models(include_auto_created=True) if is_kept(model)]
    ordered: dict[type[models.Model], None] = {}
    for model in sorted(found, key=label_of):
        _visit(model, ordered, set(found), ())
    return list(ordered)


def is_kept(model: type[models.Model]) -> bool:
    """True for a model with a table of its own whose rows cannot be rebuilt."""
    left_out = model._meta.app_label in LEFT_OUT or label_of(model) in LEFT_OUT_TABLES
    return model._meta.managed and not model._meta.proxy and not left_out


def _visit(model: Any, ordered: dict[Any, None], known: set[Any], above: tuple[Any, ...]) -> None:
    if model in ordered or model in above:
        return
    for field in model._meta.local_concrete_fields:
        if field.remote_field and field.remote_field.model in known:
            _visit(field.remote_field.model, ordered, known, (*above, model))
    ordered[model] = None


def label_of(model: type[models.Model]) -> str:
    """`network.place`."""
    return model._meta.label_lower


def member_of(model: type[models.Model]) -> str:
    """The name of a model's member in the zip."""
    return f"{DATA}{label_of(model)}.jsonl.zst"


def fields_of(model: type[models.Model]) -> list[Any]:
    """The columns of a model's own table, without those the database computes."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _plain(value: Any) -> Any:
    """A value JSON does not know, as one it does; each field reads its own kind back."""
    if isinstance(value, Text):
        return value.to_json()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, PartialDate | Decimal | UUID | dt.timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"A value of type {type(value).__name__} cannot be kept in a backup.")


def write_rows(model: type[models.Model], target: IO[bytes]) -> Iterator[int]:
    """Write a table; yields how many rows each batch held. One batch is in memory at a time."""
    fields = fields_of(model)
    target.write(_line([field.name for field in fields]))
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    held = 0
    for row in rows.iterator(chunk_size=BATCH):
        target.write(_line(row))
        held += 1
        if held == BATCH:
            yield held
            held = 0
    yield held


def _line(values: Iterable[Any]) -> bytes:
    return json.dumps(list(values), default=_plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_rows(source: IO[bytes]) -> Iterator[list[Any]]:
    """The lines of a member: first the names of the fields, then the rows."""
    reader = zstandard.ZstdDecompressor().stream_reader(source)
    for line in io.TextIOWrapper(reader, encoding="utf-8", newline="\n"):
        yield json.loads(line)


def load_rows(model: type[models.Model], names: list[str | None], rows: Iterable[list[Any]]) -> Iterator[int]:
    """Insert rows as they are; `names` says which field each value is for, None for one that is left out.

    Raises BackupError for a field the table has not. Yields the number of each batch.
    """
    fields = {field.name: field for field in fields_of(model)}
    missing = [name for name in names if name and name not in fields]
    if missing:
        raise BackupError(f"The backup has fields {', '.join(missing)} in {label_of(model)} that this version has not.")
    chosen = [(place, fields[name]) for place, name in enumerate(names) if name]
    insert = _insert(model, [field for _, field in chosen])
    batch: list[list[Any]] = []
    with connection.cursor() as cursor:
        for row in rows:
            batch.append([_for_database(field, row[place]) for place, field in chosen])
            if len(batch) == BATCH:
                cursor.executemany(insert, batch)
                yield len(batch)
                batch = []
        if batch:
            cursor.executemany(insert, batch)
            yield len(batch)


def _insert(model: type[models.Model], fields: list[Any]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  names of ours


def _for_database(field: Any, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return field.get_db_prep_save(value and base64.b64decode(value), connection)
    return field.get_db_prep_save(field.to_python(value), connection)
