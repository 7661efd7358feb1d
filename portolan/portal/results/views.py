"""Figures: stated by others, declared by the programme, counted here; each opens into where it comes from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.meetings.domain.attendance import SMALLEST_GROUP
from portolan.portal.figures import (
    counted_value,
    counts_table,
    declared_row,
    figure_card,
    period_words,
    places_table,
    source_words,
    value_words,
)
from portolan.portal.page import Reader, home_programme, show
from portolan.portal.results.rows import rows_page
from portolan.provenance.enums import RecordKind
from portolan.results.domain.counts import rule
from portolan.results.domain.scopes import programme_scope
from portolan.results.domain.standing import standing_counts
from portolan.results.enums import EditionRole, FigureKind
from portolan.results.models import Count, FigureEdition, KeyFigure
from portolan.ui.access import public
from portolan.ui.tables import Cell, Column, Table


@public
def figures(request: HttpRequest) -> HttpResponse:
    """All figures, the three kinds apart: they are never added to one another."""
    reader = Reader.of(request)
    shown = KeyFigure.objects.shown(demonstration=reader.demonstration)
    figures_in_order = shown.select_related("source", "record", "place").order_by("position", "id")
    rows = sorted(figures_in_order.prefetch_related("editions"), key=lambda row: row.record.kind != RecordKind.DECK)
    home = home_programme(request)
    counts = standing_counts(programme_scope(home)) if home else []
    context = {
        "headline": [figure_card(row, reader, row.editions.all()) for row in rows if row.kind == FigureKind.HEADLINE],
        "declared": _declared(rows, reader),
        "counted": counts_table(counts, reader) if counts else None,
        "computed_at": next((kept.computed_at for _rule, kept in counts if kept), None),
        "places": places_table([row for row in rows if row.kind == FigureKind.PLACE], reader),
        "crumbs": _crumbs(reader),
    }
    invented = any(row.is_invented for row in rows)
    return show(request, "portal/figures.html", context, title=_("Figures and their sources"), invented=invented)


def _declared(rows: list[KeyFigure], reader: Reader) -> list[dict[str, Any]]:
    """Declared figures by the source and the date that declare them."""
    groups: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        if row.kind == FigureKind.DECLARED:
            group = groups.setdefault(
                (row.source_id, row.reference),
                {"source": source_words(row.source), "when": period_words(row.reference), "figures": []},
            )
            group["figures"].append(declared_row(row, reader))
    return list(groups.values())


def _crumbs(reader: Reader, last: Any = None) -> list[dict[str, Any]]:
    crumbs = [
        {"label": _("Home"), "url": reader.url("home")},
        {"label": _("Figures"), "url": reader.url("figures")},
    ]
    return [*crumbs, {"label": last}] if last else crumbs


@public
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """One figure: what it says of whom and when, according to whom, its true origin, newer values, other wordings."""
    reader = Reader.of(request)
    shown = KeyFigure.objects.shown(demonstration=reader.demonstration).select_related("source", "record", "place")
    found = shown.filter(code=code).first()
    if found is None:
        raise Http404
    editions = list(found.editions.select_related("source"))
    context = {
        "figure": found,
        "value": value_words(found),
        "states": _figure_states(found),
        "source": source_words(found.source),
        "editions": _editions(editions),
        "crumbs": _crumbs(reader, found.what),
    }
    title = f"{value_words(found)} {found.what}"
    return show(request, "portal/figure.html", context, title=title, invented=found.is_invented)


def _figure_states(found: KeyFigure) -> list[dict[str, Any]]:
    states = [
        (_("Kind"), found.get_kind_display()),
        (_("Of whom"), found.population),
        (_("Period"), period_words(found.reference)),
        (_("Place"), found.place.name if found.place else ""),
    ]
    return [{"label": label, "value": value} for label, value in states if value]


def _editions(editions: list[FigureEdition]) -> Table | None:
    """Every other edition of the figure, in the order of the record."""
    if not editions:
        return None
    columns = [
        Column(pgettext("column", "What it is")),
        Column(pgettext("column", "Value")),
        Column(pgettext("column", "Wording")),
        Column(pgettext("column", "Of whom")),
        Column(pgettext("column", "According to")),
    ]
    rows = [
        [
            Cell(EditionRole(row.role).label),
            Cell(value_words(row) or None),
            Cell(row.wording),
            Cell(row.population or None),
            Cell(source_words(row.source), url=row.source.address),
        ]
        for row in editions
    ]
    return Table(columns, rows)


@public
def count(request: HttpRequest, code: str) -> HttpResponse:
    """One counted number: its rule, as of when, and the rows behind it by pages, without names and small groups."""
    reader = Reader.of(request)
    try:
        found = rule(code)
    except KeyError:
        raise Http404 from None
    home = home_programme(request)
    if home is None:
        raise Http404
    scope = programme_scope(home)
    rows, table = rows_page(found, scope, day=timezone.now().date(), reader=reader, number=request.GET.get("page", 1))
    kept = Count.objects.filter(rule=code, scope=str(scope)).first()
    context = {
        "rule": found,
        "count": kept,
        "value": counted_value(found, kept),
        "table": table,
        "page_obj": rows,
        "smallest": SMALLEST_GROUP,
        "crumbs": _crumbs(reader, capfirst(found.label)),
    }
    title = capfirst(found.label)
    return show(request, "portal/count.html", context, title=title, description=found.text)
