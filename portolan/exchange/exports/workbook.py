"""Writing workbooks that are safe to open: every cell is text or a number, never a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from portolan.exchange.domain.reading import starts_like_formula

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_000  # what a cell holds


class SafeWorkbook:
    """An XLSX file in memory. A text that looks like a formula is marked as text, so that editing it stays harmless."""

    def __init__(self, *, right_to_left: bool = False, large: bool = False) -> None:
        self._stream = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._stream, {**_OPTIONS, "constant_memory": large, "in_memory": not large})
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._needed = self._book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        self._plain = self._book.add_format({"num_format": "@", "valign": "top"})
        self._quoted = self._book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        self._right_to_left = right_to_left

    def add(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]] = (),
        *,
        needed: Iterable[str] = (),
        widths: Sequence[int] = (),
    ) -> Any:
        """Add a sheet with a line of column names, those of `needed` marked, and its rows."""
        sheet = self._book.add_worksheet(name)
        if self._right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        must = set(needed)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, widths[place] if place < len(widths) else 18, self._plain)
            sheet.write_string(0, place, column, self._needed if column in must else self._head)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self._write(sheet, number, place, value)
        return sheet

    def _write(self, sheet: Any, number: int, place: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(number, place, value)
            return
        text = str(value)[:_LONGEST]
        sheet.write_string(number, place, text, self._quoted if starts_like_formula(text) else self._plain)

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._stream.getvalue()
