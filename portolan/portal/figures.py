"""Key figures and counts as the components of the look take them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.kernel.dates import say_date, say_number, say_percent
from portolan.kernel.languages import KNOWN, current_language, direction
from portolan.kernel.lists import comma
from portolan.kernel.periods import PartialDate
from portolan.portal.page import Reader
from portolan.provenance.models import Source
from portolan.results.domain.counts import Rule
from portolan.results.enums import EditionRole, Operator, Unit
from portolan.results.models import Count, FigureEdition, KeyFigure
from portolan.ui.tables import Cell, Column, Table

# What the card of a figure says; texts in several languages are dear to read.
OF_A_CARD = (
    *("code", "kind", "what", "display", "value", "operator", "unit", "note", "place", "reference", "record__kind"),
    *(f"source__{name}" for name in ("title", "publisher", "edition", "published", "language")),
)
# Digits of any script, what parts them, signs of percent, and marks of direction.
_WRITTEN = re.compile(r"[\d\s.,٫٬%٪\u200e\u200f\u061c]+")


def source_words(source: Source) -> SafeString:
    """`Programme's presentation, ICMPD, June 2021`: enough to find it again; the title says which language it is in."""
    when = say_date(source.published) if source.published else source.edition
    parts = [_title(source), source.publisher if source.publisher not in source.title else "", when]
    return format_html_join(comma(), "{}", ((part,) for part in parts if part))


def _title(source: Source) -> SafeString | str:
    return in_its_language(source, source.title)


def in_its_language(source: Source, words: str) -> SafeString | str:
    """Words of a source, a title or a place in it, marked where they are in another language than the page."""
    if not words or source.language not in KNOWN or source.language == current_language():
        return words
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', source.language, direction(source.language), words)


def value_words(row: KeyFigure | FigureEdition) -> Any:
    """The value with its operator, as the reader's language writes numbers; as its source words it, where it does.

    "1 migrant in 5" is such a wording; "5155" is not: it is a number, and all numbers of a page are written alike.
    """
    said, display = _said(row), getattr(row, "display", None)
    return display if display and _WRITTEN.sub("", str(display)) != _WRITTEN.sub("", said) else said


def _said(row: KeyFigure | FigureEdition) -> str:
    if row.value is None:
        return ""
    number = row.value.normalize()
    said = (
        say_number(number)
        if row.unit == Unit.NUMBER
        else say_percent(number if row.unit == Unit.PERCENT else number * 100)
    )
    if row.operator == Operator.AT_LEAST:
        return _("at least %(number)s") % {"number": said}
    if row.operator == Operator.MORE:
        return _("more than %(number)s") % {"number": said}
    if row.operator == Operator.ABOUT:
        return _("about %(number)s") % {"number": said}
    return said


def period_words(reference: str) -> str:
    """The period a figure is about; a date is said as one, other wordings as they are."""
    try:
        return say_date(PartialDate.parse(reference)) if reference else ""
    except Exception:  # noqa: BLE001  a free wording such as "1999-2004" is shown as it stands
        return reference


def figure_card(figure: KeyFigure, reader: Reader, editions: Iterable[FigureEdition] = ()) -> dict[str, Any]:
    """A figure with its source, its true origin and its newer value, for `components/figure.html`."""
    known = list(editions)
    origin = next((edition for edition in known if edition.role == EditionRole.ORIGIN), None)
    newer = next((edition for edition in known if edition.role == EditionRole.NEWER), None)
    return {
        "value": value_words(figure),
        "what": figure.what,
        "source": source_words(figure.source),
        "origin": origin.wording if origin else "",
        "replaced": newer.wording if newer else "",
        "warning": figure.note if figure.place_id else "",
        "as_of": period_words(figure.reference),
        "url": reader.url("figure", figure.code),
        "url_label": pgettext("figure", "More on this figure"),
        "demonstration": figure.is_invented,
    }


def declared_row(figure: KeyFigure, reader: Reader) -> dict[str, Any]:
    """A declared figure for `components/declared.html`."""
    return {"value": value_words(figure), "what": figure.what, "url": reader.url("figure", figure.code)}


def counted_value(rule: Rule, count: Count | None) -> int | None:
    """The number; None where it was not counted yet, or where no attendance is on record, which is not 0."""
    if count is None or (count.value == 0 and not rule.shown_as):
        return None
    return count.value


def counts_table(counts: Iterable[tuple[Rule, Count | None]], reader: Reader) -> Table:
    """What the site counts, with the rule of each number."""
    columns = [
        Column(pgettext("column", "What is counted")),
        Column(pgettext("column", "Number"), numeric=True),
        Column(pgettext("column", "By which rule")),
    ]
    rows = [
        [
            Cell(capfirst(rule.label), url=reader.url("count", rule.code)),
            Cell(counted_value(rule, count)),
            Cell(rule.text),
        ]
        for rule, count in counts
    ]
    return Table(columns, rows)


def places_table(figures: Iterable[KeyFigure], reader: Reader) -> Table:
    """Figures about places, one a line."""
    columns = [
        Column(pgettext("column", "City")),
        Column(pgettext("column", "Figure"), numeric=True),
        Column(pgettext("column", "Of what")),
        Column(pgettext("column", "According to")),
    ]
    rows = [
        [
            Cell(row.place.name, url=reader.url("city", row.place.slug), demonstration=row.is_invented),
            Cell(value_words(row), url=reader.url("figure", row.code)),
            Cell(row.what, note=period_words(row.reference)),
            Cell(source_words(row.source)),
        ]
        for row in figures
        if row.place is not None
    ]
    return Table(columns, rows)
