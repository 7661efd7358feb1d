"""Reads a Word file: one of ours, block by block, or any other, section by section with a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portolan.documents.exports.word import names
from portolan.documents.exports.word.read_blocks import ReadBlock, read_blocks, read_box
from portolan.documents.exports.word.read_compare import settled
from portolan.documents.exports.word.read_lines import read_items
from portolan.documents.exports.word.read_model import ReadComment, ReadDocument, ReadSection, Unplaced
from portolan.documents.exports.word.read_package import Package, refuse
from portolan.documents.exports.word.read_report import report_of
from portolan.documents.exports.word.read_sections import Placed, by_bookmarks, by_headings
from portolan.documents.exports.word.read_styles import Lists, read_styles
from portolan.documents.exports.word.reading_state import Reading
from portolan.documents.exports.word.remarks import known_mark
from portolan.documents.exports.word.xml import CUSTOM, w
from portolan.documents.rules.blocks import pictures_in
from portolan.documents.rules.canonical import canonical
from portolan.documents.rules.inline import direction_of
from portolan.documents.rules.printed import PrintedDocument, PrintedSection

_PROPERTIES = "docProps/custom.xml"


def read_docx(
    data: bytes, printed: PrintedDocument | None, *, headings: Mapping[str, Iterable[str]] | None = None
) -> ReadDocument:
    """Read a .docx against the document it belongs to; `headings` are a section's headings in other languages.

    DomainError on field `file`: not-word, old-word, open-document, password, macros, damaged, dangerous, too-large,
    translation (a file for translators).
    """
    package = Package(data)
    properties = properties_of(package)
    if properties.get(names.SOURCE_LANGUAGE):
        raise refuse("translation", _("This is a file for translation: hand it in as a translation."))
    reading = open_reading(package, printed, properties)
    body = package.xml(package.main).find(w("body"))
    items = read_items(reading, body if body is not None else [], read_box)
    blocks = read_blocks(reading, items)
    placed = _placed(reading, blocks, properties, headings or {})
    known = {section.key: section for section in printed.sections} if printed else {}
    sections, unplaced = _settle(placed, known, properties, reading)
    texts = [section.html for section in sections] + [passage.html for passage in unplaced]
    used = {digest for html in texts for digest in pictures_in(html)}
    return ReadDocument(
        sections,
        _comments(reading, placed, properties),
        report_of(reading, sections, unplaced, properties),
        {digest: picture for digest, picture in reading.pictures.items() if digest in used},
        unplaced,
        reading.is_ours,
    )


def open_reading(package: Package, printed: PrintedDocument | None, properties: Mapping[str, str]) -> Reading:
    """What reading starts from: the styles, lists and notes of an opened file."""
    styles = read_styles(package.xml(package.part("styles")))
    notes, endnotes = (_notes(package, kind) for kind in ("footnote", "endnote"))
    language = printed.language if printed else properties.get(names.LANGUAGE, "")
    return Reading(
        package,
        styles,
        Lists(package.xml(package.part("numbering"))),
        printed,
        is_ours=bool(properties.get(names.FORMAT)),
        is_rtl=direction_of(language) == "rtl",
        notes=notes,
        endnotes=endnotes,
        relations=package.relations,
    )


def _notes(package: Package, kind: str) -> dict[str, Any]:
    root = package.xml(package.part(f"{kind}s"))
    found = root.iter(w(kind)) if root is not None else ()
    return {note.get(w("id"), ""): note for note in found if note.get(w("type"), "normal") == "normal"}


def properties_of(package: Package) -> dict[str, str]:
    """The custom properties, by name."""
    root = package.xml(_PROPERTIES)
    nodes = root.iter(f"{{{CUSTOM}}}property") if root is not None else ()
    return {node.get("name", ""): "".join(node.itertext()) for node in nodes}


def _kept_sections(properties: Mapping[str, str]) -> dict[str, str]:
    """Key -> hash of each section when the file was written."""
    lines = [value.split(" ") for name, value in properties.items() if name.startswith(f"{names.SECTION} ")]
    return {line[0]: line[1] for line in lines if len(line) == 2}


def _placed(
    reading: Reading, blocks: Sequence[ReadBlock], properties: Mapping[str, str], headings: Mapping[str, Iterable[str]]
) -> list[Placed]:
    printed = reading.printed
    keys = [section.key for section in printed.sections] if printed else list(_kept_sections(properties))
    if reading.is_ours and any(block.section for block in blocks):
        return by_bookmarks(reading, blocks, {names.key_mark(key): key for key in keys})
    reading.is_ours = False
    if printed is None:
        return [Placed("", "", list(blocks))]
    return by_headings(reading, blocks, printed, headings)


def _settle(
    placed: Sequence[Placed], known: Mapping[str, PrintedSection], properties: Mapping[str, str], reading: Reading
) -> tuple[list[ReadSection], list[Unplaced]]:
    """Sections in their order, each once; what has no section apart."""
    joined: dict[str, Placed] = {}
    unplaced = []
    for one in placed:
        if not one.key:
            html = canonical("".join(block.html for block in one.blocks))
            unplaced += [Unplaced(one.heading, html)] if html or one.heading else []
        elif one.key in joined:
            joined[one.key].blocks += one.blocks
        else:
            joined[one.key] = one
    kept = _kept_sections(properties)
    made = []
    for key, one in joined.items():
        base = kept.get(key, "") if reading.is_ours else ""
        base = base if base.startswith(one.base_hash) else one.base_hash
        made.append(settled(one, known.get(key), base))
    return made, unplaced


def _comments(reading: Reading, placed: Sequence[Placed], properties: Mapping[str, str]) -> list[ReadComment]:
    root = reading.package.xml(reading.package.part("comments"))
    where = {comment: one.key for one in placed for block in one.blocks for comment in block.comments}
    known = {mark for name, value in properties.items() if name.startswith(names.REMARKS) for mark in value.split()}
    made = []
    for node in root.iter(w("comment")) if root is not None else ():
        number, author = node.get(w("id"), ""), node.get(w("author"), "").strip()
        text = "\n".join(
            "".join(part.text or "" for part in paragraph.iter(w("t"))) for paragraph in node.iter(w("p"))
        ).strip()
        quote = " ".join("".join(reading.quotes.get(number, [])).split())
        if text:
            is_known = known_mark(author, text) in known
            made.append(ReadComment(where.get(number, ""), quote, text, author, _date(node), is_known))
    return made


def _date(node: Any) -> dt.datetime | None:
    try:
        found = parse_datetime(node.get(w("date"), ""))
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=dt.UTC)
