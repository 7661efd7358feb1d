"""The blocks of a section as paragraphs and tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext
from lxml.html import HtmlElement

from portolan.documents.exports.word import names
from portolan.documents.exports.word.write_inline import NONE, paragraph_el, write_inline, write_words
from portolan.documents.exports.word.write_pictures import picture_runs
from portolan.documents.exports.word.write_state import Writing
from portolan.documents.exports.word.write_tables import table_el
from portolan.documents.exports.word.xml import el, text_el

# Word knows nine levels of a list.
DEEPEST = 8
# Word's sides are those of the reading direction.
_SIDES = {"center": "center", "end": "right", "justify": "both"}
CAPTION_BREAK = ". "
# What a block lies in; in a cell, the style of the cell's paragraphs.
ALONE, QUOTED, BOXED = "", "quote", "box"


def block_elements(writing: Writing, block: HtmlElement, *, level: int, within: str = ALONE) -> list[Any]:
    """What a block becomes; `level` is that of the section's heading, `within` what the block lies in."""
    match block.tag:
        case "p":
            return [_paragraph(writing, block, within)]
        case "h3" | "h4":
            return [_heading(writing, block, level, within)]
        case "ul" | "ol":
            return _list(writing, block, 0, within)
        case "blockquote":
            return [made for child in block for made in block_elements(writing, child, level=level, within=QUOTED)]
        case "aside":
            return _box(writing, block, level)
        case _ if block.get("class") == "picture":
            return _picture(writing, block)
        case _:
            return _table(writing, block, level)


def _paragraph(writing: Writing, block: HtmlElement, within: str) -> Any:
    style = {QUOTED: names.QUOTE, BOXED: names.BOX_TEXT}.get(within, within)
    paragraph = paragraph_el(writing, style, align=_SIDES.get(block.get("class", ""), ""))
    write_inline(writing, paragraph, block)
    return paragraph


def _heading(writing: Writing, block: HtmlElement, level: int, within: str) -> Any:
    depth = level + (1 if block.tag == "h3" else 2)
    paragraph = paragraph_el(writing, names.BOX_TITLE if within == BOXED else f"Heading{min(depth, 4)}")
    write_inline(writing, paragraph, block)
    return paragraph


def _list(writing: Writing, block: HtmlElement, depth: int, within: str) -> list[Any]:
    kind = "decimal" if block.tag == "ol" else "bullet"
    at = min(depth, DEEPEST)
    number = writing.new_list(kind, at, int(block.get("start", "1")))
    style = names.QUOTE_LIST if within == QUOTED else names.NUMBER if block.tag == "ol" else names.BULLET
    made = []
    for item in block:
        is_first = True
        for child in item:
            if child.tag != "p":
                made += _list(writing, child, depth + 1, within)
                continue
            numbers = (number, at) if is_first else (writing.continuation(), at)
            paragraph = paragraph_el(writing, style if is_first else _continued(within), numbers=numbers,
                                     align=_SIDES.get(child.get("class", ""), ""))  # fmt: skip
            write_inline(writing, paragraph, child)
            made.append(paragraph)
            is_first = False
    return made


def _continued(within: str) -> str:
    return names.QUOTE_CONTINUE if within == QUOTED else names.CONTINUE


def _box(writing: Writing, block: HtmlElement, level: int) -> list[Any]:
    cell = el("tc", el("tcPr", el("tcW", w=5000, type="pct"), el("shd", val="clear", color="auto", fill="F7F1E3")))
    for child in block:
        cell.extend(block_elements(writing, child, level=level, within=BOXED))
    if len(cell) == 1 or cell[-1].tag != el("p").tag:
        cell.append(spacer(writing))
    properties = el("tblPr", el("tblStyle", val=names.BOX), el("bidiVisual") if writing.is_rtl else None,
                    el("tblW", w=5000, type="pct"), el("tblLook", val="0000"))  # fmt: skip
    box = el("tbl", properties, el("tblGrid", el("gridCol", w=writing.text_width)), el("tr", cell))
    # Two tables without anything between them would be one.
    return [box, spacer(writing)]


def spacer(writing: Writing) -> Any:
    """An empty line that keeps two tables apart; nobody reads it back."""
    return paragraph_el(writing, names.SPACER)


def _table(writing: Writing, block: HtmlElement, level: int) -> list[Any]:
    caption = _caption(writing, block.find("figcaption"), "Table", pgettext("caption", "Table"))

    def cell_content(cell: HtmlElement, style: str) -> list[Any]:
        return [made for child in cell for made in block_elements(writing, child, level=level, within=style)]

    return [caption, table_el(writing, block.find("table"), cell_content), spacer(writing)]


def _picture(writing: Writing, block: HtmlElement) -> list[Any]:
    image, credit = block.find("img"), block.find("small")
    paragraph = paragraph_el(writing, names.PICTURE)
    paragraph.extend(picture_runs(writing, image.get("src", ""), image.get("alt", "")))
    made = [paragraph, _caption(writing, block.find("figcaption"), "Figure", pgettext("caption", "Figure"))]
    if credit is not None and credit.text_content():
        line = paragraph_el(writing, names.CREDIT)
        write_words(writing, line, credit.text_content())
        made.append(line)
    return made


def _caption(writing: Writing, caption: HtmlElement | None, kind: str, label: str) -> Any:
    """`Table 3. words`: the number is a field, so that it stays right when tables are added in Word."""
    paragraph = paragraph_el(writing, names.CAPTION)
    write_words(writing, paragraph, f"{label}\u00a0")
    number = str(writing.next_caption(kind))
    field = el("fldSimple", el("r", text_el(number)), instr=f" SEQ {kind} \\* ARABIC ")
    paragraph.append(field)
    if caption is not None and (caption.text or len(caption)):
        write_words(writing, paragraph, CAPTION_BREAK, NONE)
        write_inline(writing, paragraph, caption)
    return paragraph
