"""A plain table as data: columns once, cells that know the name of their column for narrow screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column: its name, whether it holds numbers, the address that sorts by it and the present order if any."""

    label: Any
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""  # "ascending", "descending" or nothing, as in aria-sort


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a value said as words, a link, a state mark, a second line.

    `language` is the one its words are in, where the table is about languages; `anchor` lets a link lead to the cell.
    """

    value: Any = None
    url: str = ""
    mark: str = ""
    note: Any = None
    demonstration: bool = False
    language: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table for `components/table.html`. The first cell of a row is its head; None means no data, never 0."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    caption: Any = None
    total: Sequence[Any] = field(default_factory=tuple)
    demonstration: bool = False

    def _paired(self, cells: Iterable[Any]) -> list[tuple[Column, Cell]]:
        whole = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
        return list(zip(self.columns, whole, strict=True))

    @property
    def paired_rows(self) -> list[list[tuple[Column, Cell]]]:
        """Each row as pairs of column and cell; raises ValueError when their numbers differ."""
        return [self._paired(row) for row in self.rows]

    @property
    def paired_total(self) -> list[tuple[Column, Cell]]:
        """The last line, as pairs; empty when there is none."""
        return self._paired(self.total) if self.total else []
