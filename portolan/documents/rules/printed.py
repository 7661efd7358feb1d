"""A document as exporters get it: everything a file shows, with nothing left to ask the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PrintedSection:
    """A section: its number as shown ("3"), heading, and canonical text in the document's language."""

    key: str
    level: int
    heading: str
    html: str
    number: str = ""
    # Hash of the revision it stands at; empty for a section without text.
    hash: str = ""


@dataclass(frozen=True)
class SourceWords:
    """How a cited source is said: short in the text ("INS, 2020"), whole in the list of sources."""

    short: str
    whole: str
    address: str = ""


@dataclass(frozen=True)
class PrintedReservation:
    """A reservation a party asked to have printed."""

    party: str
    words: str
    date: dt.date


@dataclass(frozen=True)
class PrintedDocument:
    """One document in one language. `pictures` gives a picture's bytes by digest, None when it is not there."""

    title: str
    language: str
    kind: str
    template: str
    content_hash: str
    sections: Sequence[PrintedSection]
    city: str = ""
    date: dt.date | None = None
    # "2" for the second edition; empty for a work text, which every page then says.
    edition: str = ""
    address: str = ""
    # How it was validated, as one sentence, for the cover.
    validation: str = ""
    network: str = ""
    is_invented: bool = False
    sources: Mapping[str, SourceWords] = field(default_factory=dict)
    # `to:kind:id` -> full address, for links between things.
    addresses: Mapping[str, str] = field(default_factory=dict)
    reservations: Sequence[PrintedReservation] = ()
    pictures: Callable[[str], bytes | None] = lambda digest: None
