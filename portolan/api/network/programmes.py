"""Programmes and their phases."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Collection
from portolan.api.rows import Row
from portolan.api.texts import Closed, Said, dated, said
from portolan.network.models import Phase, Programme


class PhaseOut(Closed):
    """A phase of a programme."""

    code: str
    number: int
    name: Said | None
    start: str | None
    end: str | None
    current: bool
    budget: float | None
    currency: str
    note: Said | None


class ProgrammeRow(Row):
    """A programme."""

    name: Said | None
    short_name: str
    summary: Said | None
    email: str
    website: str
    social: dict[str, str] = Field(..., description="name of an account elsewhere, and its address")
    home: bool = Field(..., description="the one this site shows")
    phases: list[PhaseOut]


def _rows(asked: Asked) -> QuerySet[Programme]:
    phases = Phase.objects.shown(demonstration=asked.invented).order_by("number")
    rows = Programme.objects.shown(demonstration=asked.invented).select_related("record")
    return rows.prefetch_related(Prefetch("phases", queryset=phases)).order_by("slug")


def _phase(phase: Phase, language: str | None) -> PhaseOut:
    return PhaseOut(
        code=phase.code,
        number=phase.number,
        name=said(phase.name, language),
        start=dated(phase.start),
        end=dated(phase.end),
        current=phase.is_current,
        budget=float(phase.budget) if phase.budget is not None else None,
        currency=phase.currency,
        note=said(phase.note, language),
    )


def _give(row: Programme, common: dict[str, Any], language: str | None) -> ProgrammeRow:
    return ProgrammeRow(
        **common,
        code=row.slug,
        name=said(row.name, language),
        short_name=row.short_name,
        summary=said(row.summary, language),
        email=row.email,
        website=row.website,
        social={str(label): str(address) for label, address in row.social.items()},
        home=row.is_home,
        phases=[_phase(phase, language) for phase in row.phases.all()],
    )


COLLECTION = Collection("programmes", gettext_noop("Programmes and their phases"), Asked, ProgrammeRow, _rows, _give)
