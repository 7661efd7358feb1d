"""From the text of a cell to its value, or to a note that says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from portolan.exchange.domain.book import Row
from portolan.exchange.domain.columns import Column, Type
from portolan.exchange.domain.format import BY_NAME
from portolan.exchange.domain.reading import starts_like_formula
from portolan.exchange.domain.wording import ERROR, WARNING
from portolan.kernel.languages import KNOWN
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import OFFICIAL, WORKING, Text

Note = list[Any]  # [level, code, column, params]

_CODE = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_EPOCH = dt.date(1899, 12, 30)
_check_url = URLValidator(schemes=("http", "https"))
_MAX_INTEGER = 2_147_483_647


class WrongError(Exception):
    """A cell cannot mean anything here; `code` and `params` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_row(row: Row, *, language: str) -> tuple[dict[str, Any], list[Note]]:
    """The values of a row by the name of its column, texts put together, and the notes on its cells."""
    sheet = BY_NAME[row.sheet]
    values: dict[str, Any] = {}
    notes: list[Note] = []
    texts: dict[str, dict[str, str]] = {}
    cells = row.cells
    for name, cell in cells.items():
        column = sheet.by_name.get(name)
        if column is None:
            notes.append([ERROR, "extra-cells", "", {"text": cell[:80]}])
            continue
        try:
            value = _value(cell, column)
        except WrongError as wrong:
            notes.append([ERROR, wrong.code, name, wrong.params])
            continue
        if column.type == Type.TEXTS:
            texts.setdefault(column.name, {})[name[len(column.name) + 1 :]] = value
        else:
            values[column.name] = value
        if column.type in {Type.TEXT, Type.TEXTS, Type.NAMES, Type.ALIASES} and starts_like_formula(cell):
            notes.append([WARNING, "formula", name, {"sign": cell[0]}])
    labels = values.pop("labels", {})
    for name, wordings in texts.items():
        values[name] = _text(wordings, labels, language)
    missing = (column.name for column in sheet.columns if column.required and column.name not in cells)
    notes.extend([ERROR, "required", name, {}] for name in missing)
    return values, notes


def _text(wordings: dict[str, str], labels: dict[str, str], language: str) -> Text:
    wordings = {code: wordings[code] for code in KNOWN if code in wordings}
    source = language if language in wordings else next(iter(wordings))
    status = {code: label for code, label in labels.items() if code in wordings}
    return Text(source, wordings, status)


def _value(cell: str, column: Column) -> Any:
    if len(cell) > column.length:
        raise WrongError("too-long", limit=column.length)
    reader = _READERS.get(column.type)
    return reader(cell, column) if reader else cell


def _code(cell: str, column: Column) -> str:
    if not _CODE.match(cell):
        raise WrongError("bad-code", text=cell[:60])
    return cell


def _date(cell: str, column: Column) -> PartialDate:
    """A partial date; a bare number of five digits is the day a spreadsheet program counts from 1899."""
    if _SERIAL.match(cell):
        day = _EPOCH + dt.timedelta(days=int(float(cell)))
        return PartialDate(day.year, day.month, day.day)
    try:
        return PartialDate.parse(cell)
    except ValidationError:
        raise WrongError("bad-date", text=cell[:40]) from None


def _number(cell: str, column: Column) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise WrongError("bad-number", text=cell[:40]) from None
    if not number.is_finite() or "_" in cell:
        raise WrongError("bad-number", text=cell[:40])
    if abs(number) >= 10**12:
        raise WrongError("out-of-range", text=cell[:40])
    return number


def _integer(cell: str, column: Column) -> int:
    number = _number(cell, column)
    if number != number.to_integral_value():
        raise WrongError("bad-integer", text=cell[:40])
    if abs(number) > _MAX_INTEGER:
        raise WrongError("out-of-range", text=cell[:40])
    return int(number)


def _choice(cell: str, column: Column) -> str:
    value = cell.casefold()
    if value not in column.choices:
        raise WrongError("bad-choice", text=cell[:40], allowed=", ".join(column.choices))
    return value


def _flag(cell: str, column: Column) -> bool:
    if cell.casefold() != "yes":
        raise WrongError("bad-flag", text=cell[:40])
    return True


def _address(cell: str, column: Column) -> str:
    try:
        _check_url(cell)
    except ValidationError:
        raise WrongError("bad-address", text=cell[:80]) from None
    return cell


@lru_cache(maxsize=4096)
def _valid_email(cell: str) -> bool:
    try:
        validate_email(cell)
    except ValidationError:
        return False
    return True


def _email(cell: str, column: Column) -> str:
    if not _valid_email(cell):
        raise WrongError("bad-email", text=cell[:80])
    return cell


def _country(cell: str, column: Column) -> str:
    code = cell.upper()
    if not re.match(r"^[A-Z]{2}$", code):
        raise WrongError("bad-country", text=cell[:20])
    return code


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    return zoneinfo.available_timezones()


def _zone(cell: str, column: Column) -> str:
    if cell not in _zones():
        raise WrongError("bad-zone", text=cell[:40])
    return cell


def _language(cell: str, column: Column) -> str:
    if not re.match(r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$", cell):
        raise WrongError("bad-language", text=cell[:20])
    return cell


def _labels(cell: str, column: Column) -> dict[str, str]:
    labels = {}
    for word in cell.split():
        code, _, label = word.partition(":")
        if code not in KNOWN or label not in {OFFICIAL, WORKING}:
            raise WrongError("bad-labels", text=cell[:60])
        labels[code] = label
    return labels


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _aliases(cell: str, column: Column) -> list[tuple[str, str]]:
    """(language, name) pairs; a name without a language belongs to any."""
    found = []
    for part in _parts(cell):
        code, sep, name = part.partition(":")
        known = bool(sep) and code in KNOWN and bool(name.strip())
        found.append((code, name.strip()) if known else ("", part))
        if len(found[-1][1]) > 200:
            raise WrongError("too-long", limit=200)
    return found


def _codes(cell: str, column: Column) -> list[str]:
    return [_code(part, column) for part in _parts(cell)]


def _names(cell: str, column: Column) -> list[str]:
    return _parts(cell)


_READERS: dict[Type, Callable[[str, Column], Any]] = {
    Type.CODE: _code,
    Type.DATE: _date,
    Type.NUMBER: _number,
    Type.INTEGER: _integer,
    Type.CHOICE: _choice,
    Type.FLAG: _flag,
    Type.ADDRESS: _address,
    Type.EMAIL: _email,
    Type.COUNTRY: _country,
    Type.ZONE: _zone,
    Type.LANGUAGE: _language,
    Type.LABELS: _labels,
    Type.ALIASES: _aliases,
    Type.CODES: _codes,
    Type.NAMES: _names,
}
