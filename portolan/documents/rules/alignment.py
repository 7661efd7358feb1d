"""Which things of an old list are which of a new one: blocks, items, rows, columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from rapidfuzz.distance import Indel

T = TypeVar("T")

# Beyond this many pairs to weigh, only pairs near the diagonal are.
_MOST_PAIRS = 40_000
_BAND = 60

Pairs = list[tuple[T | None, T | None]]


class Alphabet:
    """Words as single characters, so that two texts compare word by word at the speed of strings."""

    def __init__(self) -> None:
        self.letters: dict[str, str] = {}

    def spell(self, words: Sequence[str]) -> str:
        """One character for each word, the same for the same word. Surrogates are left out, strings hold none."""
        return "".join(self.letters.setdefault(word, self._next()) for word in words)

    def _next(self) -> str:
        code = len(self.letters) + 1
        return chr(code if code < 0xD800 else code + 0x800)


def likeness(one: str, other: str, least: float) -> float:
    """From 0 to 1: twice the words in common, in order, of all words; 0 below `least`."""
    if not one and not other:
        return 1.0
    return float(Indel.normalized_similarity(one, other, score_cutoff=least))


def align(old: Sequence[T], new: Sequence[T], *, key: Callable[[T], str], like: Callable[[T, T], float]) -> Pairs[T]:
    """Old and new in one order: (both), (old, None) for what went, (None, new) for what came.

    What has the same `key` is the same; between such, the pairs whose likeness adds up to most. Order is kept: what
    was moved went and came.
    """
    matcher = SequenceMatcher(None, [key(x) for x in old], [key(x) for x in new], autojunk=False)
    pairs: Pairs[T] = []
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            pairs.extend(zip(old[a:b], new[c:d], strict=True))
        else:
            paired = _pair(old[a:b], new[c:d], like)
            pairs.extend(paired)
    return pairs


def _pair(old: Sequence[T], new: Sequence[T], like: Callable[[T, T], float]) -> Pairs[T]:
    weights = _weights(old, new, like)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            weight = weights.get((i, j), 0.0)
            both = best[i + 1][j + 1] + weight if weight else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: Pairs[T] = []
    i = j = 0
    while i < len(old) and j < len(new):
        weight = weights.get((i, j), 0.0)
        if weight and best[i][j] == best[i + 1][j + 1] + weight:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs + [(left, None) for left in old[i:]] + [(None, right) for right in new[j:]]


def _weights(old: Sequence[T], new: Sequence[T], like: Callable[[T, T], float]) -> dict[tuple[int, int], float]:
    is_large = len(old) * len(new) > _MOST_PAIRS
    slope = len(new) / max(len(old), 1)
    weights = {}
    for i, left in enumerate(old):
        middle = int(i * slope)
        start, stop = (max(0, middle - _BAND), middle + _BAND) if is_large else (0, len(new))
        for j, right in enumerate(new[start:stop], start):
            weight = like(left, right)
            if weight:
                weights[i, j] = weight
    return weights
