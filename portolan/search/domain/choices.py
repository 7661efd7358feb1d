"""What a reader chose on a page of hits, and the ways on from there: each facet's values with the query of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator

from portolan.kernel.dates import reading_locale
from portolan.kernel.languages import current_language
from portolan.search.domain.hits import PAGE, Answer, Value
from portolan.search.enums import Facet
from portolan.search.registry import kinds

SHOWN = 12  # values of one facet on a page


@dataclass(frozen=True)
class Way:
    """A link to the same question, narrowed to a value of a facet or freed of it."""

    label: str
    count: int
    query: str


@dataclass(frozen=True)
class Group:
    """A facet with its values."""

    label: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Choices:
    """The question as typed, the facets in force, whether invented things are wanted, the page."""

    typed: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    demonstration: bool = False
    page: int = 1

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Choices:
        """Read the keys of a query; raises ValueError for a page that is no page."""
        page = params.get("page") or "1"
        if not (page.isascii() and page.isdigit() and 0 < int(page) <= 10_000):
            raise ValueError(page)
        facets = {str(name): params[name][:80] for name in Facet if params.get(name)}
        return cls(params.get("q", "")[:200], facets, params.get("demonstration") == "1", int(page))

    def query(self, facets: Mapping[str, str]) -> str:
        """The query of the first page of the same question with these facets."""
        more = {"demonstration": "1"} if self.demonstration else {}
        return "?" + urlencode({"q": self.typed, **facets, **more})

    @property
    def bare_query(self) -> str:
        """The question without any facet."""
        return self.query({})


def groups(choices: Choices, answer: Answer) -> list[Group]:
    """The facets that divide the hits, without those in force; a facet with one value for all divides nothing."""
    found = []
    for facet in Facet:
        values = answer.facets.get(facet, ())[:SHOWN]
        if facet in choices.facets or not values or (len(values) == 1 and values[0].count == answer.total):
            continue
        ways = tuple(
            Way(say_value(facet, value), value.count, choices.query({**choices.facets, facet: value.value}))
            for value in values
        )
        found.append(Group(str(facet.label), ways))
    return found


def in_force(choices: Choices, answer: Answer) -> list[Way]:
    """The facets in force, each with the query without it."""
    ways = []
    for name, chosen in choices.facets.items():
        value = next(
            (value for value in answer.facets.get(name, ()) if value.value == chosen), Value(chosen, 0, chosen)
        )
        rest = {key: kept for key, kept in choices.facets.items() if key != name}
        ways.append(Way(say_value(Facet(name), value), value.count, choices.query(rest)))
    return ways


def say_value(facet: Facet, value: Value) -> str:
    """A value of a facet in the reader's language."""
    if facet == Facet.KIND:
        return say_kind(value.value)
    if facet == Facet.LANGUAGE:
        return reading_locale(current_language()).languages.get(value.value, value.value)
    return value.label


def say_kind(kind: str) -> str:
    """The name of a kind of things in the reader's language."""
    known = kinds().get(kind)
    return str(known.model._meta.verbose_name) if known else kind


def pages(answer: Answer) -> Paginator:
    """The pages of an answer, for the links between them."""
    return Paginator(range(answer.total), PAGE)
