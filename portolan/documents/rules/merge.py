"""Two versions of a text that began from the same one, brought together passage by passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portolan.documents.rules.blocks import block_hash, blocks, serialise

THEIRS, MINE, BOTH = "theirs", "mine", "both"


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
    """The passages of two canonical texts, in order; `base` is the text both began from, empty when there was none."""
    old = {block_hash(block) for block in blocks(base)}
    left, right = blocks(theirs), blocks(mine)
    hashes = [[block_hash(block) for block in side] for side in (left, right)]
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, *hashes, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Passage(serialise(left[a:b]), serialise(right[c:d])))
        else:
            found.append(
                Passage(serialise(left[a:b]), serialise(right[c:d]), _proposed(old, hashes[0][a:b], hashes[1][c:d]))
            )
    return found


def merged(found: Sequence[Passage], choices: Mapping[int, str]) -> str:
    """The text made of what was chosen; a passage without a choice keeps both sides, so that no word is lost."""
    parts = []
    for number, passage in enumerate(found):
        choice = THEIRS if passage.is_same else choices.get(number, BOTH)
        parts += [passage.theirs] if choice in (THEIRS, BOTH) else []
        parts += [passage.mine] if choice in (MINE, BOTH) else []
    return "".join(parts)


def _proposed(old: set[str], theirs: Sequence[str], mine: Sequence[str]) -> str:
    """The side that changed, where only one did: what is not new on a side was there before."""
    theirs_new, mine_new = not old.issuperset(theirs), not old.issuperset(mine)
    if theirs_new != mine_new:
        return THEIRS if theirs_new else MINE
    # Neither has a new block: one of them took some out of what both began with.
    if not theirs_new and bool(theirs) != bool(mine):
        return MINE if theirs else THEIRS
    return ""
