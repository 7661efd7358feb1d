"""Rows set apart: the file as it was written and the verdict on each row, in small transactions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from portolan.exchange.domain import bulk
from portolan.exchange.domain.book import Book, Rows
from portolan.exchange.domain.format import SHEETS
from portolan.exchange.domain.planning.state import Plan, Result
from portolan.exchange.models import ImportRun, StagedRow

_COLUMNS = (
    "run_id",
    "sheet",
    "number",
    "cells",
    "verdict",
    "changes",
    "notes",
    "warned",
    "candidates",
    "choice",
    "digest",
    "moved",
)
_NOBODY: frozenset[str] = frozenset()
_dump = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True).encode


def digest_of(result: Result) -> str:
    """What a commit compares: the verdict and what would change. Wording plays no part."""
    if not result.changes:
        return str(result.verdict)
    return hashlib.md5(_dump([result.verdict, result.changes]).encode(), usedforsecurity=False).hexdigest()


def _is_news(result: Result, *, moved: bool) -> bool:
    """Whether the verdict is another than the staged one, or somebody may be meant who was not shown.

    When the database moved, one who is no longer likely is no news: a name that came in between two others in the
    alphabet parts them, and every registration would refuse a large file.
    """
    _pk, digest, shown = result.row.stored
    likely = {candidate[0] for candidate in result.candidates}
    return digest != digest_of(result) or (not likely <= shown if moved else likely != shown)


def stage(run: ImportRun, plan: Plan) -> None:
    """Store every row of a new preview; each batch is a transaction of its own."""
    for batch in _batches(plan.results):
        rows = [_row(run, result) for result in batch]
        with transaction.atomic():
            bulk.insert(StagedRow, _COLUMNS, rows)


def _row(run: ImportRun, result: Result) -> tuple[Any, ...]:
    row = result.row
    return (
        run.pk,
        row.sheet,
        row.number,
        bulk_json(row.cells),
        str(result.verdict),
        bulk_json(dict(result.changes)),
        bulk_json(result.notes),
        result.warned,
        bulk_json(result.candidates),
        row.choice,
        digest_of(result),
        False,
    )


def bulk_json(value: Any) -> str:
    """A JSON value as both databases take it in bulk."""
    return _dump(value) if value else "{}" if isinstance(value, dict) else "[]"


def _batches(results: Sequence[Result]) -> Iterable[Sequence[Result]]:
    for start in range(0, len(results), bulk.BATCH):
        yield results[start : start + bulk.BATCH]


def staged_book(run: ImportRun) -> Book:
    """The book as staged, with what people chose."""
    # PostgreSQL keeps no order of keys: the format's own order counts.
    book = Book(run.about, run.columns, {sheet.name: [] for sheet in SHEETS if sheet.name in run.columns})
    shown = {
        pk: frozenset(candidate[0] for candidate in candidates)
        for pk, candidates in run.rows.exclude(candidates=[]).values_list("pk", "candidates")
    }
    makers: dict[str, Rows] = {}
    rows = run.rows.order_by("pk").values_list("pk", "sheet", "number", "cells", "choice", "digest")
    for pk, sheet, number, cells, choice, digest in rows.iterator(chunk_size=bulk.BATCH):
        row = makers.setdefault(sheet, Rows(sheet)).make(number, cells)
        row.choice, row.stored = choice, (pk, digest, shown.get(pk, _NOBODY))
        book.rows[sheet].append(row)
    return book


def restage(run: ImportRun, plan: Plan, *, moved: bool) -> int:
    """Store the verdicts that are no longer the staged ones; gives their number. `moved` marks them for the reader."""
    different = [result for result in plan.results if _is_news(result, moved=moved)]
    for batch in _batches(different):
        rows = [_restaged(result, moved=moved) for result in batch]
        with transaction.atomic():
            StagedRow.objects.bulk_update(
                rows, ["verdict", "changes", "notes", "warned", "candidates", "digest", "moved"], batch_size=200
            )
    return len(different)


def _restaged(result: Result, *, moved: bool) -> StagedRow:
    return StagedRow(
        pk=result.row.stored[0],
        verdict=result.verdict,
        changes=json.loads(_dump(dict(result.changes))),
        notes=list(result.notes),
        warned=result.warned,
        candidates=list(result.candidates),
        digest=digest_of(result),
        moved=moved,
    )


def counts(plan: Plan) -> dict[str, dict[str, int]]:
    """Sheet -> verdict -> rows, with `warned` beside the verdicts."""
    found: dict[str, Counter[str]] = {}
    for result in plan.results:
        of_sheet = found.setdefault(result.row.sheet, Counter())
        of_sheet[str(result.verdict)] += 1
        of_sheet["with-warning"] += result.warned
        of_sheet["duplicates"] += bool(result.candidates)
    return {sheet: {key: n for key, n in counter.items() if n} for sheet, counter in found.items()}
