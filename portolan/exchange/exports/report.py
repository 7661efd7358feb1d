"""The report on an import: every row of the file, what became or would become of it, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portolan.exchange.domain.wording import say_field, say_note, say_reasons, say_refusal
from portolan.exchange.enums import Verdict
from portolan.exchange.exports.workbook import SafeWorkbook
from portolan.exchange.models import ImportRun, StagedRow
from portolan.kernel.dates import say_period
from portolan.kernel.languages import current_language, direction
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text


def report_workbook(run: ImportRun) -> bytes:
    """The report in the reader's language, safe to open whatever the file contained."""
    book = SafeWorkbook(right_to_left=direction(current_language()) == "rtl", large=True)
    book.add(_("summary")[:31], (_("sheet"), _("verdict"), _("rows")), _summary(run), widths=(24, 34, 10))
    heads = (
        _("sheet"),
        _("row"),
        _("verdict"),
        _("what changes"),
        _("remarks"),
        _("perhaps the same as"),
        _("the row"),
    )
    book.add(_("rows")[:31], heads, _rows(run), widths=(16, 8, 20, 60, 60, 40, 80))
    return book.content()


def _summary(run: ImportRun) -> Iterator[Sequence[Any]]:
    if run.refusal:
        yield (run.name, run.get_state_display(), say_refusal(*run.refusal))
    for sheet, verdicts in run.counts.items():
        for verdict in Verdict:
            if verdicts.get(verdict):
                yield (sheet, verdict.label, verdicts[verdict])


def _rows(run: ImportRun) -> Iterator[Sequence[Any]]:
    for row in run.rows.order_by("pk").iterator(chunk_size=2000):
        yield (
            row.sheet,
            row.number,
            row.get_verdict_display(),
            "; ".join(f"{say_field(name)}: {said(old)} → {said(new)}" for name, (old, new) in row.changes.items()),
            "; ".join(remarks(row)),
            "; ".join(f"{label} ({say_reasons(reasons)})" for _key, label, reasons, _score in row.candidates),
            "; ".join(f"{column}: {cell}" for column, cell in row.cells.items()),
        )


def remarks(row: StagedRow) -> list[str]:
    """The notes on a row, each with its column, in the reader's language."""
    return [
        f"{column}: {say_note(code, params)}" if column else say_note(code, params)
        for _level, code, column, params in row.notes
    ]


def said(value: Any) -> str:
    """A stored value in words: texts in the reader's language, periods as dates, codes as they are."""
    if isinstance(value, dict) and "source" in value:
        return Text.from_json(value).pick().text
    if isinstance(value, dict) and set(value) == {"start", "end"}:
        ends = [PartialDate.parse(end) if end else None for end in (value["start"], value["end"])]
        return say_period(ends[0], ends[1]) if any(ends) else "—"
    if isinstance(value, dict):
        return "; ".join(said(part) for part in value.values() if part)
    return "—" if value in {None, ""} else str(value)
