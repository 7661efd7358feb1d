"""Compares what was read with what was written, block by block; what nobody touched stays exactly as it was."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from lxml.html import HtmlElement

from portolan.documents.exports.word.read_blocks import ReadBlock
from portolan.documents.exports.word.read_model import ReadSection
from portolan.documents.exports.word.read_sections import Placed
from portolan.documents.exports.word.shape import worded
from portolan.documents.rules.blocks import block_hash, blocks, serialise
from portolan.documents.rules.canonical import canonical, text_hash
from portolan.documents.rules.printed import PrintedSection


def settled(placed: Placed, printed: PrintedSection | None, base_hash: str) -> ReadSection:
    """A section as read; `base_hash` is that of the text the file was written from, empty for a foreign file."""
    ours = _Ours(printed.html if printed else "")
    parts = [ours.same(canonical(block.html), block.mark) for block in placed.blocks if block.html]
    html = canonical("".join(parts))
    base = base_hash or (text_hash(printed.html) if printed else "")
    is_changed = text_hash(html) != base
    changed = _blocks_changed(placed.blocks, html, printed, base) if is_changed else 0
    return ReadSection(placed.key, placed.heading, html, base_hash, is_changed, changed)


class _Ours:
    """The blocks of the text as it stands here, to be found again in what was read."""

    def __init__(self, html: str) -> None:
        self.by_hash: dict[str, HtmlElement] = {block_hash(block): block for block in blocks(html)}
        self.by_words = {serialise([worded(block)]): serialise([block]) for block in self.by_hash.values()}

    def same(self, html: str, mark: str) -> str:
        """The block it was, when it is still the same for whoever reads it in Word; otherwise as read."""
        if html in self.by_words:
            return self.by_words[html]
        own = self.by_hash.get(mark)
        if own is not None and _without_languages(html) == _without_languages(serialise([worded(own)])):
            return serialise([own])
        return html


def _without_languages(html: str) -> str:
    """A block but for the languages of words: Word and LibreOffice set those by themselves while one types."""
    elements = blocks(html)
    for element in elements:
        for span in list(element.iter("span")):
            if span.get("lang"):
                span.drop_tag()
    return canonical(serialise(elements))


def _blocks_changed(read: Sequence[ReadBlock], html: str, printed: PrintedSection | None, base: str) -> int:
    now = [block_hash(block) for block in blocks(html)]
    if printed is not None and text_hash(printed.html) == base:
        before = [block_hash(block) for block in blocks(printed.html)]
    else:
        # The text has moved on here since: what the bookmarks say is all there is to compare with.
        before = [block.mark for block in read if block.mark]
    steps = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal")
