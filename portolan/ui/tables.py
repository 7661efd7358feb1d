"""A plain table as data: columns once, cells that know the name of their column for narrow screens."""

from __future__ import annotations

from collections.abc import Sequence
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
