"""A collection of the API: what is asked, which rows answer, how one is given. Any page costs as many queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import StringConstraints, create_model

from portolan.api.problems import Problem
from portolan.api.rows import record_of, statements_on
from portolan.api.texts import LANGUAGES, Closed

PUBLIC = AnonymousUser()
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,120}$")]
Language = Literal[LANGUAGES]  # type: ignore[valid-type]


class Asked(Schema):
    """What every collection can be asked."""

    page: int = Field(1, ge=1, le=10_000, description=gettext_noop("Number of the page."))
    page_size: int = Field(50, ge=1, le=100, description=gettext_noop("Rows on a page."))
    lang: Language | None = Field(
        None, description=gettext_noop("Language of the texts; without it they come in all languages.")
    )
    demonstration: Literal["0", "1"] = Field(
        "0", description=gettext_noop("1 to have invented rows too, each marked as such.")
    )

    @property
    def invented(self) -> bool:
        """True when invented rows are wanted."""
        return self.demonstration == "1"


class Page(Closed):
    """A page of a collection."""

    count: int = Field(..., description="rows in all")
    page: int
    page_size: int
    next: str | None = Field(None, description="address of the next page")
    previous: str | None = Field(None, description="address of the page before")


@dataclass(frozen=True)
class Collection:
    """A collection: its name in the address, what it holds in a sentence, and how to answer."""

    name: str
    summary: str
    asked: type[Asked]
    row: type[Closed]
    rows: Callable[[Any], QuerySet[Any]]
    # (thing, what every row has, language) -> row
    give: Callable[[Any, dict[str, Any], str | None], Any]
    # The thing statements are about, where it is not the row's own: the meeting of an event.
    subject: Callable[[Any], Any] = lambda thing: thing
    recorded: bool = True

    def answer(self, asked: Any) -> QuerySet[Any]:
        """The rows asked for, in order."""
        return self.rows(asked)

    def given(self, things: Sequence[Any], language: str | None) -> Iterable[Any]:
        """Rows ready to send."""
        subjects = [self.subject(thing) for thing in things]
        told = statements_on(subjects) if self.recorded else {}
        for thing, subject in zip(things, subjects, strict=True):
            yield self.give(thing, self._common(subject, told, language), language)

    def _common(self, subject: Any, told: dict[int, Any], language: str | None) -> dict[str, Any]:
        if not self.recorded:
            return {}
        return {
            "record": record_of(subject.record, language),
            "demonstration": subject.is_invented,
            "statements": told.get(subject.pk, []),
        }


def refuse_unknown(request: HttpRequest, asked: type[Schema]) -> None:
    """Raise ValidationError for a parameter there is not: a misspelt filter must not answer with everything."""
    unknown = sorted(set(request.GET) - set(asked.model_fields))
    if unknown:
        raise ValidationError([{"loc": ("query", name[:60]), "type": "unknown"} for name in unknown[:20]])


def page_address(request: HttpRequest, number: int) -> str:
    """The address of another page of the same question."""
    query = request.GET.copy()
    query["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def paged(request: HttpRequest, collection: Collection, asked: Asked) -> dict[str, Any]:
    """One page of a collection."""
    rows = collection.answer(asked)
    count = rows.count()
    first = (asked.page - 1) * asked.page_size
    things = list(rows[first : first + asked.page_size]) if first < count else []
    return {
        "count": count,
        "page": asked.page,
        "page_size": asked.page_size,
        "next": page_address(request, asked.page + 1) if first + asked.page_size < count else None,
        "previous": page_address(request, asked.page - 1) if asked.page > 1 else None,
        "results": list(collection.given(things, asked.lang)),
    }


def serve(router: Router, collection: Collection) -> None:
    """Give a collection its address."""

    def view(request: HttpRequest, asked: Any = Query(...)) -> Any:  # noqa: B008  ninja's way
        refuse_unknown(request, collection.asked)
        return paged(request, collection, asked)

    name = collection.name.replace("-", "_")
    view.__name__ = f"list_{name}"
    view.__annotations__ = {"request": HttpRequest, "asked": collection.asked}
    whole = create_model(f"{collection.row.__name__}Page", __base__=Page, results=(list[collection.row], ...))  # type: ignore[name-defined]
    router.get(
        f"/{collection.name}",
        response={200: whole, 400: Problem},
        operation_id=f"list_{name}",
        summary=collection.summary,
        tags=[collection.name],
    )(view)
