"""The names a file of ours carries: styles, bookmarks, properties, fields. Writer and reader share them."""

from __future__ import annotations

import hashlib
import re

# Styles by identifier. The reader goes by the name of a style, as LibreOffice gives identifiers of its own.
TITLE, SUBTITLE, CAPTION, QUOTE, CREDIT, PICTURE = "Title", "Subtitle", "Caption", "Quote", "Credit", "Picture"
BULLET, NUMBER, CONTINUE = "ListBullet", "ListNumber", "ListContinue"
QUOTE_LIST, QUOTE_CONTINUE = "QuoteList", "QuoteContinue"
BOX, BOX_TITLE, BOX_TEXT = "Box", "BoxTitle", "BoxText"
TABLE, TABLE_TEXT, COLUMN_HEADING, ROW_HEADING = "DocumentTable", "TableText", "TableHeading", "TableRowHeading"
NOTE_TEXT, NOTE_MARK, LINK = "FootnoteText", "FootnoteReference", "Hyperlink"
END_HEADING, SPACER, BIBLIOGRAPHY = "EndHeading", "Spacer", "Bibliography"

# Fills of heading cells; the reader takes them as headings as well, since a cell may begin with a list.
COLUMN_FILL, ROW_FILL = "0F4265", "E3E9E6"

# Bookmarks: Word takes at most 40 characters, and hides names that begin with a line.
_SECTION, _BLOCK = "_ps", "_pb"
END = "_pe"
# Of a file for translators: a cell that shows the source again, to be written over.
FILLED = "_pf"
_SECTION_NAME = re.compile(r"_ps_(\d+)_([0-9a-f]{8})_([0-9a-f]{0,16})")
_BLOCK_NAME = re.compile(r"_pb_(\d+)_(\d+)_([0-9a-f]{16})")
LONGEST_BOOKMARK = 40

# Document properties.
FORMAT, LANGUAGE, FINGERPRINT = "Portolan format", "Portolan language", "Portolan fingerprint"
DOCUMENT, SECTION, REMARKS = "Portolan document", "Portolan section", "Portolan remarks"
# Of a file for translators only: its source language, and the hash of what stood in the target when it was written.
SOURCE_LANGUAGE, TARGET = "Portolan source language", "Portolan target"
FORMAT_VERSION = "1"

# Fields that nobody but us reads, as reference managers have them: Word and LibreOffice keep what they carry.
FIELD = "ADDIN PORTOLAN"
CITE, TO, MISSING_PICTURE = "cite", "to", "picture"


def key_mark(key: str) -> str:
    """A section's key as a bookmark has room for it."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def section_bookmark(position: int, key: str, digest: str) -> str:
    """The bookmark of a section's heading; `digest` is the hash of its text."""
    return f"{_SECTION}_{position}_{key_mark(key)}_{digest[:16]}"


def block_bookmark(section: int, position: int, digest: str) -> str:
    """The bookmark of a block; `digest` is its hash."""
    return f"{_BLOCK}_{section}_{position}_{digest}"


def read_section_bookmark(name: str) -> tuple[int, str, str] | None:
    """(position, mark of the key, first half of the hash), when it is one."""
    match = _SECTION_NAME.fullmatch(name)
    return (int(match[1]), match[2], match[3]) if match else None


def read_block_bookmark(name: str) -> str | None:
    """The hash of the block, when it is one."""
    match = _BLOCK_NAME.fullmatch(name)
    return match[3] if match else None


def language_style(language: str) -> str:
    """The character style of words in another language."""
    return f"Language{language.capitalize()}"
