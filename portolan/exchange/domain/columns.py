"""Kinds of columns, columns and sheets: what `format.py` is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from portolan.kernel.languages import KNOWN


class Type(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    CODE = "code"
    TEXTS = "texts"  # one column per language
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    ADDRESS = "address"
    EMAIL = "email"
    COUNTRY = "country"
    ZONE = "zone"
    LANGUAGE = "language"
    LABELS = "labels"
    ALIASES = "aliases"
    CODES = "codes"  # several, separated by ` | `
    NAMES = "names"  # several names, separated by ` | `


@dataclass(frozen=True)
class Column:
    """A column: its name (without `_*`), what it holds, the longest it may be, and the values allowed."""

    name: str
    type: Type = Type.TEXT
    length: int = 400
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns as they stand in a file."""
        return tuple(f"{self.name}_{code}" for code in KNOWN) if self.type == Type.TEXTS else (self.name,)


@dataclass(frozen=True)
class Sheet:
    """A sheet and its columns, in the order of the template."""

    name: str
    columns: tuple[Column, ...]
    by_name: dict[str, Column] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.by_name.update({name: column for column in self.columns for name in column.names})
