"""Themes and the programme's own short lists."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Collection
from portolan.api.rows import CitedOut, Row, cited
from portolan.api.texts import Said, said
from portolan.vocabulary.enums import Scheme
from portolan.vocabulary.models import Term, Theme


class ThemeRow(Row):
    """A theme."""

    label: Said | None
    note: Said | None


class TermRow(Row):
    """An entry of one of the programme's lists."""

    scheme: str
    position: int
    label: Said | None
    note: Said | None
    cited: CitedOut | None


class AskedTerms(Asked):
    """Filters of terms."""

    scheme: Literal[tuple(Scheme.values)] | None = Field(None, description=gettext_noop("Which list."))  # type: ignore[valid-type]


def _themes(asked: Asked) -> QuerySet[Theme]:
    return Theme.objects.shown(demonstration=asked.invented).select_related("record").order_by("code")


def _theme(row: Theme, common: dict[str, Any], language: str | None) -> ThemeRow:
    return ThemeRow(**common, code=row.code, label=said(row.label, language), note=said(row.note, language))


def _terms(asked: AskedTerms) -> QuerySet[Term]:
    rows = Term.objects.shown(demonstration=asked.invented).select_related("record", "source")
    rows = rows.filter(scheme=asked.scheme) if asked.scheme else rows
    return rows.order_by("scheme", "position", "pk")


def _term(row: Term, common: dict[str, Any], language: str | None) -> TermRow:
    return TermRow(
        **common,
        code=row.code,
        scheme=row.scheme,
        position=row.position,
        label=said(row.label, language),
        note=said(row.note, language),
        cited=cited(row.source, row.locator),
    )


THEMES = Collection("themes", gettext_noop("Themes of events"), Asked, ThemeRow, _themes, _theme)
TERMS = Collection(
    "terms",
    gettext_noop("The programme’s lists: components, sections, aims, routes"),
    AskedTerms,
    TermRow,
    _terms,
    _term,
)
