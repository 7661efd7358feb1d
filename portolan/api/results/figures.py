"""Figures somebody states, with their editions."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Code, Collection
from portolan.api.network.urls import PlaceOut, place_out
from portolan.api.rows import CitedOut, Row, cited
from portolan.api.texts import Closed, Said, said
from portolan.provenance.enums import RecordKind
from portolan.results.enums import FigureKind
from portolan.results.models import FigureEdition, KeyFigure

ALL = "all"
# Without a choice: what the programme's own record states, not what others say of it, nor the figures of each place.
USUAL = (FigureKind.HEADLINE, FigureKind.DECLARED)


class EditionOut(Closed):
    """The true origin of a figure, a newer value, or another wording."""

    position: int
    role: str = Field(..., description="origin, newer or variant")
    value: float | None
    operator: str
    unit: str
    wording: Said | None
    population: Said | None
    reference: str
    cited: CitedOut | None


class FigureRow(Row):
    """A figure."""

    kind: str
    position: int
    what: Said | None
    display: Said | None = Field(..., description="the value as written, where that is not the number")
    value: float
    operator: str = Field(..., description="= exactly, >= at least, > more than, ~ about")
    unit: str = Field(..., description="number, percent, or share: a fraction of one")
    population: Said | None
    definition: Said | None
    note: Said | None
    place: PlaceOut | None
    reference: str = Field(..., description="period it is about")
    cited: CitedOut | None
    editions: list[EditionOut]


class AskedFigures(Asked):
    """Filters of figures."""

    kind: Literal[(*FigureKind.values, ALL)] | None = Field(  # type: ignore[valid-type]
        None,
        description=gettext_noop(
            "Kind of figure, or “all”; without it, the headline and declared figures of the programme’s own record."
        ),
    )
    place: Code | None = Field(None, description=gettext_noop("Code of a place."))


def _rows(asked: AskedFigures) -> QuerySet[KeyFigure]:
    rows = KeyFigure.objects.shown(demonstration=asked.invented)
    if asked.kind is None:
        rows = rows if asked.place else rows.filter(kind__in=USUAL).exclude(record__kind=RecordKind.PUBLIC)
    elif asked.kind != ALL:
        rows = rows.filter(kind=asked.kind)
    if asked.place:
        rows = rows.filter(place__slug=asked.place)
    editions = FigureEdition.objects.select_related("source").order_by("position")
    found = rows.select_related("record", "place", "source").prefetch_related(Prefetch("editions", editions))
    return found.order_by("kind", "position", "code")


def _edition(row: FigureEdition, language: str | None) -> EditionOut:
    return EditionOut(
        position=row.position,
        role=row.role,
        value=float(row.value) if row.value is not None else None,
        operator=row.operator,
        unit=row.unit,
        wording=said(row.wording, language),
        population=said(row.population, language),
        reference=row.reference,
        cited=cited(row.source, row.locator),
    )


def _give(row: KeyFigure, common: dict[str, Any], language: str | None) -> FigureRow:
    return FigureRow(
        **common,
        code=row.code,
        kind=row.kind,
        position=row.position,
        what=said(row.what, language),
        display=said(row.display, language),
        value=float(row.value),
        operator=row.operator,
        unit=row.unit,
        population=said(row.population, language),
        definition=said(row.definition, language),
        note=said(row.note, language),
        place=place_out(row.place, language),
        reference=row.reference,
        cited=cited(row.source, row.locator),
        editions=[_edition(edition, language) for edition in row.editions.all()],
    )


COLLECTION = Collection("figures", gettext_noop("Figures with their sources"), AskedFigures, FigureRow, _rows, _give)
