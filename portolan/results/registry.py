"""Where apps bring the link tables the thread reads. A link is readable from both its ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from portolan.kernel.periods import PartialDate


@dataclass(frozen=True)
class Step:
    """What a link leads to: the code of the link, the thing with its kind and date, the verb, what the link adds."""

    link: str
    kind: Promise | str
    thing: models.Model
    title: Any
    verb: Promise | str
    date: PartialDate | None = None
    detail: Any = ""
    invented: bool = False


@dataclass(frozen=True)
class LinkSource:
    """A link table: how to read it from a thing of `model`. `order` places its steps among those of other sources."""

    code: str
    model: type[models.Model]
    order: int
    read: Callable[[models.Model, Any], Iterable[Step]]


_sources: dict[tuple[str, type[models.Model]], LinkSource] = {}


def register_link_source(source: LinkSource) -> None:
    """Join the thread of the things of `source.model`; registering the same code again replaces it."""
    _sources[(source.code, source.model)] = source


def link_sources(model: type[models.Model]) -> list[LinkSource]:
    """The sources that start or end at things of a model, in their order."""
    found = [source for (_, start), source in _sources.items() if start is model]
    return sorted(found, key=lambda source: (source.order, source.code))
