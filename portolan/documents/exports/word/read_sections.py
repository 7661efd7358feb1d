"""Which section each block of a file belongs to: by our bookmarks, else by the words or the number of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portolan.documents.exports.word import names
from portolan.documents.exports.word.read_blocks import ReadBlock
from portolan.documents.exports.word.reading_state import Reading
from portolan.documents.rules.printed import PrintedDocument, PrintedSection
from portolan.kernel.folding import match_key

# "3.", "3.1 ", "IV –", and the same in Arabic digits, before a heading.
_NUMBER = re.compile(r"\s*((?:\d+|[IVXLC]+|[A-Z])(?:\.\d+)*)\s*[.)\-–—:\s\u00a0]+(?=\S)")
_LONGEST_HEADING = 150


@dataclass
class Placed:
    """The blocks of a section, or of a passage that belongs to none (no key)."""

    key: str
    heading: str
    blocks: list[ReadBlock] = field(default_factory=list)
    # The hash its bookmark carries; empty for a file not of ours.
    base_hash: str = ""
    level: int = 1


def by_bookmarks(reading: Reading, blocks: Sequence[ReadBlock], keys: Mapping[str, str]) -> list[Placed]:
    """The sections of a file of ours, cover and end left aside; `keys` gives a section's key by its mark."""
    placed: list[Placed] = []
    for block in blocks:
        if block.is_end:
            break
        bookmark = names.read_section_bookmark(block.section) if block.section else None
        if bookmark:
            placed.append(Placed(keys.get(bookmark[1], ""), block.words, base_hash=bookmark[2], level=block.level or 1))
            placed[-1].blocks += [ReadBlock("", comments=block.comments)] if block.comments else []
        elif placed:
            placed[-1].blocks.append(inner_heading(reading, block, placed[-1].level))
    return placed


def inner_heading(reading: Reading, block: ReadBlock, level: int) -> ReadBlock:
    """A heading inside a section as h3 or h4, by how far below the section's it is."""
    if block.level:
        if block.level <= level:
            reading.saw("headings-inside", block.words)
        tag = "h3" if block.level <= level + 1 else "h4"
        block.html = f"<{tag}>{block.html.removeprefix('<h3>').removesuffix('</h3>')}</{tag}>" if block.html else ""
    return block


def by_headings(
    reading: Reading, blocks: Sequence[ReadBlock], printed: PrintedDocument, headings: Mapping[str, Iterable[str]]
) -> list[Placed]:
    """The sections of any file; what stands under no heading of ours comes without a key."""
    starts = _starts(blocks, printed, headings)
    placed = [Placed("", "")]
    for at, block in enumerate(blocks):
        level = block.level or 1
        if at in starts:
            placed.append(Placed(starts[at], block.words or _words(block), level=level))
            placed[-1].blocks += [ReadBlock("", comments=block.comments)] if block.comments else []
        elif block.level and block.level <= placed[-1].level:
            placed.append(Placed("", block.words, level=block.level))
        else:
            placed[-1].blocks.append(inner_heading(reading, block, placed[-1].level))
    return [one for one in placed if one.key or one.blocks or one.heading]


def _starts(
    blocks: Sequence[ReadBlock], printed: PrintedDocument, headings: Mapping[str, Iterable[str]]
) -> dict[int, str]:
    """Where each section begins, by place: styled headings first, then lines that say the same, the last of them."""
    keys: dict[str, str] = {}
    for section in printed.sections:
        for words in (section.heading, *headings.get(section.key, ())):
            keys.setdefault(match_key(words), section.key)
    keys.pop("", None)
    found: dict[int, str] = {}
    styled: set[str] = set()
    could = [bool(block.level) or bool(_key_of(block, keys)) for block in blocks]
    for is_styled in (True, False):
        for at, block in enumerate(blocks):
            key = _key_of(block, keys) if bool(block.level) == is_styled else ""
            # Plain lines that follow each other are a list of contents that somebody typed.
            if key and key not in styled and (is_styled or not all(could[at : at + 2])):
                found[at] = key
        styled = set(found.values())
    return _by_number(blocks, printed.sections, _last_of_each(found, blocks))


def _last_of_each(found: dict[int, str], blocks: Sequence[ReadBlock]) -> dict[int, str]:
    """A section named by several plain lines begins at the last; the others are a list of contents."""
    plain = {key: at for at, key in sorted(found.items()) if not blocks[at].level}
    return {at: key for at, key in found.items() if blocks[at].level or plain[key] == at}


def _key_of(block: ReadBlock, keys: Mapping[str, str]) -> str:
    words = block.words if block.level else _words(block)
    if not words or len(words) > _LONGEST_HEADING:
        return ""
    return keys.get(match_key(words)) or keys.get(match_key(_NUMBER.sub("", words, count=1)), "")


def _words(block: ReadBlock) -> str:
    """The words of a line that could be a heading; nothing for other blocks."""
    if not block.html.startswith("<p") or len(block.html) > 4 * _LONGEST_HEADING:
        return ""
    return " ".join(re.sub(r"<[^>]*>", " ", block.html).split())


def _by_number(
    blocks: Sequence[ReadBlock], sections: Sequence[PrintedSection], found: dict[int, str]
) -> dict[int, str]:
    """Headings with the number of a section that no words were found for."""
    left = {section.number: section.key for section in sections if section.number and section.key not in found.values()}
    for at, block in enumerate(blocks):
        number = _NUMBER.match(block.words) if block.level and at not in found else None
        if number and number[1] in left:
            found[at] = left.pop(number[1])
    return found
