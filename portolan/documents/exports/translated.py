"""What a translator's file gives when it comes back, and which blocks of two languages belong together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from portolan.documents.exports.word.read_model import ReportLine


@dataclass(frozen=True)
class SegmentError:
    """A segment that cannot be taken: where it stands, why, and what the translator wrote."""

    section_key: str
    segment: str
    words: str
    target: str


@dataclass(frozen=True)
class ReadTranslation:
    """A translator's file as read: canonical text and the hash of the source it was made from, by section.

    A section without any translation is not in `sections`; nor is one with errors, whose words stand in `errors`.
    `untranslated` counts the blocks of a section that have no translation yet.
    """

    language: str
    sections: Mapping[str, str]
    source_hashes: Mapping[str, str]
    errors: Sequence[SegmentError] = ()
    untranslated: Mapping[str, int] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    report: Sequence[ReportLine] = ()


def aligned(source: Sequence[Hashable], target: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of places whose shapes agree, in order; what has no partner comes alone, each side in its order."""
    for kind, a, b, c, d in SequenceMatcher(None, source, target, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        else:
            yield from ((at, None) for at in range(a, b))
            yield from ((None, at) for at in range(c, d))
