"""What the desk's screens share: sending a form once, saying what a verb refused, showing both versions of an edit."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.messages.domain.submissions import do_once

PAGE = 50


class OnceForm(forms.Form):
    """A form that makes something: sent twice, it makes it once."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4


class SeenForm(forms.Form):
    """A form that changes something: it carries the fingerprint of the version it was made from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


@dataclass(frozen=True)
class Difference:
    """One field of two versions: what stands now, and what was typed."""

    label: str
    stands: str
    typed: str


def attempt(form: forms.Form, work: Callable[[], Any]) -> Any:
    """Run a verb; what it refuses becomes an error of the form, at the field to blame. None when it refused."""
    try:
        return work()
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        form.stale = refused.code == "changed-meanwhile"  # type: ignore[attr-defined]
        return None


def attempt_once(form: OnceForm, work: Callable[[], str]) -> str | None:
    """As `attempt`, for a form that makes something: `work` returns the address of what it made."""
    token = form.cleaned_data["token"]
    return attempt(form, lambda: do_once(token, work))


def both_versions(form: forms.Form, initial: dict[str, Any]) -> list[Difference]:
    """After somebody else's change: the fields in which the stored version differs from what was typed.

    The form then carries the new fingerprint, so that saving again is a decision made with both in sight.
    """
    form.data = form.data.copy()
    form.data["seen"] = initial["seen"]
    choices = {name: dict(getattr(field, "choices", [])) for name, field in form.fields.items()}
    found = []
    for bound in form.visible_fields():
        words = [_spelled(each, choices[bound.name]) for each in (initial.get(bound.name), _typed(form, bound))]
        if words[0] != words[1]:
            found.append(Difference(str(bound.label), *words))
    return found


def _typed(form: forms.Form, bound: Any) -> Any:
    return form.cleaned_data.get(bound.name, bound.value())


def _spelled(value: Any, choices: dict[Any, Any]) -> str:
    if isinstance(value, Text):
        return " · ".join(f"{code}: {words}" for code, words in value.texts.items())
    if isinstance(value, list):
        return " · ".join(str(each) for each in value)
    return "" if value is None else str(choices.get(value, value))


def paged(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a list that was asked for, 50 rows; the nearest one when there is no such page."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def crumbs(*steps: tuple[Any, str]) -> list[dict[str, Any]]:
    """The way to a page: pairs of words and address, the page itself last, without one."""
    return [{"label": label, "url": url} for label, url in steps]


def choices_of(rows: Iterable[Any], *, empty: Any = None) -> list[tuple[Any, Any]]:
    """Rows as choices of a select, the empty one first where there is one."""
    first = [("", empty)] if empty is not None else []
    return [*first, *((row.pk, str(row)) for row in rows)]
