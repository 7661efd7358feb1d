"""Writes a document as a Word file: clean to work in, and readable back block by block."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import translation
from lxml.html import HtmlElement

from portolan.documents.exports.word import names
from portolan.documents.exports.word.remarks import WordRemark, known_marks, write_remarks
from portolan.documents.exports.word.write_blocks import block_elements
from portolan.documents.exports.word.write_cover import (
    LEAST_SECTIONS,
    Entry,
    contents,
    cover,
    end_matter,
    running_lines,
)
from portolan.documents.exports.word.write_inline import paragraph_el, write_words
from portolan.documents.exports.word.write_package import finish, start
from portolan.documents.exports.word.write_state import Writing
from portolan.documents.exports.word.xml import el, w
from portolan.documents.rules.blocks import block_hash, blocks
from portolan.documents.rules.canonical import text_hash
from portolan.documents.rules.printed import PrintedDocument, PrintedSection


def write_docx(printed: PrintedDocument, *, remarks: Iterable[WordRemark] = ()) -> bytes:
    """The document as a .docx, its own words ("Table", "Sources") in its language; `remarks` become comments."""
    remarks = list(remarks)
    with translation.override(printed.language):
        writing = start(printed)
        writing.has_cover = len(printed.sections) >= LEAST_SECTIONS
        body = writing.document.element.body
        body.extend(cover(writing))
        entries: list[Entry] = []
        text = []
        for position, section in enumerate(printed.sections):
            text.append((section.key, _section(writing, position, section, entries)))
        if writing.has_cover:
            body.append(contents(writing, entries))
        for place, (_key, elements) in enumerate(text):
            if place == 0 and writing.has_cover:
                _on_new_page(elements[0])
            body.extend(elements)
        body.extend(end_matter(writing))
        write_remarks(writing, dict(text), remarks)
        running_lines(writing)
        finish(writing, _properties(printed, remarks))
        file = io.BytesIO()
        writing.document.save(file)
    return file.getvalue()


def _section(writing: Writing, position: int, section: PrintedSection, entries: list[Entry]) -> list[Any]:
    made = [_heading(writing, position, section, entries)]
    for place, block in enumerate(blocks(section.html)):
        elements = block_elements(writing, block, level=section.level)
        name = names.block_bookmark(position, place, block_hash(block))
        bookmark(writing, elements[0], name)
        if block.tag == "h3" and section.level == 1:
            entries.append((2, _without_notes(block), name))
        made += elements
    return made


def _without_notes(block: HtmlElement) -> str:
    return " ".join("".join(block.xpath("descendant::text()[not(ancestor::span[@class='note'])]")).split())


def _heading(writing: Writing, position: int, section: PrintedSection, entries: list[Entry]) -> Any:
    name = names.section_bookmark(position, section.key, text_hash(section.html))
    words = f"{section.number}\u00a0\u00a0{section.heading}" if section.number else section.heading
    entries.append((min(section.level, 2), words, name))
    heading = paragraph_el(writing, f"Heading{min(section.level, 3)}")
    write_words(writing, heading, words)
    bookmark(writing, heading, name)
    return heading


def bookmark(writing: Writing, element: Any, name: str) -> None:
    """A bookmark around the first paragraph of a block; a box's is inside its table."""
    paragraph = element if element.tag == w("p") else next(element.iter(w("p")))
    begin, end = writing.mark(name)
    paragraph.insert(1, begin)
    paragraph.append(end)


def _on_new_page(heading: Any) -> None:
    properties = heading.find(w("pPr"))
    properties.insert(1, el("pageBreakBefore"))


def file_properties(printed: PrintedDocument) -> dict[str, str]:
    """By what a file of ours is recognised."""
    return {
        names.FORMAT: names.FORMAT_VERSION,
        names.DOCUMENT: f"{printed.template} {printed.city or printed.title}",
        names.LANGUAGE: printed.language,
        names.FINGERPRINT: printed.content_hash,
    }


def _properties(printed: PrintedDocument, remarks: Sequence[WordRemark]) -> dict[str, str]:
    """What the cover says and what the reader needs, as properties of the document."""
    facts = {
        **file_properties(printed),
        "Kind": printed.kind,
        "City": printed.city,
        "Edition": printed.edition,
        "Date": printed.date.isoformat() if printed.date else "",
        "Validation": printed.validation,
        "Address": printed.address,
        "Network": printed.network,
    }
    for position, section in enumerate(printed.sections):
        facts[f"{names.SECTION} {position}"] = f"{section.key} {text_hash(section.html)}"
    for position, part in enumerate(known_marks(remarks)):
        facts[f"{names.REMARKS} {position}"] = part
    return facts
