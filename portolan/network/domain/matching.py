"""Likely duplicates among people: who may be whom, why, and how sure. Nothing is ever merged here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

# Names this alike, of 100, are shown; below, a typing error is less likely than another person.
ALIKE = 90
# A group of equal keys larger than this says nothing ("info@", one family name): its members are not compared pairwise.
CROWD = 25
# How many neighbours in the alphabet each name is compared with, to find typing errors.
NEIGHBOURS = 3
MOST = 5

_VOWELS = re.compile(r"[aeiouyءاويى\s]+")


class Known:
    """What is compared of a person: a key to find them by, folded name, folded e-mail, and the body they belong to."""

    __slots__ = ("body", "email_key", "key", "match_key", "ordered")

    def __init__(self, key: str, match_key: str, email_key: str, body: object = None) -> None:
        self.key = key
        self.match_key = match_key
        self.email_key = email_key
        self.body = body
        self.ordered = " ".join(sorted(match_key.split()))


@dataclass(frozen=True)
class Likeness:
    """One who may be the same, why, and how alike the names are, of 100."""

    other: Known
    reasons: tuple[str, ...]
    score: int


def likely_duplicates(incoming: Sequence[Known], present: Iterable[Known]) -> dict[str, list[Likeness]]:
    """For each of `incoming`, those present or incoming before them who may be the same person, likeliest first.

    Reasons: `same-email`, `same-name`, `swapped-name`, `similar-name`, and with one of them `same-organisation`.
    """
    everyone = [*present, *incoming]
    place = {id(person): number for number, person in enumerate(everyone)}
    first_new = len(everyone) - len(incoming)
    # Of two numbers, one: a hundred thousand people make half a million pairs.
    pairs: set[int] = set()
    for group in _groups(everyone):
        _pair(group, place, first_new, pairs)
    shared = Counter(person.email_key for person in everyone if person.email_key)
    found: dict[str, list[Likeness]] = defaultdict(list)
    for pair in pairs:
        later, earlier = divmod(pair, len(everyone))
        person = everyone[later]
        likeness = _compare(person, everyone[earlier], mailbox_tells=shared[person.email_key] <= CROWD)
        if likeness is not None:
            found[person.key].append(likeness)
    for likenesses in found.values():
        likenesses.sort(key=lambda one: (-one.score, one.other.key))
        del likenesses[MOST:]
    return dict(found)


def _groups(everyone: Sequence[Known]) -> Iterable[list[Known]]:
    """Groups worth comparing: one mailbox, one name in any order, the same consonants, neighbours in the alphabet."""
    for key_of in (_email, _ordered, _skeleton):
        index: dict[str, list[Known]] = defaultdict(list)
        for person in everyone:
            key = key_of(person)
            if key:
                index[key].append(person)
        yield from (group for group in index.values() if 1 < len(group) <= CROWD)
    ordered = sorted(everyone, key=_ordered)
    for start in range(len(ordered) - 1):
        yield [ordered[start], *ordered[start + 1 : start + 1 + NEIGHBOURS]]


def _email(person: Known) -> str:
    return person.email_key


def _ordered(person: Known) -> str:
    return person.ordered


def _skeleton(person: Known) -> str:
    """The consonants of the name in any order: `Mohamed` and `Muhammad` share them, once doubled letters are one."""
    bare = _VOWELS.sub("", person.ordered)
    return "".join(letter for letter, before in zip(bare, " " + bare, strict=False) if letter != before)


def _pair(group: list[Known], place: dict[int, int], first_new: int, pairs: set[int]) -> None:
    """All pairs of a small group of which at least one is incoming; of neighbours, only the first with the others."""
    numbers = sorted(place[id(person)] for person in group)
    if numbers[-1] < first_new:
        return
    for position, later in enumerate(numbers):
        if later >= first_new:
            for earlier in numbers[:position]:
                pairs.add(later * len(place) + earlier)


def _compare(person: Known, other: Known, *, mailbox_tells: bool) -> Likeness | None:
    """Why two may be one, or None."""
    same_email = mailbox_tells and bool(person.email_key) and person.email_key == other.email_key
    score = 100 if person.ordered == other.ordered else round(fuzz.ratio(person.ordered, other.ordered))
    reasons = []
    if same_email:
        reasons.append("same-email")
    if person.match_key == other.match_key:
        reasons.append("same-name")
    elif person.ordered == other.ordered:
        reasons.append("swapped-name")
    elif score >= ALIKE:
        reasons.append("similar-name")
    if not reasons:
        return None
    if reasons and person.body is not None and person.body == other.body:
        reasons.append("same-organisation")
    return Likeness(other, tuple(reasons), score)
