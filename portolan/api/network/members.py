"""Who belongs to the programme, as what, in which phase."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import PUBLIC, Asked, Code, Collection
from portolan.api.network.organisations import OrganisationOut, organisation_out
from portolan.api.rows import CitedOut, Row, cited
from portolan.api.texts import Said, dated, said
from portolan.network.enums import MemberRole, Region
from portolan.network.models import Membership

ALL = "all"


class MemberRow(Row):
    """A membership of an organisation in a phase."""

    organisation: OrganisationOut
    programme: str
    phase: str
    kind: str = Field(..., description="city, association, partner, donor or associate")
    field: Said | None = Field(..., description="what a partner answers for")
    start: str | None
    end: str | None
    cited: CitedOut | None


class AskedMembers(Asked):
    """Filters of members."""

    kind: Literal[tuple(MemberRole.values)] | None = Field(None, description=gettext_noop("As what it belongs."))  # type: ignore[valid-type]
    phase: Code | None = Field(
        None, description=gettext_noop("Code of a phase, or “all”; without it, the programme’s current phase.")
    )
    region: Literal[tuple(Region.values)] | None = Field(None, description=gettext_noop("Region."))  # type: ignore[valid-type]
    country: Code | None = Field(None, description=gettext_noop("Country, two capital letters."))


def _rows(asked: AskedMembers) -> QuerySet[Membership]:
    rows = Membership.objects.visible_to(PUBLIC).shown(demonstration=asked.invented)
    if asked.phase is None:
        rows = rows.current()
        rows = rows if asked.invented else rows.filter(phase__programme__is_home=True)
    elif asked.phase != ALL:
        rows = rows.filter(phase__code=asked.phase)
    wanted = {
        "role": asked.kind,
        "organisation__place__region": asked.region,
        "organisation__place__country": asked.country,
    }
    found = rows.filter(**{name: value for name, value in wanted.items() if value})
    related = ("record", "organisation__place", "phase__programme", "source")
    return found.select_related(*related).order_by("phase__number", "role", "organisation__slug", "pk")


def _give(row: Membership, common: dict[str, Any], language: str | None) -> MemberRow:
    return MemberRow(
        **common,
        code=f"{row.organisation.slug}.{row.phase.code}.{row.role}",
        organisation=organisation_out(row.organisation, language),
        programme=row.phase.programme.slug,
        phase=row.phase.code,
        kind=row.role,
        field=said(row.field, language),
        start=dated(row.start),
        end=dated(row.end),
        cited=cited(row.source, row.locator),
    )


COLLECTION = Collection("members", gettext_noop("Members of the programme"), AskedMembers, MemberRow, _rows, _give)
