"""Places on the chart."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import PUBLIC, Asked, Code, Collection
from portolan.api.rows import Row
from portolan.api.texts import Closed, Said, said
from portolan.network.enums import PlaceKind, Region
from portolan.network.models import Place


class NameOut(Closed):
    """A name in some language or spelling; the language may be unknown."""

    name: str
    language: str


class PlaceOut(Closed):
    """A place as other rows refer to it."""

    code: str
    name: Said | None
    country: str


class PlaceRow(Row):
    """A place."""

    geonames: int | None
    kind: str
    name: Said | None
    names: list[NameOut]
    country: str = Field(..., description="ISO 3166-1 alpha-2")
    region: str
    zone: str = Field(..., description="IANA time zone")
    latitude: float
    longitude: float


class AskedPlaces(Asked):
    """Filters of places."""

    kind: Literal[tuple(PlaceKind.values)] | None = Field(None, description=gettext_noop("Kind of place."))  # type: ignore[valid-type]
    region: Literal[tuple(Region.values)] | None = Field(None, description=gettext_noop("Region."))  # type: ignore[valid-type]
    country: Code | None = Field(None, description=gettext_noop("Country, two capital letters."))


def place_out(place: Place | None, language: str | None) -> PlaceOut | None:
    """A place as other rows refer to it; None without one."""
    if place is None:
        return None
    return PlaceOut(code=place.slug, name=said(place.name, language), country=place.country)


def _rows(asked: AskedPlaces) -> QuerySet[Place]:
    rows = Place.objects.visible_to(PUBLIC).shown(demonstration=asked.invented)
    wanted = {"kind": asked.kind, "region": asked.region, "country": asked.country}
    found = rows.filter(**{name: value for name, value in wanted.items() if value})
    return found.select_related("record").prefetch_related("names").order_by("slug")


def _give(place: Place, common: dict[str, Any], language: str | None) -> PlaceRow:
    names = sorted(place.names.all(), key=lambda name: name.pk)
    return PlaceRow(
        **common,
        code=place.slug,
        geonames=place.geonames,
        kind=place.kind,
        name=said(place.name, language),
        names=[NameOut(name=name.name, language=name.language) for name in names],
        country=place.country,
        region=place.region,
        zone=place.zone,
        latitude=float(place.latitude),
        longitude=float(place.longitude),
    )


COLLECTION = Collection("places", gettext_noop("Places"), AskedPlaces, PlaceRow, _rows, _give)
