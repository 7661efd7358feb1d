"""Many rows into one table at once: numbers reserved, rows laid out, and only then one statement under the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
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


class LaidOut:
    """Rows in a temporary table of this connection: no other sees them, and one statement moves them to their table."""

    def __init__(self, model: type[models.Model], attributes: Sequence[str]) -> None:
        self.model = model
        self.attributes = attributes
        quote = connection.ops.quote_name
        self._name = quote(f"laid_out_{model._meta.db_table}"[:60])
        self._columns = ", ".join(quote(field.column) for field in _columns(model, attributes))
        self._target = quote(model._meta.db_table)

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Lay rows out, values of `attributes` in this order; nobody else waits meanwhile."""
        source = iter(rows)
        self.drop()
        with _without_write_lock(), connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE {self._name} AS SELECT {self._columns} FROM {self._target} LIMIT 0"  # noqa: S608  names are ours
            )
            while batch := list(islice(source, BATCH)):
                _insert(self._name, self._columns, prepared(self.model, self.attributes, batch))

    def move(self) -> None:
        """Move the rows to their table, in the order they were laid out, inside the caller's transaction."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self._target} ({self._columns}) SELECT {self._columns} FROM {self._name}")  # noqa: S608

    def drop(self) -> None:
        """Forget the rows; none need be there."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self._name}")


@contextmanager
def _without_write_lock() -> Iterator[None]:
    """One transaction for many statements on temporary tables; Django's own take SQLite's write lock at their start."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


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
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _columns(model, attributes))
    _insert(quote(model._meta.db_table), columns, rows)


def _insert(table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """`table` and `columns` as SQL, quoted."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608  names are ours


def check_references() -> None:
    """Let the database check references now and not at the end: what follows then holds its locks only for a moment."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as they are for everything after
