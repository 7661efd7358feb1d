"""Fields: links, captions' numbers, contents, and our own that carry citations."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from portolan.documents.exports.word import names
from portolan.documents.exports.word.reading_state import Field, FoundPicture, Line, Reading
from portolan.documents.rules.inline import Run

_OURS = re.compile(rf"{names.FIELD} (\w+) (\{{.*\}})", re.DOTALL)
_LINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)")?(?:.*?\\l\s+"([^"]*)")?', re.DOTALL)
_COUNTED = re.compile(r"SEQ\s+(\S+)")
_CONTENTS = re.compile(r"(?:TOC|TOA|INDEX|BIBLIOGRAPHY)\b")
_REFERENCE_MANAGERS = re.compile(r"(?:ADDIN (?:ZOTERO|EN\.|CSL|Mendeley)|CITATION)\b")
# Fields that fetch something from elsewhere or run something: of these only the words shown are taken.
_ACTIVE = re.compile(r"(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|MACROBUTTON|LINK|EMBED|IMPORT|DATABASE)\b")
_ADDRESSES = ("https://", "http://", "mailto:")


def begin_result(reading: Reading, field: Field) -> None:
    """The code of a field is complete, its result begins."""
    field.in_code = False
    code = field.code.strip()
    link = _LINK.match(code)
    if link:
        there = link[1] or ""
        field.address = link_of(reading, f"{there}#{link[2]}" if there and link[2] else there)
    ours = _ours(code)
    if ours and ours[0] == names.TO:
        field.address = f"to:{ours[1].get('key', '')}"
    elif ours or _CONTENTS.match(code):
        field.is_silent = True
    if _REFERENCE_MANAGERS.match(code):
        reading.saw("reference-manager")
    if _ACTIVE.match(code):
        reading.saw("active-fields")


def link_of(reading: Reading, address: str) -> str:
    """An address as a text may hold it: one of the web or of mail, or a key of ours; otherwise nothing."""
    address = address.strip()
    if not address.lower().startswith(_ADDRESSES):
        if address:
            reading.saw("links-dropped", address[:100])
        return ""
    if reading.printed is not None:
        known = {there: inner for inner, there in reading.printed.addresses.items()}
        return known.get(address, address)
    return address


def take_result(reading: Reading, line: Line, field: Field) -> None:
    """A field ended: what it stands for joins the line."""
    code = field.code.strip()
    counted = _COUNTED.match(code)
    if counted:
        line.counted, line.label_end = counted[1], len(line.runs)
        return
    ours = _ours(code)
    if ours is None:
        return
    kind, carried = ours
    if kind == names.CITE and carried.get("source"):
        line.runs.append(Run("atom", _citation(carried)))
        shown = " ".join(field.shown.split())
        if shown != " ".join(str(carried.get("shown", shown)).split()):
            reading.saw("citations-rewritten", shown)
    elif kind == names.MISSING_PICTURE:
        line.pictures.append(FoundPicture(str(carried.get("digest", "")), str(carried.get("alt", ""))))


def _citation(carried: dict[str, Any]) -> str:
    locator = str(carried.get("locator", ""))
    more = f' data-locator="{escape(locator)}"' if locator else ""
    return f'<cite data-source="{escape(str(carried["source"]))}"{more}></cite>'


def _ours(code: str) -> tuple[str, dict[str, Any]] | None:
    match = _OURS.match(code)
    if match is None:
        return None
    try:
        carried = json.loads(match[2])
    except (ValueError, RecursionError):
        return None
    return match[1], carried
