"""Tables: heading rows that repeat, spans, columns as wide as their words want."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml.html import HtmlElement

from portolan.documents.exports.word import names
from portolan.documents.exports.word.shape import Slot, layout
from portolan.documents.exports.word.write_inline import paragraph_el
from portolan.documents.exports.word.write_state import Writing
from portolan.documents.exports.word.xml import el, w

Content = Callable[[HtmlElement, str], list[Any]]
_FILLS = {"col": names.COLUMN_FILL, "row": names.ROW_FILL}
_STYLES = {"col": names.COLUMN_HEADING, "row": names.ROW_HEADING}


def table_el(writing: Writing, table: HtmlElement, content: Content) -> Any:
    """`<w:tbl>` of a canonical table; `content(cell, style)` gives what stands in a cell."""
    lines = layout(table)
    widths = _widths(lines, writing.text_width)
    properties = el("tblPr", el("tblStyle", val=names.TABLE), el("bidiVisual") if writing.is_rtl else None,
                    el("tblW", w=5000, type="pct"), el("tblLook", val="0020", firstRow=1))  # fmt: skip
    made = el("tbl", properties, el("tblGrid", *(el("gridCol", w=width) for width in widths)))
    is_heading = True
    for line in lines:
        is_heading = is_heading and all(slot.cell is not None and slot.cell.get("scope") == "col" for slot in line)
        cells = [_cell(writing, slot, widths, content) for slot in line]
        repeated = el("tblHeader") if is_heading else None
        made.append(el("tr", el("trPr", el("cantSplit"), repeated), *cells))
    return made


def _cell(writing: Writing, slot: Slot, widths: list[int], content: Content) -> Any:
    scope = "" if slot.cell is None else slot.cell.get("scope", "")
    width = sum(widths[slot.column : slot.column + slot.span])
    merged = None
    if slot.is_continued:
        merged = el("vMerge")
    elif slot.rows > 1:
        merged = el("vMerge", val="restart")
    fill = _FILLS.get(scope)
    properties = el(
        "tcPr",
        el("tcW", w=width, type="dxa"),
        el("gridSpan", val=slot.span) if slot.span > 1 else None,
        merged,
        el("shd", val="clear", color="auto", fill=fill) if fill else None,
    )
    style = _STYLES.get(scope, names.TABLE_TEXT)
    inside = [] if slot.cell is None or slot.is_continued else content(slot.cell, style)
    if not inside or inside[-1].tag != w("p"):
        inside.append(paragraph_el(writing, style))
    return el("tc", properties, *inside)


def _widths(lines: list[list[Slot]], total: int) -> list[int]:
    """Widths of the columns: as their words want, none so narrow that its longest word breaks."""
    columns = max((slot.column + slot.span for line in lines for slot in line), default=1)
    words, longest = [1.0] * columns, [4] * columns
    for line in lines:
        for slot in line:
            if slot.cell is None or slot.is_continued or slot.span > 1:
                continue
            text = slot.cell.text_content()
            # The root: a cell ten times as long wants some three times the width, and more lines.
            words[slot.column] = max(words[slot.column], len(text) ** 0.5)
            longest[slot.column] = max(longest[slot.column], *(len(word) for word in text.split() or [""]))
    # About 105 twentieths of a point for a letter of 10 points.
    least = [min(size * 115 + 230, total // columns) for size in longest]
    spare = max(total - sum(least), 0)
    return [low + int(spare * want / sum(words)) for low, want in zip(least, words, strict=True)]
