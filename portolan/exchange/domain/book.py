"""A file as read: its sheets, their rows as text, and what its sheet `about` says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import process

from portolan.exchange.domain.columns import Type
from portolan.exchange.domain.format import ABOUT_KEYS, BY_NAME, RECORD_KINDS, SHEETS, VERSION
from portolan.exchange.domain.wording import RefusedError
from portolan.kernel.folding import slug
from portolan.kernel.languages import KNOWN

MAX_COLUMNS = 200


class Row:
    """One row: its sheet, its number in the file (the first under the column names is 2), its cells not empty.

    Kept light, since there may be hundreds of thousands: see `Rows`.
    """

    __slots__ = ("_columns", "_texts", "choice", "number", "sheet", "stored")

    def __init__(self, sheet: str, number: int, columns: tuple[str, ...], texts: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.number = number
        self._columns = columns
        self._texts = texts
        # What a person chose; the staged row, where it was read from there.
        self.choice = ""
        self.stored: Any = None

    @property
    def cells(self) -> dict[str, str]:
        """Column -> text."""
        return dict(zip(self._columns, self._texts, strict=True))


class Rows:
    """Makes the rows of one sheet: rows of one shape share their column names, and equal cells share one text."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._texts: dict[str, str] = {}

    def make(self, number: int, cells: dict[str, str]) -> Row:
        """A row of these cells."""
        columns = tuple(cells)
        texts = tuple(self._texts.setdefault(text, text) for text in cells.values())
        return Row(self._sheet, number, self._shapes.setdefault(columns, columns), texts)


@dataclass
class Book:
    """The whole file, in the order of the format."""

    about: dict[str, Any]
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many rows it has, `about` aside."""
        return sum(len(rows) for rows in self.rows.values())


def header(sheet: str, names: list[str]) -> list[str]:
    """The columns of a sheet, checked: known, once each, the needed ones there."""
    known = BY_NAME[sheet].by_name
    if len(names) > MAX_COLUMNS:
        raise RefusedError("too-many-columns", sheet=sheet, limit=MAX_COLUMNS)
    columns = [name.strip().casefold() for name in names]
    for column in columns:
        if column and column not in known:
            raise _unknown("column", column, list(known), sheet=sheet)
        if column and columns.count(column) > 1:
            raise RefusedError("column-twice", sheet=sheet, column=column)
    for wanted in BY_NAME[sheet].columns:
        if wanted.required and wanted.type != Type.TEXTS and wanted.name not in columns:
            raise RefusedError("missing-column", sheet=sheet, column=wanted.name)
    return columns


def sheet_name(name: str) -> str:
    """The sheet meant by the name of a tab or file; an unknown one is refused, with what may be meant."""
    wanted = name.strip().casefold()
    if wanted not in BY_NAME:
        raise _unknown("sheet", name.strip()[:60], list(BY_NAME))
    return wanted


def _unknown(what: str, name: str, known: list[str], **params: Any) -> RefusedError:
    like = process.extractOne(name, known, score_cutoff=60)
    if like:
        return RefusedError(f"unknown-{what}-like", like=like[0], **{what: name[:60]}, **params)
    return RefusedError(f"unknown-{what}", **{what: name[:60]}, **params)


def assemble(tables: dict[str, tuple[list[str], list[Row]]]) -> Book:
    """A book of checked sheets, ordered so that what is referred to comes first."""
    if "about" not in tables:
        raise RefusedError("missing-sheet", sheet="about")
    about = read_about(tables["about"][1])
    book = Book(about)
    for sheet in SHEETS[1:]:
        if sheet.name in tables:
            book.columns[sheet.name] = [name for name in tables[sheet.name][0] if name]
            book.rows[sheet.name] = tables[sheet.name][1]
    return book


def read_about(rows: list[Row]) -> dict[str, Any]:
    """What the sheet `about` says, checked; refused when it is of another version or lacks what is needed."""
    said = {row.cells.get("key", "").strip(): row.cells.get("value", "").strip() for row in rows}
    for key in said:
        if key not in ABOUT_KEYS and not key.startswith("title_"):
            raise RefusedError("unknown-key", key=key[:60])
    for key in ("template", "record", "kind"):
        if not said.get(key):
            raise RefusedError("missing-key", key=key)
    if said["template"] != VERSION:
        raise RefusedError("wrong-version", given=said["template"][:20], ours=VERSION)
    said.setdefault("language", "")
    said["language"] = said["language"] or "en"
    _check_about(said)
    titles = {key[6:]: value for key, value in said.items() if key.startswith("title_") and value}
    return {**{key: said.get(key, "") for key in ABOUT_KEYS if not key.startswith("title_")}, "title": titles}


def _check_about(said: dict[str, str]) -> None:
    """Every value of `about` is possible."""
    wrong = [key for key in said if key.startswith("title_") and key[6:] not in KNOWN]
    wrong += [key for key in ("record", "source", "programme") if said.get(key) and slug(said[key]) != said[key]]
    wrong += ["kind"] if said["kind"] not in RECORD_KINDS else []
    wrong += ["language"] if said["language"] not in KNOWN else []
    wrong += ["record"] if len(said["record"]) > 50 else []
    if wrong:
        raise RefusedError("bad-about", key=wrong[0], value=said[wrong[0]][:60])
