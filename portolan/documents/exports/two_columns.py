"""A document for a translator who works in Word: the source on one side, the translation on the other, row by row."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from portolan.documents.exports.translated import ReadTranslation, aligned
from portolan.documents.exports.word import names
from portolan.documents.exports.word.read_blocks import ReadBlock, read_blocks, read_box
from portolan.documents.exports.word.read_compare import settled
from portolan.documents.exports.word.read_lines import ReadCell, ReadTable, read_items
from portolan.documents.exports.word.read_package import Package, refuse
from portolan.documents.exports.word.read_report import report_of
from portolan.documents.exports.word.read_sections import Placed, inner_heading
from portolan.documents.exports.word.reading import open_reading, properties_of
from portolan.documents.exports.word.reading_state import Line, Reading
from portolan.documents.exports.word.shape import worded
from portolan.documents.exports.word.write_blocks import block_elements, spacer
from portolan.documents.exports.word.write_cover import running_lines
from portolan.documents.exports.word.write_inline import paragraph_el, write_words
from portolan.documents.exports.word.write_package import finish, start
from portolan.documents.exports.word.write_state import MARGIN, PAGE_HEIGHT, Writing
from portolan.documents.exports.word.writing import bookmark, file_properties
from portolan.documents.exports.word.xml import el, w
from portolan.documents.rules.blocks import block_hash, blocks, pictures_in, serialise
from portolan.documents.rules.canonical import canonical, text_hash
from portolan.documents.rules.printed import PrintedDocument, PrintedSection
from portolan.kernel.languages import KNOWN

_COLUMN = (PAGE_HEIGHT - 2 * MARGIN) // 2
_INSIDE = _COLUMN - 340
# Bookmarks of the second column are numbered from here.
_TARGETS = 1000
_SOURCE_FILL, _EDGE = "F3F1EA", "B5A98C"
_EMPTY = {"h3": "Heading2", "h4": "Heading3", "blockquote": names.QUOTE}
# Blocks whose form is work to make again: the translator finds them in place, in the source's words.
_FORMED = frozenset({"figure", "aside"})


def write_two_columns(source: PrintedDocument, target: PrintedDocument) -> bytes:
    """The .docx of a translation: a row for each block of the source, with what the target has by now."""
    with translation.override(source.language):
        writing = start(source)
        writing.is_landscape, writing.text_width = True, _INSIDE
        other = replace(writing, printed=target, captions={})
        other.is_turned = other.is_rtl != writing.is_rtl
        body = writing.document.element.body
        body.extend(_opening(writing, source, target))
        found = {section.key: section for section in target.sections}
        properties = file_properties(target) | {names.SOURCE_LANGUAGE: source.language}
        for position, section in enumerate(source.sections):
            theirs = found.get(section.key) or PrintedSection(section.key, section.level, "", "")
            body.append(_section(writing, other, position, section, theirs))
            body.append(spacer(writing))
            properties[f"{names.SECTION} {position}"] = f"{section.key} {text_hash(section.html)}"
            properties[f"{names.TARGET} {position}"] = f"{section.key} {text_hash(theirs.html)}"
        running_lines(writing)
        finish(writing, properties)
        file = io.BytesIO()
        writing.document.save(file)
    return file.getvalue()


def _opening(writing: Writing, source: PrintedDocument, target: PrintedDocument) -> Iterator[Any]:
    title = paragraph_el(writing, names.TITLE)
    write_words(writing, title, source.title)
    yield title
    for words in (
        _("Translation: %(source)s to %(target)s")
        % {"source": _own_name(source.language), "target": _own_name(target.language)},
        _("Write in the second column only, and keep the rows."),
        _("Copy footnotes, citations and links from the first column."),
        _("Tables, pictures and boxes stand in the second column already: write over their words."),
    ):
        line = paragraph_el(writing, "CoverLine")
        write_words(writing, line, words)
        yield line


def _own_name(language: str) -> str:
    return KNOWN[language].own_name if language in KNOWN else language


def _section(writing: Writing, other: Writing, position: int, section: PrintedSection, theirs: PrintedSection) -> Any:
    border = (el(side, val="single", sz=4, space=0, color=_EDGE)
              for side in ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    properties = el("tblPr", el("tblW", w=2 * _COLUMN, type="dxa"), el("tblBorders", *border),
                    el("tblLayout", type="fixed"), el("tblLook", val="0020", firstRow=1))  # fmt: skip
    table = el("tbl", properties, el("tblGrid", el("gridCol", w=_COLUMN), el("gridCol", w=_COLUMN)))
    table.append(_languages(writing, other))
    table.append(_headings(writing, other, position, section, theirs))
    ours, own = blocks(section.html), blocks(theirs.html)
    pairs = aligned([_shape(block) for block in ours], [_shape(block) for block in own])
    for place, (here, there) in enumerate(pairs):
        block = None if here is None else ours[here]
        left = [] if block is None else block_elements(writing, block, level=1)
        if block is not None:
            bookmark(writing, left[0], names.block_bookmark(position, place, block_hash(block)))
        with translation.override(other.printed.language):
            right = _target(other, (position, place), None if there is None else own[there], block)
        table.append(el("tr", _cell(left, writing, _SOURCE_FILL), _cell(right, other)))
    return table


def _shape(block: HtmlElement) -> tuple[str, str]:
    return block.tag, block.get("class", "") if block.tag in _FORMED else ""


def _target(other: Writing, place: tuple[int, int], own: HtmlElement | None, source: HtmlElement | None) -> list[Any]:
    """What stands in the second column: the translation so far, or a form to write over, or an empty line."""
    if own is not None:
        made = block_elements(other, own, level=1)
        bookmark(other, made[0], names.block_bookmark(place[0] + _TARGETS, place[1], block_hash(own)))
        return made
    if source is not None and source.tag in _FORMED:
        made = block_elements(other, source, level=1)
        bookmark(other, made[0], f"{names.FILLED}_{place[0]}_{place[1]}_{block_hash(source)}")
        return made
    style = {"h3": "Heading2", "h4": "Heading3", "blockquote": names.QUOTE}.get(
        "" if source is None else source.tag, ""
    )
    return [paragraph_el(other, style)]


def _cell(content: list[Any], writing: Writing, fill: str = "") -> Any:
    if not content or content[-1].tag != w("p"):
        content = [*content, spacer(writing)]
    shade = el("shd", val="clear", color="auto", fill=fill) if fill else None
    return el("tc", el("tcPr", el("tcW", w=_COLUMN, type="dxa"), shade), *content)


def _languages(writing: Writing, other: Writing) -> Any:
    cells = []
    for side in (writing, other):
        line = paragraph_el(side, names.COLUMN_HEADING)
        write_words(side, line, _own_name(side.printed.language))
        cells.append(_cell([line], side, names.COLUMN_FILL))
    return el("tr", el("trPr", el("cantSplit"), el("tblHeader")), *cells)


def _headings(writing: Writing, other: Writing, position: int, section: PrintedSection, theirs: PrintedSection) -> Any:
    cells = []
    for side, one in ((writing, section), (other, theirs)):
        line = paragraph_el(side, "Heading1")
        write_words(side, line, f"{one.number}\u00a0\u00a0{one.heading}" if one.number else one.heading)
        cells.append(_cell([line], side, names.ROW_FILL))
    bookmark(writing, cells[0], names.section_bookmark(position, section.key, text_hash(section.html)))
    return el("tr", el("trPr", el("cantSplit")), *cells)


# -- and back


def read_two_columns(data: bytes, source: PrintedDocument, target: PrintedDocument) -> ReadTranslation:
    """The second column, by section; what nobody touched is taken from `target` as it stands here.

    DomainError on field `file` for what `read_docx` refuses, and `not-translation` for a file that is not of this kind.
    """
    package = Package(data)
    properties = properties_of(package)
    language = properties.get(names.LANGUAGE, "")
    if not properties.get(names.SOURCE_LANGUAGE):
        raise refuse("not-translation", _("This is not a file for translation that was made here."))
    if language != target.language:
        raise refuse("other-language", _("This file is for a translation into another language."))
    reading = open_reading(package, target, properties)
    body = package.xml(package.main).find(w("body"))
    sections: dict[str, str] = {}
    missing: Counter[str] = Counter()
    marks = {names.key_mark(section.key): section for section in source.sections}
    bases = _hashes(properties, names.TARGET)
    found = {section.key: section for section in target.sections}
    for table in read_items(reading, body if body is not None else [], read_box):
        section = marks.get(_section_mark(table))
        if section is not None:
            translated = list(_translated(reading, table, section, missing))
            read = settled(Placed(section.key, "", translated), found.get(section.key), bases.get(section.key, ""))
            if read.html:
                sections[section.key] = read.html
    used = {digest for html in sections.values() for digest in pictures_in(html)}
    pictures = {digest: picture for digest, picture in reading.pictures.items() if digest in used}
    report = report_of(reading, None, (), properties)
    return ReadTranslation(language, sections, _hashes(properties, names.SECTION), (), missing, pictures, report)


def _hashes(properties: Mapping[str, str], name: str) -> dict[str, str]:
    lines = [value.split(" ") for key, value in properties.items() if key.startswith(f"{name} ")]
    return {line[0]: line[1] for line in lines if len(line) == 2}


def _section_mark(table: Any) -> str:
    """The mark of the key in the first column; nothing for what is not the table of a section."""
    if isinstance(table, ReadTable):
        for row in table.rows[:3]:
            for name in (name for item in row[0].items if isinstance(item, Line) for name in item.bookmarks):
                found = names.read_section_bookmark(name)
                if found:
                    return found[1]
    return ""


def _translated(
    reading: Reading, table: ReadTable, section: PrintedSection, missing: Counter[str]
) -> Iterator[ReadBlock]:
    """The blocks of the second column, below the rows with languages and headings."""
    source = {block_hash(block): serialise([worded(block)]) for block in blocks(section.html)}
    is_below = False
    for row in table.rows:
        if not is_below:
            is_below = any(names.read_section_bookmark(name) for name in _bookmarks(row[0]))
            continue
        read = (
            [inner_heading(reading, block, 1) for block in read_blocks(reading, row[-1].items)] if len(row) > 1 else []
        )
        read = [block for block in read if block.html and not _is_still_source(block, row[-1], source)]
        if not read and _bookmarks(row[0]):
            missing[section.key] += 1
        yield from read


def _bookmarks(cell: ReadCell) -> list[str]:
    found = [name for item in cell.items for name in item.bookmarks]
    for item in cell.items:
        if isinstance(item, ReadTable):
            found += [name for row in item.rows for inner in row for name in _bookmarks(inner)]
    return found


def _is_still_source(block: ReadBlock, cell: ReadCell, source: Mapping[str, str]) -> bool:
    """True for a form that the translator has not written over."""
    filled = [name for name in _bookmarks(cell) if name.startswith(names.FILLED)]
    return any(canonical(block.html) == source.get(name.rpartition("_")[2]) for name in filled)
