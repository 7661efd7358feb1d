"""Many rows into one table at once: numbers reserved beforehand, then one statement under a short write lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction

BATCH = 5_000


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Numbers that no other row of the table will get, in a short transaction of its own; unused ones are lost."""
    if not count:
        return []
    table = model._meta.db_table
    column = model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return list(range(last - count + 1, last + 1))


def make_room() -> None:
    """Let SQLite keep a large import's pages in memory, so that its indexes are written once; others need nothing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -131072")


def prepared(
    model: type[models.Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """Rows as the database wants them: values of `attributes` converted, defaults of all other columns filled in."""
    given = {name: place for place, name in enumerate(attributes)}
    makers: list[tuple[int | None, Any, Any]] = []
    for field in _columns(model, attributes):
        place = given.get(field.attname)
        if place is None:
            constant = field.get_db_prep_save(field.get_default(), connection)
            makers.append((None, constant, None))
        else:
            plain = type(field) in _PLAIN or isinstance(field, models.ForeignKey | models.AutoField)
            makers.append((place, None, None if plain else field))
    return [
        tuple(
            constant
            if place is None
            else row[place]
            if field is None
            else field.get_db_prep_save(row[place], connection)
            for place, constant, field in makers
        )
        for row in rows
    ]


# Fields whose values go to the database as they are.
_PLAIN = {models.CharField, models.EmailField, models.BooleanField, models.PositiveIntegerField, models.TextField}


def _columns(model: type[models.Model], attributes: Sequence[str]) -> list[Any]:
    """Every column, the number only where it is given."""
    fields = model._meta.concrete_fields
    return [field for field in fields if not field.primary_key or field.attname in attributes]


def insert(model: type[models.Model], attributes: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows made by `prepared` with the same `attributes`; by COPY on PostgreSQL."""
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _columns(model, attributes))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608  names are ours
