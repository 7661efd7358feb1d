"""What is cited."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Collection
from portolan.api.rows import Row
from portolan.api.texts import dated
from portolan.provenance.enums import RecordKind, SourceKind
from portolan.provenance.models import Source


class SourceRow(Row):
    """Something that is cited."""

    kind: str
    title: str
    publisher: str
    address: str
    edition: str
    published: str | None
    retrieved: str | None
    language: str
    licence: str
    note: str


def _give(row: Source, common: dict[str, Any], language: str | None) -> SourceRow:
    """A source."""
    return SourceRow(
        **common,
        code=row.code,
        kind=row.kind,
        title=row.title,
        publisher=row.publisher,
        address=row.address,
        edition=row.edition,
        published=dated(row.published),
        retrieved=dated(row.retrieved),
        language=row.language,
        licence=row.licence,
        note=row.note,
    )


class AskedSources(Asked):
    """Filters of sources."""

    kind: Literal[tuple(SourceKind.values)] | None = Field(None, description=gettext_noop("Kind of source."))  # type: ignore[valid-type]


def _rows(asked: AskedSources) -> QuerySet[Source]:
    rows = Source.objects.select_related("record").order_by("code")
    rows = rows if asked.invented else rows.exclude(record__kind=RecordKind.DEMONSTRATION)
    return rows.filter(kind=asked.kind) if asked.kind else rows


COLLECTION = Collection("sources", gettext_noop("Sources"), AskedSources, SourceRow, _rows, _give)
