"""Asking: which things answer a question, of those this user may see, and how they divide into facets.

The order is ours and the same on both databases: things whose title answers first, then by kind, the latest first,
then by id. Counting stops at `CAP`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from portolan.kernel.languages import current_language, reading_order
from portolan.kernel.periods import PartialDate
from portolan.search.domain import index
from portolan.search.domain.questions import Question, read
from portolan.search.domain.snippets import Part, marked, passage
from portolan.search.enums import MANY_VALUED, Facet
from portolan.search.models import Entry
from portolan.search.registry import Kind, facet_kinds, kinds

CAP = 1_000
PAGE = 20

type_of_key = tuple[str, int]


@dataclass(frozen=True)
class Hit:
    """A thing that answers, in the reader's language where it has it."""

    kind: str
    object_id: int
    slug: str
    language: str
    title: tuple[Part, ...]
    passage: tuple[Part, ...]
    passage_language: str
    date_key: int
    facets: Mapping[str, Sequence[str]]
    is_invented: bool

    @property
    def date(self) -> PartialDate | None:
        """Its date, as precisely as known."""
        year, rest = divmod(self.date_key, 10_000)
        return PartialDate(year, rest // 100 or None, rest % 100 or None) if year else None

    @property
    def plain_title(self) -> str:
        """The title without marks."""
        return "".join(part.text for part in self.title)

    @property
    def plain_passage(self) -> str:
        """The passage without marks."""
        return "".join(part.text for part in self.passage)


@dataclass(frozen=True)
class Value:
    """One value of a facet: how many of the things have it, and what it is called."""

    value: str
    count: int
    label: str


@dataclass(frozen=True)
class Answer:
    """One page of what was found."""

    question: Question
    hits: tuple[Hit, ...] = ()
    total: int = 0
    # More than CAP answer: `total` and the counts of the facets are those of the first CAP.
    more: bool = False
    facets: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """What is wanted: the question, facets chosen, whether invented things too, and from whom."""

    typed: str
    user: Any
    facets: Mapping[str, str] = field(default_factory=dict)
    demonstration: bool = False
    language: str = ""


def ask(wish: Wish, *, page: int = 1, page_size: int = PAGE) -> Answer:
    """Find what answers a wish; nothing for an empty question. Pages beyond the last hold nothing."""
    question = read(wish.typed)
    if not question:
        return Answer(question)
    found = _things(question, wish)
    keys, more = list(found)[:CAP], len(found) > CAP
    wanted = keys[(page - 1) * page_size : page * page_size]
    language = wish.language or current_language()
    return Answer(
        question,
        _hits(question, wanted, found, language),
        len(keys),
        more,
        _facets([found[key] for key in keys], language),
    )


@dataclass
class _Found:
    """What is known of a thing that answers before its texts are read."""

    kind: str
    year: int
    facets: Mapping[str, Sequence[str]]
    languages: list[str] = field(default_factory=list)

    def values(self, facet: str) -> Iterable[str]:
        """The values it has in a facet."""
        if facet == Facet.KIND:
            return (self.kind,)
        if facet == Facet.YEAR:
            return (str(self.year),) if self.year else ()
        if facet == Facet.LANGUAGE:
            return tuple(code for code in self.languages if code)
        return self.facets.get(facet, ())


def _things(question: Question, wish: Wish) -> dict[type_of_key, _Found]:
    """The things in order, at most one more than CAP: those with a title that answers, then all others."""
    found: dict[type_of_key, _Found] = {}
    first, last = _seen(wish)
    for some, in_title in (([*first, *last], True), (first, False), (last, False)):
        if some and len(found) <= CAP:
            _add(found, _rows(question, wish, some, in_title=in_title))
    return found


def _add(found: dict[type_of_key, _Found], rows: Iterable[tuple]) -> None:
    """Take in rows, which come in order, until there is one thing more than CAP."""
    for kind, pk, language, date, facets in rows:
        if (kind, pk) not in found:
            if len(found) > CAP:
                return
            found[kind, pk] = _Found(kind, date // 10_000, facets)
        if language not in found[kind, pk].languages:
            found[kind, pk].languages.append(language)


def _seen(wish: Wish) -> tuple[list[tuple[Kind, Any]], list[tuple[Kind, Any]]]:
    """The kinds this user sees something of, each with what, and apart from them those of the last rank.

    Order goes by rank first, so the answer is the same as if all were asked for at once. The last rank is people, who
    may be more than all other things together: their texts are searched only where the others do not fill the answer.
    """
    wanted = wish.facets.get(Facet.KIND)
    seen = [(kind, kind.visible(wish.user)) for kind in kinds().values() if wanted in {None, kind.name}]
    seen = [(kind, things) for kind, things in seen if not things.query.is_empty()]
    last = max((kind.rank for kind in kinds().values()), default=0)
    return [pair for pair in seen if pair[0].rank < last], [pair for pair in seen if pair[0].rank == last]


def _rows(question: Question, wish: Wish, some: Sequence[tuple[Kind, Any]], *, in_title: bool) -> Iterable[tuple]:
    """Entries that answer, in order. A thing has an entry for each language, so as many times more are read."""
    many = {name: value for name, value in wish.facets.items() if name in MANY_VALUED}
    names = [kind.name for kind, _ in some]
    rows = Entry.objects.filter(pk__in=index.matching(question.terms, many, names, in_title=in_title))
    rows = rows.filter(_visible(some)).filter(**_columns(wish))
    if not wish.demonstration:
        rows = rows.filter(is_invented=False)
    values = rows.order_by("rank", "-date_key", "kind", "object_id", "language")
    limit = (CAP + 1) * (len(settings.LANGUAGES) + 1)
    return values.values_list("kind", "object_id", "language", "date_key", "facets")[:limit]


def _columns(wish: Wish) -> dict[str, Any]:
    """The filters of the facets that are columns; an unreadable year finds nothing."""
    wanted: dict[str, Any] = {}
    if kind := wish.facets.get(Facet.KIND):
        wanted["kind"] = kind
    if language := wish.facets.get(Facet.LANGUAGE):
        wanted["language"] = language
    if year := wish.facets.get(Facet.YEAR):
        number = int(year) if re.fullmatch(r"[0-9]{4}", year) else -1
        wanted |= {"date_key__gte": number * 10_000, "date_key__lt": (number + 1) * 10_000, "date_key__gt": 0}
    return wanted


def _visible(some: Iterable[tuple[Kind, Any]]) -> Q:
    """Which entries of these kinds this user may see: those of things it shows to the user."""
    seen = Q(pk__in=[])
    for kind, things in some:
        mine = Q(kind=kind.name)
        seen |= mine if _is_all(things) else mine & Q(Exists(things.filter(pk=OuterRef("object_id"))))
    return seen


def _is_all(things: Any) -> bool:
    """True when a queryset asks nothing of its rows."""
    return not things.query.where.children and not things.query.is_sliced


def _hits(
    question: Question, keys: Sequence[type_of_key], found: Mapping[type_of_key, _Found], language: str
) -> tuple[Hit, ...]:
    """The things of one page with their texts: title in the reader's language, passage where the answer is."""
    wanted = Q(pk__in=[])
    for kind in {kind for kind, _ in keys}:
        wanted |= Q(kind=kind, object_id__in=[pk for of, pk in keys if of == kind])
    entries: dict[type_of_key, dict[str, Entry]] = {}
    for entry in Entry.objects.filter(wanted):
        entries.setdefault((entry.kind, entry.object_id), {})[entry.language] = entry
    return tuple(_hit(question, entries[key], found[key].languages, language) for key in keys if key in entries)


def _hit(question: Question, by_language: Mapping[str, Entry], answering: Sequence[str], language: str) -> Hit:
    order = [*reading_order(language), *sorted(by_language)]
    shown = next(by_language[code] for code in order if code in by_language)
    where = next((by_language[code] for code in order if code in by_language and code in answering), shown)
    return Hit(
        shown.kind,
        shown.object_id,
        shown.slug,
        shown.language,
        marked(shown.title, question, shown.language),
        passage(where.text, question, where.language),
        where.language,
        shown.date_key,
        shown.facets,
        shown.is_invented,
    )


def _facets(found: Sequence[_Found], language: str) -> dict[str, tuple[Value, ...]]:
    """How the things divide, the most frequent first; years the latest first."""
    counts = {facet: Counter(value for thing in found for value in thing.values(facet)) for facet in Facet}
    labels = _labels(counts, language)
    return {
        str(facet): tuple(
            Value(value, count, labels.get((facet, value), value)) for value, count in _in_order(facet, values)
        )
        for facet, values in counts.items()
    }


def _in_order(facet: str, values: Counter[str]) -> list[tuple[str, int]]:
    if facet == Facet.YEAR:
        return sorted(values.items(), reverse=True)
    return sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))


def _labels(counts: Mapping[Facet, Counter[str]], language: str) -> dict[tuple[str, str], str]:
    """What the values of facets are called, from the entries of the things they are, in one query."""
    wanted = Q(pk__in=[])
    for facet, kind in facet_kinds().items():
        wanted |= Q(kind=kind, slug__in=list(counts[Facet(facet)]))
    by_kind = {kind: facet for facet, kind in facet_kinds().items()}
    order = {code: place for place, code in enumerate(reversed(reading_order(language)))}
    rows = Entry.objects.filter(wanted).values_list("kind", "slug", "language", "title")
    best = sorted(rows, key=lambda row: order.get(row[2], -1))
    return {(by_kind[kind], slug): title for kind, slug, _, title in best}
