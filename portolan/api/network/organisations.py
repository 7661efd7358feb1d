"""Organisations with a part in the programme."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import PUBLIC, Asked, Code, Collection
from portolan.api.network.places import NameOut, PlaceOut, place_out
from portolan.api.rows import Row
from portolan.api.texts import Closed, Said, said
from portolan.network.enums import OrganisationKind, Region
from portolan.network.models import Organisation


class OrganisationOut(Closed):
    """An organisation as other rows refer to it."""

    code: str
    kind: str
    name: Said | None
    acronym: Said | None
    place: PlaceOut | None


class OrganisationRow(Row):
    """An organisation."""

    kind: str
    name: Said | None
    acronym: Said | None
    names: list[NameOut]
    place: PlaceOut | None
    parent: str | None = Field(..., description="code of the organisation it is part of, where that is public")
    website: str


class AskedOrganisations(Asked):
    """Filters of organisations."""

    kind: Literal[tuple(OrganisationKind.values)] | None = Field(  # type: ignore[valid-type]
        None, description=gettext_noop("Kind of organisation.")
    )
    region: Literal[tuple(Region.values)] | None = Field(None, description=gettext_noop("Region."))  # type: ignore[valid-type]
    country: Code | None = Field(None, description=gettext_noop("Country, two capital letters."))
    place: Code | None = Field(None, description=gettext_noop("Code of a place."))


def organisation_out(body: Organisation, language: str | None) -> OrganisationOut:
    """An organisation as other rows refer to it."""
    return OrganisationOut(
        code=body.slug,
        kind=body.kind,
        name=said(body.name, language),
        acronym=said(body.acronym, language),
        place=place_out(body.place, language),
    )


def _rows(asked: AskedOrganisations) -> QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(PUBLIC).standing().shown(demonstration=asked.invented)
    wanted = {
        "kind": asked.kind,
        "place__region": asked.region,
        "place__country": asked.country,
        "place__slug": asked.place,
    }
    found = rows.filter(**{name: value for name, value in wanted.items() if value})
    # A parent without a part in the programme is not public: its code stays out.
    seen = Organisation.objects.visible_to(PUBLIC).standing().filter(pk=OuterRef("parent"))
    return (
        Organisation.objects.filter(pk__in=found.values("pk"))
        .annotate(public_parent=Subquery(seen.values("slug")[:1]))
        .select_related("record", "place")
        .prefetch_related("names")
        .order_by("slug")
    )


def _give(body: Organisation, common: dict[str, Any], language: str | None) -> OrganisationRow:
    names = sorted(body.names.all(), key=lambda name: name.pk)
    return OrganisationRow(
        **common,
        code=body.slug,
        kind=body.kind,
        name=said(body.name, language),
        acronym=said(body.acronym, language),
        names=[NameOut(name=name.name, language=name.language) for name in names],
        place=place_out(body.place, language),
        parent=body.public_parent,  # type: ignore[attr-defined]
        website=body.website,
    )


COLLECTION = Collection(
    "organisations", gettext_noop("Organisations"), AskedOrganisations, OrganisationRow, _rows, _give
)
