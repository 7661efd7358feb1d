"""Where a passage stands: taken from one state of a text, found again in a later one, and marked for reading.

Positions are those of characters in `plain_text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from lxml.html import HtmlElement
from rapidfuzz.distance import Indel

from portolan.documents.rules.markup import inner, parse
from portolan.documents.rules.words import pieces

# Characters kept from before and after a passage.
CONTEXT = 60
# Words of the context that must be left on one side, as a share in order, for a passage to be where its words are.
LEAST_CONTEXT = 0.6
# A passage this long (characters) is known by its words alone, wherever it was moved.
KNOWN_BY_ITSELF = 60
# Between an unchanged before and an unchanged after, the share of its characters a changed passage must keep; a
# passage changed less still must keep this share of its words, in order, where its context changed too.
LEAST_BETWEEN, LEAST_WORDS = 0.5, 0.6
# Words of the context that are weighed, the nearest.
_NEAR = 6
# Of the context, what is looked for to find the place between; of places, how many are weighed.
_EDGE, _MOST_PLACES = 24, 400
_WORD = re.compile(r"\S+")
# Words of a passage that a stretch like it holds at least: of w words and a stretch of s with n in order between them,
# likeness is 2n / (w + s), and s is at least n.
_LEAST_SHARED = LEAST_WORDS / (2 - LEAST_WORDS)


@dataclass(frozen=True)
class Anchor:
    """A passage: its words, what stood before and after, and where it began."""

    quote: str
    prefix: str
    suffix: str
    starts_at: int


class _Found(NamedTuple):
    """A place the passage may stand at. More words, more context, and nearer to where it was are better."""

    words: float
    context: float
    nearness: int
    start: int
    end: int


def take(text: str, start: int, end: int) -> Anchor:
    """The passage of a plain text from `start` up to `end`. ValueError when these lie outside or hold nothing."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"No passage from {start} to {end} in {len(text)} characters")
    return Anchor(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start)


def find(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Where the passage stands in a later text, None when it is gone. For several passages, make one `Finder`."""
    return Finder(text).find(anchor)


class Finder:
    """Finds passages in one text, whose words are read once for all of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, anchor: Anchor) -> tuple[int, int] | None:
        """Where the passage stands, None when it is gone.

        Its very words with some of their context left; else what stands between the unchanged before and after and is
        like it; else the place most like it, above `LEAST_WORDS`.
        """
        if not anchor.quote.strip():
            return None
        for candidates in (_exact(anchor, self.text), _between(anchor, self.text), self._like(anchor)):
            best = max(candidates, default=None)
            if best:
                return best.start, best.end
        return None

    @cached_property
    def _there(self) -> list[tuple[int, int]]:
        return [match.span() for match in _WORD.finditer(self.text)]

    @cached_property
    def _words(self) -> list[str]:
        return [self.text[start:end] for start, end in self._there]

    @cached_property
    def _places_of(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._words):
            places[word].append(at)
        return dict(places)

    def _like(self, anchor: Anchor) -> Iterator[_Found]:
        wanted = anchor.quote.split()
        for first, stop in self._windows(wanted):
            steps = [step for step in Indel.opcodes(wanted, self._words[first:stop]) if step.tag == "equal"]
            if not steps:
                continue
            start, end = first + steps[0].dest_start, first + steps[-1].dest_end
            likeness = float(Indel.normalized_similarity(wanted, self._words[start:end]))
            found = _weigh(anchor, self.text, self._there[start][0], self._there[end - 1][1], likeness)
            is_known = len(anchor.quote) >= KNOWN_BY_ITSELF or found.context >= LEAST_CONTEXT
            if likeness >= LEAST_WORDS and is_known:
                yield found

    def _windows(self, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Stretches of words that share most with `wanted`, somewhat longer than it: at most a few."""
        size = min(len(wanted) + len(wanted) // 2 + 1, len(self._words))
        least = max(1, ceil(_LEAST_SHARED * len(wanted) - 1e-9))
        counts = [
            (shared, first)
            for start, stop in self._stretches(wanted, size, least)
            for shared, first in _shared(wanted, self._words[start:stop], size, start)
            if shared >= least
        ]
        for _shares, first in sorted(counts, reverse=True)[:20]:
            yield first, first + size

    def _stretches(self, wanted: Sequence[str], size: int, least: int) -> list[tuple[int, int]]:
        """Where a window may lie that holds `least` of the words.

        Leave out `least` - 1 of them, the commonest: it holds one of the rest, and these stand in few places.
        """
        rarest = sorted(wanted, key=lambda word: len(self._places_of.get(word, ())))[: len(wanted) - least + 1]
        stretches: list[tuple[int, int]] = []
        for at in sorted({at for word in set(rarest) for at in self._places_of.get(word, ())}):
            start, stop = max(0, at - size + 1), min(len(self._words), at + size)
            if stretches and start <= stretches[-1][1]:
                start, _before = stretches.pop()
            stretches.append((start, stop))
        return stretches


def _shared(wanted: Sequence[str], words: Sequence[str], size: int, offset: int) -> Iterator[tuple[int, int]]:
    """Of each window in `words`: how many words it shares with `wanted`, and where it begins, counted from `offset`."""
    left = Counter(wanted)
    shared = 0
    for at, word in enumerate(words):
        if word in left:
            shared += left[word] > 0
            left[word] -= 1
        if at >= size and (gone := words[at - size]) in left:
            left[gone] += 1
            shared -= left[gone] > 0
        if at >= size - 1:
            yield shared, offset + at - size + 1


def _exact(anchor: Anchor, text: str) -> Iterator[_Found]:
    for start in _places(anchor.quote, text, anchor.starts_at):
        found = _weigh(anchor, text, start, start + len(anchor.quote), 1.0)
        if _cuts_a_word(anchor, text, found):
            continue
        if found.context >= LEAST_CONTEXT or len(anchor.quote) >= KNOWN_BY_ITSELF:
            yield found


def _cuts_a_word(anchor: Anchor, text: str, found: _Found) -> bool:
    """True where a whole word of the passage is now part of a longer one: `cité` in `capacité`."""
    sides = [
        (anchor.prefix[-1:], anchor.quote[0], text[max(0, found.start - 1) : found.start]),
        (anchor.suffix[:1], anchor.quote[-1], text[found.end : found.end + 1]),
    ]
    return any(edge.isalnum() and here.isalnum() and not kept.isalnum() for kept, edge, here in sides)


def _places(words: str, text: str, expected: int) -> list[int]:
    """Where `words` stand in `text`; of very many the nearest to where they are expected."""
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if len(places) <= _MOST_PLACES:
        return places
    middle = bisect_left(places, expected)
    first = max(0, min(middle - _MOST_PLACES // 2, len(places) - _MOST_PLACES))
    return places[first : first + _MOST_PLACES]


def _weigh(anchor: Anchor, text: str, start: int, end: int, words: float) -> _Found:
    before = _side(anchor.prefix.split()[-_NEAR:], text[max(0, start - CONTEXT) : start].split()[-_NEAR:])
    after = _side(anchor.suffix.split()[:_NEAR], text[end : end + CONTEXT].split()[:_NEAR])
    # The better side decides whether it is the passage, both decide which of several is.
    context = max(before, after) if max(before, after) < LEAST_CONTEXT else LEAST_CONTEXT + before + after
    return _Found(words, context, -abs(start - anchor.starts_at), start, end)


def _side(kept: list[str], here: list[str]) -> float:
    if not kept or not here:
        return float(kept == here)
    return float(Indel.normalized_similarity(kept, here))


def _between(anchor: Anchor, text: str) -> Iterator[_Found]:
    longest = 2 * len(anchor.quote) + _EDGE
    before, after = anchor.prefix[-_EDGE:], anchor.suffix[:_EDGE]
    starts = [at + len(before) for at in _places(before, text, anchor.starts_at)] if before else [0]
    ends = _places(after, text, anchor.starts_at + len(anchor.quote)) if after else [len(text)]
    for start in starts:
        for end in ends[bisect_left(ends, start) :]:
            if end - start > longest:
                break
            likeness = Indel.normalized_similarity(anchor.quote, text[start:end])
            if likeness >= LEAST_BETWEEN and text[start:end].strip():
                yield _trimmed(_weigh(anchor, text, start, end, likeness), text)


def _trimmed(found: _Found, text: str) -> _Found:
    passage = text[found.start : found.end]
    return found._replace(
        start=found.start + len(passage) - len(passage.lstrip()), end=found.end - len(passage) + len(passage.rstrip())
    )


# -- marks


def mark(html: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with passages (from, up to, id) in `<mark data-remark="id">`; a passage over several lines or marks is
    marked in parts, and where two overlap one stands in the other. For reading, never to be kept."""
    if not html or not spans:
        return html
    tree = parse(html)[0]
    at, cuts = 0, []
    for words, where in list(pieces(tree)):
        if where is not None:
            cuts.append((where, _cut(words, at, spans)))
        at += len(words)
    for (element, part), parts in cuts:
        if len(parts) > 1 or parts[0][1]:
            _wrap(element, part, parts)
    return inner(tree)


def _cut(words: str, at: int, spans: list[tuple[int, int, str]]) -> list[tuple[str, list[str]]]:
    """Words cut where passages begin and end, each piece with the ids of those it lies in."""
    here = [span for span in spans if span[0] < at + len(words) and span[1] > at]
    borders = {0, len(words), *(min(max(side - at, 0), len(words)) for span in here for side in span[:2])}
    edges = sorted(borders)
    return [
        (words[start:end], [name for first, stop, name in here if first <= at + start and at + end <= stop])
        for start, end in pairwise(edges)
    ]


def _wrap(element: HtmlElement, part: str, parts: list[tuple[str, list[str]]]) -> None:
    """The words of an element's beginning, or those after it, in pieces of which some are marked."""
    parent = element if part == "text" else element.getparent()
    place = 0 if part == "text" else parent.index(element) + 1
    setattr(element, part, None)
    last: HtmlElement | None = None
    for words, names in parts:
        if names:
            last = _marked(element, words, names)
            parent.insert(place, last)
            place += 1
        elif last is not None:
            last.tail = words
        else:
            setattr(element, part, words)


def _marked(element: HtmlElement, words: str, names: list[str]) -> HtmlElement:
    outer = innermost = element.makeelement("mark", {"data-remark": str(names[0])})
    for name in names[1:]:
        nested = element.makeelement("mark", {"data-remark": str(name)})
        innermost.append(nested)
        innermost = nested
    innermost.text = words
    return outer
