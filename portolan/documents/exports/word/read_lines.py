"""The paragraphs and tables of a story, in their order, each with its role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from portolan.documents.exports.word import names
from portolan.documents.exports.word.read_runs import ParagraphReader, ReadBoxes
from portolan.documents.exports.word.read_styles import Style, to_number
from portolan.documents.exports.word.reading_state import Line, Reading
from portolan.documents.exports.word.xml import w

_ALIGNMENTS = {"center": "center", "right": "end", "end": "end", "both": "justify", "distribute": "justify",
               "lowKashida": "justify", "mediumKashida": "justify", "highKashida": "justify"}  # fmt: skip
_THROUGH = frozenset({"customXml", "ins", "moveTo", "sdtContent"})
_CONTENTS_GALLERY = "Table of Contents"


@dataclass
class ReadCell:
    """A cell: what is in it, its heading scope (`col`, `row` or nothing), the columns and rows it takes."""

    items: list[Any]
    scope: str = ""
    columns: int = 1
    rows: int = 1
    fill: str = ""


@dataclass
class ReadTable:
    """A table: the cells of each row; a box is a table of one cell."""

    rows: list[list[ReadCell]] = field(default_factory=list)
    is_box: bool = False
    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    is_contents = False


def read_items(reading: Reading, story: Any, read_box: ReadBoxes) -> list[Any]:
    """The lines and tables of a story."""
    reader = ParagraphReader(reading, read_box)
    return list(_joined(_items(reading, story, reader)))


def _joined(items: Iterator[Any]) -> Iterator[Any]:
    """Paragraphs whose end was deleted go on in the next one."""
    held: Line | None = None
    for item in items:
        if held is not None and isinstance(item, Line):
            item.runs, item.label_end = held.runs + item.runs, item.label_end + len(held.runs)
            item.bookmarks, item.comments = held.bookmarks + item.bookmarks, held.comments + item.comments
            item.pictures, item.boxes = held.pictures + item.pictures, held.boxes + item.boxes
            held = None
        elif held is not None:
            yield held
            held = None
        if isinstance(item, Line) and item.goes_on:
            held = item
        else:
            yield item
    if held is not None:
        yield held


def _items(reading: Reading, story: Any, reader: ParagraphReader) -> Iterator[Any]:
    # Ends of bookmarks and of comments between paragraphs are of the next one.
    waiting = Line()
    for child in story:
        name = etree.QName(child).localname
        if name in {"p", "tbl"}:
            item = (_line if name == "p" else _table)(reading, child, reader)
            item.bookmarks, item.comments = waiting.bookmarks + item.bookmarks, waiting.comments + item.comments
            waiting = Line()
            yield item
        elif name in _THROUGH or name in {"sdt", "AlternateContent"}:
            yield from _items(reading, _inside(child, name), reader)
        elif name == "altChunk":
            reading.saw("chunks")
        else:
            reader.line = waiting
            reader.mark(child, name)


def _inside(block: Any, name: str) -> Any:
    """What is to be read of an element around paragraphs."""
    if name == "sdt":
        content = block.find(w("sdtContent"))
        return [] if content is None or _is_contents(block) else content
    return block[0] if name == "AlternateContent" and len(block) else block


def _is_contents(block: Any) -> bool:
    gallery = block.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
    return gallery is not None and gallery.get(w("val")) == _CONTENTS_GALLERY


def _line(reading: Reading, paragraph: Any, reader: ParagraphReader) -> Line:
    properties = paragraph.find(w("pPr"))
    style = reading.style(properties, "pStyle")
    if style.role == "heading" and reader.fields.is_silent:
        # A table of contents that never ended: a heading is text again.
        reader.fields.open.clear()
    line = reader.read(paragraph)
    line.role, line.level = style.role, style.level
    line.is_contents = line.is_contents or style.role == "contents"
    if properties is not None:
        _with_properties(reading, line, properties, style)
    return line


def _with_properties(reading: Reading, line: Line, properties: Any, style: Style) -> None:
    outline = properties.find(w("outlineLvl"))
    if outline is not None and not line.role and to_number(outline.get(w("val"))) < 9:
        line.role, line.level = "heading", to_number(outline.get(w("val"))) + 1
    side = properties.find(w("jc"))
    if side is not None:
        line.alignment = _ALIGNMENTS.get(side.get(w("val"), ""), "")
    if line.alignment == "justify" and not reading.is_ours:
        line.alignment = ""
    mark = properties.find(w("rPr"))
    if mark is not None and (mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None):
        line.goes_on = True
    _number(reading, line, properties.find(w("numPr")), style)


def _number(reading: Reading, line: Line, numbers: Any, style: Style) -> None:
    list_id, level = style.list_id, style.list_level
    if numbers is not None:
        own, at = numbers.find(w("numId")), numbers.find(w("ilvl"))
        list_id = own.get(w("val"), "") if own is not None else list_id
        level = to_number(at.get(w("val"))) if at is not None else level
    found = reading.lists.level(list_id, level) if list_id and list_id != "0" else None
    if found is not None:
        line.numbers, line.kind, line.start = (list_id, level), found.format, found.start
    elif style.role == "list" and list_id != "0":
        line.numbers, line.kind = (
            (f"style {style.list_kind}", level),
            {"number": "decimal"}.get(style.list_kind, "bullet"),
        )
    elif style.role in {"continue", "quote-continue"}:
        line.numbers, line.kind = ("", level), "none"


# -- tables


def _table(reading: Reading, table: Any, reader: ParagraphReader) -> ReadTable:
    properties = table.find(w("tblPr"))
    style = reading.style(properties, "tblStyle")
    read = ReadTable(is_box=style.name == "box")
    reaching: dict[int, ReadCell] = {}
    for row in _rows(table):
        about = row.find(w("trPr"))
        if about is not None and about.find(w("del")) is not None:
            reading.saw("tracked")
            continue
        is_heading = about is not None and about.find(w("tblHeader")) is not None
        cells = _row(reading, row, reader, reaching, is_heading=is_heading and not reading.is_ours)
        read.rows.append(cells)
    _settle(reading, read)
    return read


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == w("tr"):
            yield child
        elif child.tag in {w("sdt"), w("sdtContent"), w("customXml"), w("ins")}:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag in {w("sdt"), w("sdtContent"), w("customXml")}:
            yield from _cells(child)


def _row(
    reading: Reading, row: Any, reader: ParagraphReader, reaching: dict[int, ReadCell], *, is_heading: bool
) -> list[ReadCell]:
    before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    column = to_number(before.get(w("val"))) if before is not None else 0
    made = [ReadCell([]) for _ in range(min(column, 1))]
    for cell in _cells(row):
        properties = cell.find(w("tcPr"))
        columns = max(1, _property(properties, "gridSpan"))
        merged = properties.find(w("vMerge")) if properties is not None else None
        above = reaching.get(column)
        if merged is not None and merged.get(w("val"), "continue") == "continue" and above is not None:
            above.rows += 1
            column += columns
            continue
        read = ReadCell(list(_joined(_items(reading, cell, reader))), "col" if is_heading else "", columns)
        read.fill = _fill(properties)
        reaching[column] = read
        made.append(read)
        column += columns
    return made


def _property(properties: Any, tag: str) -> int:
    node = properties.find(w(tag)) if properties is not None else None
    return to_number(node.get(w("val"))) if node is not None else 0


def _fill(properties: Any) -> str:
    node = properties.find(w("shd")) if properties is not None else None
    return node.get(w("fill"), "").upper() if node is not None else ""


def _settle(reading: Reading, table: ReadTable) -> None:
    """Which cells are headings, and whether the table is a box."""
    for row in table.rows:
        for cell in row:
            roles = {item.role for item in cell.items if isinstance(item, Line)}
            if "column-heading" in roles or cell.fill == names.COLUMN_FILL:
                cell.scope = "col"
            elif "row-heading" in roles or cell.fill == names.ROW_FILL:
                cell.scope = "row"
    if len(table.rows) == 1 and len(table.rows[0]) == 1:
        table.is_box = table.is_box or not reading.is_ours or _looks_boxed(table.rows[0][0])
    else:
        table.is_box = False


def _looks_boxed(cell: ReadCell) -> bool:
    first = next((item for item in cell.items if isinstance(item, Line)), None)
    return first is not None and first.role in {"box-title", "box-text"}
