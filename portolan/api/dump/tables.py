"""The rows of the API as flat tables: a column for each language of a text, lists in one cell, safe to open."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from portolan.api.texts import LANGUAGES, Closed, Said
from portolan.exchange.domain.reading import starts_like_formula


def columns_of(row: type[Closed]) -> list[str]:
    """The columns of a row's table, in order."""
    return [column for name, column_names in _parts(row) for column in column_names]


def _parts(row: type[Closed]) -> Iterator[tuple[str, list[str]]]:
    for name, field in row.model_fields.items():
        if _is_text(field.annotation):
            yield name, [f"{name}_{code}" for code in LANGUAGES] + [f"{name}_source_language"]
        else:
            yield name, [name]


def _is_text(annotation: Any) -> bool:
    return annotation is Said or Said in get_args(annotation)


def flat(row: Closed) -> list[str]:
    """The cells of a row, in the order of `columns_of`."""
    cells: list[str] = []
    for name, names in _parts(type(row)):
        value = getattr(row, name)
        cells += _text_cells(value) if len(names) > 1 else [_cell(value)]
    return cells


def _text_cells(text: Said | None) -> list[str]:
    translations = (text.translations if text else None) or {}
    return [*(safe(translations.get(code, "")) for code in LANGUAGES), text.source_language if text else ""]


def _cell(value: Any) -> str:
    """A value as a cell: nothing for None, lists of words with ` | `, anything deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Closed):
        return safe(getattr(value, "code", "") or value.model_dump_json(exclude_none=True))
    if isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return safe(" | ".join(value))
        return json.dumps([each.model_dump(exclude_none=True) for each in value], ensure_ascii=False)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return safe(value) if isinstance(value, str) else str(value)


def safe(text: str) -> str:
    """A text no spreadsheet program computes: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if starts_like_formula(text) else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(header: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    """The lines of a CSV file in UTF-8."""
    writer = csv.writer(_Echo())
    yield writer.writerow(header).encode()
    for row in rows:
        yield writer.writerow(row).encode()
