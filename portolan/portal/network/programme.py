"""The programme in its own words: partners, donors, phases, how dialogue, knowledge and action work."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portolan.kernel.dates import say_number
from portolan.network.enums import MemberRole
from portolan.network.models import Membership, Phase, Programme
from portolan.portal.page import Reader, home_programme, show
from portolan.portal.sources import PROGRAMME, remarks_of, source_rows, statements_about, told_lines
from portolan.portal.structured import programme_data
from portolan.ui.access import public
from portolan.vocabulary.enums import Scheme
from portolan.vocabulary.models import Term

BODIES = (MemberRole.PARTNER, MemberRole.DONOR, MemberRole.ASSOCIATE, MemberRole.ASSOCIATION)


# Facts in sentences about the programme as a whole; its numbered lines stand with their component.
REMARKS = frozenset({"umbrella", "lead", "funding", "hub", "mooc", "synthesis-report", "recommendations-booklet"})

_UNSAID = ("organisation__sort_keys", "organisation__record__title")


@public
def programme(request: HttpRequest) -> HttpResponse:
    """What the programme is, with whom, in which phases, and how its three components work."""
    reader = Reader.of(request)
    home = home_programme(request)
    statements = statements_about({PROGRAMME: [home.pk] if home else []})
    by_scheme: dict[str, list[Term]] = {}
    for term in Term.objects.real().select_related("source"):
        by_scheme.setdefault(term.scheme, []).append(term)
    context = {
        "programme": home,
        "phases": _phases(home, reader),
        "components": {term.code: term for term in by_scheme.get(Scheme.COMPONENT, [])},
        "families": by_scheme.get(Scheme.SECTION_FAMILY, []),
        "aims": by_scheme.get(Scheme.ACTION_AIM, []),
        "routes": by_scheme.get(Scheme.ROUTE, []),
        "objectives": by_scheme.get(Scheme.OBJECTIVE, []),
        "event_structure": told_lines(statements, "event-structure"),
        "profile_steps": told_lines(statements, "profile-step"),
        "action_strands": told_lines(statements, "action-strand"),
        "remarks": remarks_of(row for row in statements if row.field in REMARKS),
        "sources": source_rows(statements),
        "structured": programme_data(home, reader.url("programme")) if home else None,
    }
    title = home.name if home else _("The programme")
    description = home.summary if home else ""
    return show(request, "portal/programme.html", context, title=title, description=description)


def _phases(home: Programme | None, reader: Reader) -> list[dict[str, Any]]:
    """Each phase with its bodies by role, the current one first."""
    if home is None:
        return []
    rows = Membership.objects.filter(phase__programme=home).shown(demonstration=reader.demonstration)
    # Cities are counted only, and may be a thousand.
    bodies = rows.filter(role__in=BODIES).select_related("organisation__record").defer(*_UNSAID)
    by_phase: dict[int, list[Membership]] = {}
    for row in bodies.order_by("organisation__slug"):
        by_phase.setdefault(row.phase_id, []).append(row)
    cities = Count("memberships", filter=Q(memberships__in=rows.filter(role=MemberRole.CITY)))
    phases = Phase.objects.filter(programme=home).annotate(cities=cities).order_by("-number")
    return [_phase(phase, by_phase.get(phase.pk, []), reader) for phase in phases]


def _phase(phase: Any, rows: list[Membership], reader: Reader) -> dict[str, Any]:
    groups = [
        {"label": _group_label(role), "bodies": [_body(row, reader) for row in rows if row.role == role]}
        for role in BODIES
    ]
    return {
        "phase": phase,
        "groups": [group for group in groups if group["bodies"]],
        "cities": phase.cities,
        "budget": f"{say_number(phase.budget.normalize())} {phase.currency}" if phase.budget else "",
    }


def _group_label(role: MemberRole) -> str:
    return {
        MemberRole.PARTNER: _("Partners"),
        MemberRole.DONOR: _("Donors"),
        MemberRole.ASSOCIATE: _("Associate partners"),
        MemberRole.ASSOCIATION: _("Member associations"),
    }[role]


def _body(row: Membership, reader: Reader) -> dict[str, Any]:
    body = row.organisation
    return {
        "name": body.name,
        "acronym": str(body.acronym),
        "url": reader.url("organisation", body.slug),
        "field": row.field,
        "demonstration": body.is_invented,
    }
