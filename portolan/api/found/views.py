"""Search by the API: what the public may see, at a bounded rate for each address."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from ninja import Field, Query, Router

from portolan.api.collections import PUBLIC, Asked, Code, page_address, refuse_unknown
from portolan.api.collections import Page as PageOut
from portolan.api.problems import Problem, too_many
from portolan.api.texts import Closed
from portolan.kernel.languages import current_language
from portolan.search.domain.hits import CAP, Answer, Wish, ask
from portolan.search.enums import Facet

LIMIT = "60/minute"
router = Router()


class HitOut(Closed):
    """A thing that answers."""

    kind: str
    code: str
    title: str
    language: str
    passage: str
    passage_language: str
    date: str | None
    places: list[str]
    themes: list[str]
    demonstration: bool


class ValueOut(Closed):
    """A value of a facet."""

    value: str
    label: str
    count: int


class FoundOut(PageOut):
    """A page of what was found."""

    more: bool = Field(..., description=f"more than {CAP} things answer; counts are those of the first {CAP}")
    facets: dict[str, list[ValueOut]]
    results: list[HitOut]


class AskedSearch(Asked):
    """A question."""

    q: str = Field(
        ..., max_length=200, description=gettext_noop("Words; those in quotes are taken just as they stand.")
    )
    kind: Code | None = Field(None, description=gettext_noop("Kind of thing, as in the facets."))
    city: Code | None = Field(None, description=gettext_noop("Code of a place."))
    theme: Code | None = Field(None, description=gettext_noop("Code of a theme."))
    year: int | None = Field(None, ge=1900, le=2200, description=gettext_noop("Year."))
    language: Code | None = Field(None, description=gettext_noop("Language the answer is in."))


@cache
def _limiter() -> FixedWindowRateLimiter:
    """In the shared cache where there is one, else in this process."""
    return FixedWindowRateLimiter(storage_from_string(settings.CACHE_URL or "memory://"))


def seconds_to_wait(request: HttpRequest) -> int:
    """0 when this address may ask now, else the seconds until it may again."""
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = "unknown"
    limit = parse(LIMIT)
    if _limiter().hit(limit, "search", address):
        return 0
    return max(1, int(_limiter().get_window_stats(limit, "search", address).reset_time - time.time()))


@router.get(
    "/search",
    response={200: FoundOut, 400: Problem, 429: Problem},
    operation_id="search",
    summary=gettext_noop("Search across everything public"),
    tags=["search"],
)
def search(request: HttpRequest, asked: AskedSearch = Query(...)) -> Any:  # noqa: B008  ninja's way
    """What answers a question, with facets."""
    refuse_unknown(request, AskedSearch)
    wait = seconds_to_wait(request)
    if wait:
        return too_many(request, wait)
    facets = {str(name): str(getattr(asked, name)) for name in Facet if getattr(asked, name)}
    wish = Wish(asked.q, PUBLIC, facets, asked.invented, asked.lang or current_language())
    return _found(request, asked, ask(wish, page=asked.page, page_size=asked.page_size))


def _found(request: HttpRequest, asked: AskedSearch, answer: Answer) -> FoundOut:
    last = asked.page * asked.page_size >= answer.total
    return FoundOut(
        count=answer.total,
        page=asked.page,
        page_size=asked.page_size,
        next=None if last else page_address(request, asked.page + 1),
        previous=page_address(request, asked.page - 1) if asked.page > 1 else None,
        more=answer.more,
        facets={
            name: [ValueOut(value=value.value, label=value.label, count=value.count) for value in values]
            for name, values in answer.facets.items()
        },
        results=[_hit(hit) for hit in answer.hits],
    )


def _hit(hit: Any) -> HitOut:
    return HitOut(
        kind=hit.kind,
        code=hit.slug,
        title=hit.plain_title,
        language=hit.language,
        passage=hit.plain_passage,
        passage_language=hit.passage_language,
        date=str(hit.date) if hit.date else None,
        places=list(hit.facets.get(Facet.CITY, ())),
        themes=list(hit.facets.get(Facet.THEME, ())),
        demonstration=hit.is_invented,
    )
