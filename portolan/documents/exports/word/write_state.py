"""What a Word file being written has so far: notes, lists, numbers of captions, bookmarks, pictures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document

from portolan.documents.exports.word import names
from portolan.documents.exports.word.xml import el
from portolan.documents.rules.inline import direction_of
from portolan.documents.rules.printed import PrintedDocument, SourceWords

# Twentieths of a point: A4, and the margins.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1304


@dataclass(frozen=True)
class ListNumbers:
    """A list of the file: one instance of a numbering, so that two lists never run on."""

    id: int
    kind: str
    level: int
    start: int


@dataclass
class Writing:
    """One file being written. Each count is of this file, so that the same document gives the same text."""

    printed: PrintedDocument
    document: Document
    # Links of notes belong to their own part.
    notes_part: Any
    notes: list[Any] = field(default_factory=list)
    lists: list[ListNumbers] = field(default_factory=list)
    captions: dict[str, int] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)
    links: dict[tuple[int, str], str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    # Lines of the pages after the cover.
    header: list[Any] = field(default_factory=list)
    footer: list[Any] = field(default_factory=list)
    has_cover: bool = False
    is_landscape: bool = False
    # Its direction is not that of the file, whose styles have the other.
    is_turned: bool = False
    # The last numbers given to bookmarks and pictures, and how often each picture came.
    counts: Counter[str] = field(default_factory=Counter)
    text_width: int = PAGE_WIDTH - 2 * MARGIN

    @property
    def is_rtl(self) -> bool:
        """True when the document is written from the right."""
        return direction_of(self.printed.language) == "rtl"

    def mark(self, name: str) -> tuple[Any, Any]:
        """The two ends of a new bookmark."""
        number = self.next("bookmark")
        start = el("bookmarkStart", id=number, name=name[: names.LONGEST_BOOKMARK])
        return start, el("bookmarkEnd", id=number)

    def next(self, kind: str) -> int:
        """The next number of a kind of thing, from 1."""
        self.counts[kind] += 1
        return self.counts[kind]

    def new_list(self, kind: str, level: int, start: int = 1) -> int:
        """The number of a new list of `kind` (`bullet`, `decimal`, `none`) whose items lie `level` deep."""
        self.lists.append(ListNumbers(len(self.lists) + 1, kind, level, start))
        return self.lists[-1].id

    def continuation(self) -> int:
        """The list without numbers that further paragraphs of an item lie in; its level is theirs."""
        found = next((one.id for one in self.lists if one.kind == "none"), None)
        return found or self.new_list("none", 0)

    def next_caption(self, kind: str) -> int:
        """The number of the next caption of `kind` (`Table`, `Figure`)."""
        self.captions[kind] = self.captions.get(kind, 0) + 1
        return self.captions[kind]

    def source(self, code: str) -> SourceWords:
        """How a source is said; by its code when nobody said how."""
        return self.printed.sources.get(code) or SourceWords(code, code)

    def source_bookmark(self, code: str) -> str:
        """The bookmark of a source in the list at the end; none for a source that is not listed."""
        if code not in self.printed.sources:
            return ""
        return self.sources.setdefault(code, f"_source_{len(self.sources) + 1}")

    def link(self, part: Any, address: str) -> str:
        """The relationship of a link in `part`, one for each address."""
        key = (id(part), address)
        if key not in self.links:
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
            self.links[key] = part.relate_to(address, kind, is_external=True)
        return self.links[key]
