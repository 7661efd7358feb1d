"""Choosing one or several of many: a select while they are few, else a field that is searched while typing.

Without our script the field is a plain text: what was typed is looked up when the form is sent, and where it means
several, the form comes back with these to choose from. Nothing else in the form is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portolan.desk.lists import Listing
from portolan.kernel.folding import match_key
from portolan.kernel.languages import direction
from portolan.kernel.texts import Text

# More than these are searched and not listed.
FEW = 50
# So many are proposed at once.
PROPOSED = 10


@dataclass(frozen=True)
class Typed:
    """What came from a searched field: what is chosen, and the words beside it."""

    words: str
    chosen: tuple[str, ...] = ()
    # Of those the form that came back proposed for these words.
    picked: tuple[str, ...] = ()


def label_of(thing: Any) -> dict[str, str]:
    """A thing as it is called in the reader's language, with the language that is in."""
    name = getattr(thing, "name", None)
    if not isinstance(name, Text):
        return {"label": str(thing), "lang": "", "dir": "auto"}
    found = name.pick()
    return {"label": found.text, "lang": found.language, "dir": direction(found.language)}


def called_like(rows: Any, words: str) -> Any:
    """The rows these words may mean, the likeliest first."""
    return rows.called(words).beginning_first(words)


class Chooser(forms.Select):
    """One of many."""

    template_of_many = "desk/widgets/chooser.html"
    listing: Listing | None = None
    proposed: tuple[Any, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if f"{name}_words" not in data:
            return super().value_from_datadict(data, files, name)
        chosen, picked = (tuple(filter(None, _every(data, each))) for each in (name, f"{name}_picked"))
        words, picked_for = (str(data.get(f"{name}_{part}", "")).strip() for part in ("words", "picked_for"))
        return Typed(words, chosen, picked if picked_for == words else ())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_words" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        context = self.get_context(name, value, attrs)
        return self._render(context["widget"]["template_name"], context, renderer)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        iterator: Any = self.choices
        rows = list(iterator.queryset[: FEW + 1])
        if len(rows) <= FEW and not isinstance(value, Typed):
            first = [("", iterator.field.empty_label)] if iterator.field.empty_label is not None else []
            self.choices = [*first, *(iterator.choice(row) for row in rows)]
            context = super().get_context(name, value, attrs)
            self.choices = iterator
            return context
        context = forms.Widget.get_context(self, name, value, attrs)
        context["widget"] |= self._of_many(iterator.queryset, value)
        own = context["widget"]["attrs"]
        own["aria-describedby"] = f"{own.get('aria-describedby', '')} {own.get('id', name)}_how".strip()
        return context

    def _of_many(self, rows: Any, value: Any) -> dict[str, Any]:
        typed = value if isinstance(value, Typed) else Typed("", tuple(str(each) for each in _listed(value)))
        chosen = [_option(row) for row in _found(rows, typed.chosen)]
        words = typed.words
        if not self.allow_multiple_selected:
            words = words if isinstance(value, Typed) else "".join(each["label"] for each in chosen)
            chosen = [each for each in chosen if _same(each["label"], words)]
        return {
            "template_name": self.template_of_many,
            "chosen": chosen,
            "words": words,
            "multiple": self.allow_multiple_selected,
            "proposed": [_option(row) for row in self.proposed],
            "address": self.listing.address if self.listing else "",
        }


class ManyChooser(Chooser):
    """Several of many."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if f"{name}_words" not in data:
            return _every(data, name)
        return super().value_from_datadict(data, files, name)


class ChooserField(forms.ModelChoiceField):
    """One thing of a list."""

    widget = Chooser

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    def offer(self, listing: Listing) -> None:
        """Offer the rows of a list."""
        self.queryset = listing.rows
        self.widget.listing = listing

    def clean(self, value: Any) -> Any:
        return super().clean(self._meant(value) if isinstance(value, Typed) else value)

    def _meant(self, typed: Typed) -> str:
        """The key of what the words mean. Raises ValidationError when that is nothing, or several things."""
        if not typed.words:
            return ""
        if typed.picked:
            return typed.picked[0]
        for row in _found(self.queryset, typed.chosen):
            if _same(label_of(row)["label"], typed.words):
                return str(row.pk)
        return look_up(self, typed.words)


class ManyChooserField(forms.ModelMultipleChoiceField):
    """Several things of a list."""

    widget = ManyChooser

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    offer = ChooserField.offer

    def clean(self, value: Any) -> Any:
        if isinstance(value, Typed):
            looked_up = [look_up(self, value.words)] if value.words and not value.picked else []
            value = list(dict.fromkeys([*value.chosen, *value.picked, *looked_up]))
        return super().clean(value)


def look_up(field: Any, words: str) -> str:
    """The key of the one thing these words mean; the field proposes what else they may mean."""
    found = list(called_like(field.queryset, words)[: PROPOSED + 1])
    exact = [row for row in found if _same(label_of(row)["label"], words)]
    meant = exact if len(exact) == 1 else found
    if len(meant) == 1:
        return str(meant[0].pk)
    field.widget.proposed = tuple(found[:PROPOSED])
    if not found:
        raise ValidationError(_("Nothing here is called that."), code="nothing-called")
    raise ValidationError(_("Several are called that: choose one."), code="several-called")


def _option(row: Any) -> dict[str, Any]:
    return {"value": str(row.pk), **label_of(row)}


def _found(rows: Any, keys: tuple[str, ...]) -> list[Any]:
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    return list(rows.filter(pk__in=numbers)) if numbers else []


def _same(left: str, right: str) -> bool:
    return match_key(left) == match_key(right)


def _listed(value: Any) -> list[Any]:
    many = value if isinstance(value, list | tuple) else [value]
    return [getattr(each, "pk", each) for each in many if each not in {None, ""}]


def _every(data: Any, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return data.getlist(name)
    return [str(each) for each in _listed(data.get(name))]
