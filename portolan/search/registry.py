"""Where higher apps say what can be found, in which words, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text


@dataclass(frozen=True)
class Document:
    """A thing in words. `names` are further names of it in whatever language; they count as its title."""

    title: Text | str
    slug: str = ""
    names: Sequence[str] = ()
    texts: Sequence[Text | str] = ()
    date: PartialDate | None = None
    # Facet -> slugs or codes.
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_invented: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of things that can be found."""

    model: type[models.Model]
    rank: int
    rows: Callable[[], models.QuerySet]
    document: Callable[[Any], Document]
    visible: Callable[[Any], models.QuerySet]

    @property
    def name(self) -> str:
        """As in audit entries: `network.place`."""
        return self.model._meta.label_lower


# The numbers of some things -> the things of another kind whose words contain theirs.
Dependents = Callable[[Sequence[int]], models.QuerySet]

_kinds: dict[str, Kind] = {}
_dependents: dict[str, dict[str, Dependents]] = {}
_facet_kinds: dict[str, str] = {}


def register_kind(
    model: type[models.Model],
    *,
    rank: int,
    rows: Callable[[], models.QuerySet],
    document: Callable[[Any], Document],
    visible: Callable[[Any], models.QuerySet],
) -> None:
    """Let the things of a model be found.

    `rows()` gives those to be found at all, with what `document(thing)` reads; `visible(user)` those a user may see;
    `rank` orders kinds that answer a question equally well.
    """
    _kinds[model._meta.label_lower] = Kind(model, rank, rows, document, visible)


def register_facet(facet: str, model: type[models.Model]) -> None:
    """Say whose titles name the values of a facet: a city's slug is said with the title of the place of that slug."""
    _facet_kinds[facet] = model._meta.label_lower


def kinds() -> Mapping[str, Kind]:
    """Every kind by name."""
    return _kinds


def kind_of(model: type[models.Model]) -> Kind | None:
    """The kind of a model's things; None when they cannot be found."""
    return _kinds.get(model._meta.label_lower)


def facet_kinds() -> Mapping[str, str]:
    """Facet -> the kind that names its values."""
    return _facet_kinds


def register_dependents(model: type[models.Model], name: str, find: Dependents) -> None:
    """Say which things are found by words of things of a model: the meetings of a body, by its name."""
    _dependents.setdefault(model._meta.label_lower, {})[name] = find


def dependents_of(model: type[models.Model], pks: Sequence[int]) -> list[models.QuerySet]:
    """The things whose words contain those of these, a queryset for each kind."""
    return [find(pks) for find in _dependents.get(model._meta.label_lower, {}).values()]
