"""How a field of a thing is read, written, compared, and put into words: between models, statements and previews."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models

from portolan.accounts.domain.audit import kind_of
from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.kernel.periods import PartialDate, Period
from portolan.kernel.texts import OFFICIAL, Text
from portolan.meetings.models import Meeting
from portolan.network.models import Membership, Organisation, Phase, Place, Programme
from portolan.provenance.models import Source
from portolan.results.models import FigureEdition, KeyFigure
from portolan.vocabulary.models import Term, Theme

# By which attribute files name a thing.
CODES: dict[type[models.Model], str] = {
    Source: "code",
    Programme: "slug",
    Phase: "code",
    Place: "slug",
    Organisation: "slug",
    Meeting: "slug",
    KeyFigure: "code",
    Theme: "code",
    Term: "code",
}
_MORE: tuple[type[models.Model], ...] = (Membership, PeerLearningEvent, Product, CasePresentation, FigureEdition)
KINDS: dict[str, Any] = {model._meta.label_lower: model for model in (*CODES, *_MORE)}
# Names of fields in files and statements that are called otherwise on the model.
_ATTRIBUTES = {"current": "is_current", "participants_declared": "declared_participants"}


def code_of(thing: models.Model) -> str:
    """The code files know a thing by; its number where it has none."""
    attribute = CODES.get(type(thing))
    return str(getattr(thing, attribute) if attribute else thing.pk)


def get(thing: models.Model, name: str) -> Any:
    """The value of a field; beginning and end are one field, `period`."""
    if name == "period":
        return Period(_date(thing.start), _date(thing.end))  # type: ignore[attr-defined]
    return getattr(thing, _ATTRIBUTES.get(name, name))


def put(thing: models.Model, name: str, value: Any) -> tuple[str, ...]:
    """Set a field; gives the attributes that were set."""
    if name == "period":
        thing.start, thing.end = value.start, value.end  # type: ignore[attr-defined]
        return ("start", "end")
    attribute = _ATTRIBUTES.get(name, name)
    setattr(thing, attribute, value)
    return (attribute,)


def _date(value: Any) -> PartialDate | None:
    return PartialDate.parse(value) if isinstance(value, str) and value else value or None


def is_empty(value: Any) -> bool:
    """True when a value says nothing."""
    if isinstance(value, Period):
        return value.start is None and value.end is None
    return value is None or value == "" or value == {} or value is False or (isinstance(value, Text) and not value)


def to_json(value: Any) -> Any:
    """A value as statements and previews keep it."""
    if isinstance(value, Text):
        return value.to_json()
    if isinstance(value, Period):
        return {"start": str(value.start or ""), "end": str(value.end or "")}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, models.Model):
        return code_of(value)
    return value


def from_json(kind: str, name: str, value: Any) -> Any:
    """The value a statement holds, as the model wants it; raises LookupError where a code is known no more."""
    if name == "period":
        return Period(_date(value["start"]), _date(value["end"]))
    field = KINDS[kind]._meta.get_field(_ATTRIBUTES.get(name, name))
    if isinstance(field, models.ForeignKey):
        model: Any = field.related_model
        found = model._default_manager.filter(**{CODES[model]: value}).first()
        if found is None:
            raise LookupError(value)
        return found
    return field.to_python(value)


def merge(current: Any, value: Any, *, before: Any = None) -> tuple[Any, bool]:
    """Both values as one, and whether they agree: the more precise date, the wordings of all languages.

    `before` is what the same source said last time: where the present wording is still that, the new one replaces it.
    Values that contradict each other give the present one and False.
    """
    for kind, merger in _MERGERS:
        if isinstance(value, kind) and isinstance(current, kind):
            return merger(current, value, before)
    return current, current == value


def _merge_date(current: PartialDate, value: PartialDate, before: Any = None) -> tuple[PartialDate, bool]:
    if current.contains(value):
        return value, True
    return current, value.contains(current)


def _merge_period(current: Period, value: Period, before: Any = None) -> tuple[Period, bool]:
    start, starts_agree = _merge_end(current.start, value.start)
    end, ends_agree = _merge_end(current.end, value.end)
    return (Period(start, end), True) if starts_agree and ends_agree else (current, False)


def _merge_end(current: PartialDate | None, value: PartialDate | None) -> tuple[PartialDate | None, bool]:
    if current is None or value is None:
        return current or value, True
    return _merge_date(current, value)


def _merge_text(current: Text, value: Text, before: Any = None) -> tuple[Text, bool]:
    """The first wording of a language stays, unless only the newcomer is official, or it corrects its own old one."""
    texts, status = dict(current.texts), dict(current.status)
    old = Text.from_json(before if isinstance(before, dict) and "source" in before else None)
    agree = True
    for code, wording in value.texts.items():
        label = value.status.get(code, "")
        own = bool(old.get(code)) and old.get(code) == texts.get(code)
        better = label == OFFICIAL and status.get(code) != OFFICIAL
        if texts.get(code) in {None, "", wording} or own or better:
            better_label = better or code not in status or own
            texts[code] = wording
            if label and better_label:
                status[code] = label
        else:
            agree = False
    return Text(current.source or value.source, texts, status), agree


_MERGERS: tuple[tuple[type, Callable[[Any, Any, Any], tuple[Any, bool]]], ...] = (
    (PartialDate, _merge_date),
    (Period, _merge_period),
    (Text, _merge_text),
)


def kind_label(thing: models.Model) -> str:
    """The kind a statement names a thing by."""
    return kind_of(thing)
