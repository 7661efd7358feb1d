"""Where every row comes from: its record, its sources, and what each source says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from ninja import Field

from portolan.accounts.domain.audit import kind_of
from portolan.api.texts import Closed, Said, said
from portolan.provenance.models import Record, Source, Statement


class RecordOut(Closed):
    """The record a row belongs to."""

    code: str
    kind: str = Field(..., description="deck, public, demonstration or desk")
    title: Said | None


class CitedOut(Closed):
    """A source, and where in it."""

    source: str
    title: str
    publisher: str
    address: str
    locator: str


class StatementOut(CitedOut):
    """What one source says of one field."""

    field: str
    value: Any = None
    preferred: bool
    disputed: bool = Field(..., description="sources disagree on this field; all statements stay")
    record: str


class Row(Closed):
    """What every row has."""

    code: str
    record: RecordOut
    demonstration: bool = Field(..., description="invented: nothing in it happened")
    statements: list[StatementOut]


def record_of(record: Record, language: str | None) -> RecordOut:
    """The record of a row."""
    return RecordOut(code=record.code, kind=record.kind, title=said(record.title, language))


def cited(source: Source | None, locator: str = "") -> CitedOut | None:
    """A source with a place in it; None without one."""
    if source is None:
        return None
    return CitedOut(
        source=source.code,
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        locator=locator,
    )


def statements_on(things: Iterable[models.Model]) -> dict[int, list[StatementOut]]:
    """What sources say of things of one kind, by their number, in one query."""
    rows = list(things)
    if not rows:
        return {}
    wanted = Statement.objects.filter(subject_kind=kind_of(rows[0]), subject_id__in=[str(row.pk) for row in rows])
    found: dict[int, list[StatementOut]] = {}
    for statement in wanted.select_related("source", "record").order_by("field", "-preferred", "id"):
        found.setdefault(int(statement.subject_id), []).append(_statement(statement))
    return found


def _statement(row: Statement) -> StatementOut:
    return StatementOut(
        source=row.source.code,
        title=row.source.title,
        publisher=row.source.publisher,
        address=row.source.address,
        locator=row.locator,
        field=row.field,
        value=row.value,
        preferred=row.preferred,
        disputed=row.conflict_id is not None,
        record=row.record.code,
    )
