"""What reading a Word file gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadSection:
    """A section found in the file. `base_hash` is the text it was written from; empty for a file not of ours."""

    key: str
    heading: str
    html: str
    base_hash: str = ""
    is_changed: bool = True
    # Blocks added, changed or removed since the file was written, or since the text it is compared with.
    blocks_changed: int = 0


@dataclass(frozen=True)
class ReadComment:
    """A comment: what it is on, what it says, who wrote it. `is_known` for a remark that we wrote into the file."""

    section_key: str
    quote: str
    text: str
    author: str
    date: dt.datetime | None
    is_known: bool = False


@dataclass(frozen=True)
class ReportLine:
    """A line of the report on a file: a stable kind, a sentence for the reader, and how many."""

    kind: str
    words: str
    count: int = 1


@dataclass(frozen=True)
class Unplaced:
    """Text of the file that belongs to no section of the document: its heading, and itself."""

    heading: str
    html: str


@dataclass(frozen=True)
class ReadDocument:
    """A Word file as read. `pictures` are those that are new, by the sha256 of their bytes as in the file."""

    sections: Sequence[ReadSection]
    comments: Sequence[ReadComment]
    report: Sequence[ReportLine]
    pictures: Mapping[str, bytes]
    unplaced: Sequence[Unplaced] = field(default_factory=tuple)
    # True for a file that we wrote, whoever saved it since.
    is_ours: bool = False
