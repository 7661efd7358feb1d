"""The answer table: each remark, what was answered, what was changed, as a Word file for a meeting or a minister."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.documents.exports.word import names
from portolan.documents.exports.word.write_cover import running_lines
from portolan.documents.exports.word.write_inline import NONE, paragraph_el, write_words
from portolan.documents.exports.word.write_package import finish, start
from portolan.documents.exports.word.write_state import MARGIN, PAGE_HEIGHT, Writing
from portolan.documents.exports.word.xml import el
from portolan.documents.rules.inline import Marks
from portolan.documents.rules.printed import PrintedDocument
from portolan.kernel.dates import say_date

_STRONG, _EM = NONE._replace(strong=True), NONE._replace(em=True)
# Shares of the width: number, passage, remark, answer, change.
_SHARES = (6, 24, 26, 24, 20)


class Row(Protocol):
    """What a row says; already only what its reader may see."""

    @property
    def number(self) -> int: ...
    @property
    def heading(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def is_lost(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def writer(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def answers(self) -> Sequence[tuple[str, str]]: ...
    @property
    def resolution(self) -> str: ...
    @property
    def change_made(self) -> str: ...
    @property
    def is_resolved(self) -> bool: ...


def write_answer_table(
    rows: Iterable[Row], language: str, *, title: str = "", network: str = "", date: dt.date | None = None
) -> bytes:
    """The .docx in `language`, rows in their order; `title` is the document's, `date` when the table was drawn up."""
    rows = list(rows)
    with translation.override(language):
        words = _("Answers to remarks")
        printed = PrintedDocument(title or words, language, words, "answer-table", "", (), network=network)
        writing = start(printed)
        writing.is_landscape, writing.text_width = True, PAGE_HEIGHT - 2 * MARGIN
        writing.document.element.body.extend(_opening(writing, words, title, rows, date))
        writing.document.element.body.append(_table(writing, rows))
        running_lines(writing, _state(words, date))
        finish(writing, {})
        file = io.BytesIO()
        writing.document.save(file)
    return file.getvalue()


def _state(words: str, date: dt.date | None) -> str:
    return f"{words} · {say_date(date)}" if date else words


def _opening(writing: Writing, words: str, title: str, rows: Sequence[Row], date: dt.date | None) -> Iterator[Any]:
    yield _line(writing, names.TITLE, words)
    if title:
        yield _line(writing, names.SUBTITLE, title)
    resolved = sum(row.is_resolved for row in rows)
    counted = _("Remarks: %(all)d. Resolved: %(resolved)d. Open: %(open)d.")
    yield _line(writing, "CoverLine", counted % {"all": len(rows), "resolved": resolved, "open": len(rows) - resolved})
    if date:
        yield _line(writing, "CoverLine", say_date(date))


def _line(writing: Writing, style: str, words: str, marks: Marks = NONE) -> Any:
    line = paragraph_el(writing, style)
    write_words(writing, line, words, marks)
    return line


def _table(writing: Writing, rows: Sequence[Row]) -> Any:
    total = sum(_SHARES)
    widths = [writing.text_width * share // total for share in _SHARES]
    properties = el("tblPr", el("tblStyle", val=names.TABLE), el("bidiVisual") if writing.is_rtl else None,
                    el("tblW", w=sum(widths), type="dxa"), el("tblLayout", type="fixed"),
                    el("tblLook", val="0020", firstRow=1))  # fmt: skip
    table = el("tbl", properties, el("tblGrid", *(el("gridCol", w=width) for width in widths)))
    heads = (
        pgettext("column", "No."),
        _("Section and passage"),
        pgettext("column", "Remark"),
        pgettext("column", "Answer"),
        _("Change made"),
    )
    head = [[_line(writing, names.COLUMN_HEADING, words)] for words in heads]
    table.append(_row(widths, head, names.COLUMN_FILL, is_head=True))
    for row in rows:
        cells = (_number(writing, row), _passage(writing, row), _remark(writing, row), _answer(writing, row),
                 _words(writing, row.change_made))  # fmt: skip
        table.append(_row(widths, [list(cell) or [_text(writing, "")] for cell in cells]))
    return table


def _row(widths: Sequence[int], cells: Iterable[list[Any]], fill: str = "", *, is_head: bool = False) -> Any:
    shade = {"val": "clear", "color": "auto", "fill": fill}
    made = [el("tc", el("tcPr", el("tcW", w=width, type="dxa"), el("shd", **shade) if fill else None), *content)
            for width, content in zip(widths, cells, strict=True)]  # fmt: skip
    about = el("trPr", el("cantSplit"), el("tblHeader")) if is_head else None
    return el("tr", about, *made)


def _text(writing: Writing, words: str, marks: Marks = NONE) -> Any:
    return _line(writing, names.TABLE_TEXT, words, marks)


def _words(writing: Writing, words: str, marks: Marks = NONE) -> Iterator[Any]:
    """The lines of what somebody typed."""
    return (_text(writing, line.strip(), marks) for line in words.splitlines() if line.strip())


def _number(writing: Writing, row: Row) -> Iterator[Any]:
    yield _text(writing, str(row.number))


def _passage(writing: Writing, row: Row) -> Iterator[Any]:
    yield _text(writing, row.heading, _STRONG)
    yield from _words(writing, row.quote, _EM)
    if row.is_lost:
        yield _text(writing, _("(this passage is no longer in the text)"))


def _remark(writing: Writing, row: Row) -> Iterator[Any]:
    who = pgettext("between a person and their body", ", ").join(part for part in (row.writer, row.body) if part)
    if who:
        yield _text(writing, who, _STRONG)
    yield from _words(writing, row.text)


def _answer(writing: Writing, row: Row) -> Iterator[Any]:
    for name, words in row.answers:
        yield _text(writing, name, _STRONG)
        yield from _words(writing, words)
    yield from _words(writing, row.resolution)
    if not row.is_resolved:
        yield _text(writing, pgettext("remark", "open"), _EM)
