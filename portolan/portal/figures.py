"""Key figures and counts as the components of the look take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.kernel.dates import say_date, say_number, say_percent
from portolan.kernel.periods import PartialDate
from portolan.portal.page import Reader
from portolan.provenance.models import Source
from portolan.results.domain.counts import Rule
from portolan.results.enums import EditionRole, Operator, Unit
from portolan.results.models import Count, FigureEdition, KeyFigure


def source_words(source: Source) -> str:
    """`Programme's presentation, ICMPD, June 2021`: enough to find it again."""
    parts = [source.title, source.publisher if source.publisher not in source.title else "", source.edition]
    if source.published:
        parts.append(say_date(source.published))
    return ", ".join(part for part in parts if part)


def value_words(row: KeyFigure | FigureEdition) -> Any:
    """The value as written in its source, else as the reader's language writes it, with its operator."""
    display = getattr(row, "display", None)
    if display:
        return display
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


def count_row(rule: Rule, count: Count | None, reader: Reader) -> dict[str, Any]:
    """A counted number; None says that it was not counted yet, never 0."""
    return {
        "value": count.value if count else None,
        "what": rule.label,
        "text": rule.text,
        "url": reader.url("count", rule.code),
        "computed_at": count.computed_at if count else None,
    }
