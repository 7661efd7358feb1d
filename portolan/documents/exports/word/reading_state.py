"""What is known while a Word file is read: its parts, what was found in it, comments that are open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from portolan.documents.exports.word.read_package import Package, Relation
from portolan.documents.exports.word.read_styles import Lists, Style
from portolan.documents.exports.word.xml import w
from portolan.documents.rules.inline import Run
from portolan.documents.rules.printed import PrintedDocument


@dataclass
class Fields:
    """The fields open at a place of a story, the innermost last; a field may reach over paragraphs."""

    open: list[Field] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """True inside the code of a field, and inside a result that is not text (contents, our citations)."""
        return any(one.in_code or one.is_silent for one in self.open)


@dataclass
class Field:
    """A field: its code, then its result."""

    code: str = ""
    in_code: bool = True
    is_silent: bool = False
    # A link: the address of everything in the result.
    address: str = ""
    # What a silent field showed, to see whether somebody wrote over it.
    shown: str = ""


@dataclass(frozen=True)
class FoundPicture:
    """A picture: the digest it goes by, and its alternative text."""

    digest: str
    alternative: str


@dataclass
class Line:
    """A paragraph of a file, read."""

    role: str = ""
    level: int = 0
    runs: list[Run] = field(default_factory=list)
    alignment: str = ""
    # (list, level) of a numbered paragraph, and how that is numbered.
    numbers: tuple[str, int] | None = None
    kind: str = ""
    start: int = 1
    bookmarks: list[str] = field(default_factory=list)
    # What is counted, of a caption: `Table`, `Figure`; the runs from there on are its words.
    counted: str = ""
    label_end: int = 0
    pictures: list[FoundPicture] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    is_contents: bool = False
    # Its end was deleted with changes tracked: the next paragraph goes on in it.
    goes_on: bool = False

    @property
    def text(self) -> str:
        """The words with their spaces, without marks and notes."""
        return "".join(run.value if run.kind == "text" else " " for run in self.runs)

    @property
    def words(self) -> str:
        """The words with one space between them."""
        return " ".join(self.text.split())


@dataclass
class Reading:
    """One file being read."""

    package: Package
    styles: dict[str, Style]
    lists: Lists
    printed: PrintedDocument | None
    is_ours: bool
    is_rtl: bool
    notes: dict[str, Any]
    endnotes: dict[str, Any]
    pictures: dict[str, bytes] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[str]] = field(default_factory=dict)
    # Comment -> the words it is on; those that are open now.
    quotes: dict[str, list[str]] = field(default_factory=dict)
    open_comments: set[str] = field(default_factory=set)
    relations: dict[str, Relation] = field(default_factory=dict)

    def saw(self, kind: str, words: str = "") -> None:
        """Count something for the report, with its words where they are worth showing."""
        self.found[kind] += 1
        if words:
            self.said.setdefault(kind, []).append(words)

    def style(self, properties: Any, tag: str) -> Style:
        """The style named in `<w:pPr>` or `<w:rPr>`."""
        named = properties.find(w(tag)) if properties is not None else None
        return self.styles.get(named.get(w("val"), ""), Style()) if named is not None else Style()

    def hear(self, text: str) -> None:
        """Words were read: the comments that are open are on them."""
        for comment in self.open_comments:
            self.quotes.setdefault(comment, []).append(text)
