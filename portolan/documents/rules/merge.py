"""Two versions of a text that began from the same one, brought together passage by passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portolan.documents.rules.blocks import blocks, serialise

THEIRS, MINE, BOTH = "theirs", "mine", "both"
# Blocks as they are written: what is alike is the same string.
Written = Sequence[str]


@dataclass(frozen=True)
class Passage:
    """Blocks that stand alike in both versions, or a place at which they differ."""

    theirs: str
    mine: str
    # What changed on one side only is proposed from that side; where both changed, a person says.
    proposed: str = ""

    @property
    def is_same(self) -> bool:
        """True where there is nothing to decide."""
        return self.theirs == self.mine


def passages(base: str, theirs: str, mine: str) -> list[Passage]:
    """The passages of two canonical texts, in order; `base` is the text both began from, empty when there was none.

    The three are cut at the blocks that stand in all of them (as diff3 does); between two cuts, where each has as many
    blocks, block stands against block.
    """
    left, right = _written(theirs), _written(mine)
    old = _written(base) if base else _common(left, right)
    found: list[Passage] = []
    for before, one, other in _pieces(old, left, right):
        passage = Passage("".join(one), "".join(other), _proposed(before, one, other))
        if passage.is_same and found and found[-1].is_same:
            found[-1] = Passage(found[-1].theirs + passage.theirs, found[-1].mine + passage.mine)
        else:
            found.append(passage)
    return found


def merged(found: Sequence[Passage], choices: Mapping[int, str]) -> str:
    """The text made of what was chosen; a passage without a choice keeps both sides, so that no word is lost."""
    parts = []
    for number, passage in enumerate(found):
        choice = THEIRS if passage.is_same else choices.get(number, BOTH)
        parts += [passage.theirs] if choice in (THEIRS, BOTH) else []
        parts += [passage.mine] if choice in (MINE, BOTH) else []
    return "".join(parts)


def _written(html: str) -> list[str]:
    return [serialise([block]) for block in blocks(html)] if html else []


def _common(one: Written, other: Written) -> list[str]:
    return [one[at] for at in sorted(_matches(one, other))]


def _matches(old: Written, new: Written) -> dict[int, int]:
    """Place in the old text -> place of the same block in the new one."""
    found = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {each.a + n: each.b + n for each in found for n in range(each.size)}


def _pieces(old: Written, left: Written, right: Written) -> Iterator[tuple[Written, Written, Written]]:
    in_left, in_right = _matches(old, left), _matches(old, right)
    begin = (0, 0, 0)
    for at in (*sorted(set(in_left) & set(in_right)), len(old)):
        end = (at, in_left.get(at, len(left)), in_right.get(at, len(right)))
        between = old[begin[0] : end[0]], left[begin[1] : end[1]], right[begin[2] : end[2]]
        if len({len(part) for part in between}) == 1:
            yield from (([a], [b], [c]) for a, b, c in zip(*between, strict=True))
        elif any(between):
            yield between
        if at < len(old):
            yield [old[at]], [left[end[1]]], [right[end[2]]]
        begin = (end[0] + 1, end[1] + 1, end[2] + 1)


def _proposed(old: Written, theirs: Written, mine: Written) -> str:
    """The side that changed, where only one did."""
    if list(theirs) == list(mine):
        return ""
    if list(theirs) == list(old):
        return MINE
    return THEIRS if list(mine) == list(old) else ""
