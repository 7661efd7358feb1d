"""The empty workbook to fill in: its version, what each column holds, and lists of allowed values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portolan.exchange.domain import guidance
from portolan.exchange.domain.columns import Column, Sheet, Type
from portolan.exchange.domain.format import SHEETS, VERSION
from portolan.exchange.exports.workbook import SafeWorkbook
from portolan.kernel.languages import current_language, direction

_ROWS = 5_000  # how far down the lists of allowed values reach
_LONGEST_LIST = 250  # characters a spreadsheet program takes in a list


def template_workbook() -> bytes:
    """The empty template in the reader's language; its sheets and columns keep their names in every language."""
    book = SafeWorkbook(right_to_left=direction(current_language()) == "rtl")
    heads = (_("sheet"), _("column"), _("what it holds"), _("needed"), _("allowed values"))
    book.add("guidance", heads, _guidance(), widths=(18, 22, 70, 10, 70))
    book.add("about", ("key", "value"), _about(), needed=("key", "value"), widths=(18, 60))
    for sheet in SHEETS[1:]:
        columns = columns_of(sheet)
        names = [name for name, _column in columns]
        page = book.add(sheet.name, names, needed=[name for name, column in columns if column.required])
        for place, (_name, column) in enumerate(columns):
            _offer(page, place, column)
    return book.content()


def columns_of(sheet: Sheet) -> list[tuple[str, Column]]:
    """The columns of a sheet in the languages of the site."""
    languages = [code for code, _name in settings.LANGUAGES]
    found = []
    for column in sheet.columns:
        names = [f"{column.name}_{code}" for code in languages] if column.type == Type.TEXTS else [column.name]
        found += [(name, column) for name in names]
    return found


def _about() -> list[Sequence[str]]:
    titles = [(f"title_{code}", "") for code, _name in settings.LANGUAGES]
    return [("template", VERSION), ("record", "desk"), ("kind", "desk"), *titles, ("language", current_language())]


def _guidance() -> Iterator[Sequence[Any]]:
    yield ("", "", _("Version %(version)s of the template.") % {"version": VERSION})
    for rule in guidance.RULES:
        yield ("", "", rule)
    for sheet in SHEETS:
        yield (sheet.name, "", guidance.SHEETS[sheet.name])
        for column in sheet.columns if sheet.name != "about" else ():
            name = f"{column.name}_*" if column.type == Type.TEXTS else column.name
            needed = _("needed") if column.required else ""
            yield (sheet.name, name, guidance.TYPES[column.type], needed, ", ".join(column.choices))


def _offer(page: Any, place: int, column: Column) -> None:
    values = ["yes"] if column.type == Type.FLAG else list(column.choices)
    if values and len(",".join(values)) <= _LONGEST_LIST:
        page.data_validation(1, place, _ROWS, place, {"validate": "list", "source": values, "ignore_blank": True})
