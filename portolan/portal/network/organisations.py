"""The page of an organisation: what it is to the network."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.kernel.folding import match_key
from portolan.kernel.lists import say_all
from portolan.network.models import Membership, Organisation
from portolan.portal.figures import source_words
from portolan.portal.page import Reader, show
from portolan.portal.structured import organisation_data
from portolan.ui.access import public
from portolan.ui.tables import Cell, Column, Table


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """A partner, a donor, an association, a city's body: names, phases, events it hosted."""
    reader = Reader.of(request)
    seen = Organisation.objects.visible_to(reader.user).shown(demonstration=reader.demonstration)
    related = ("record", "place", "parent")
    body = seen.standing().select_related(*related).filter(slug=slug).first()
    if body is None:
        return _elsewhere(reader, slug)
    memberships = list(body.memberships.select_related("phase", "source").order_by("phase__number", "role", "pk"))
    context = {
        "body": body,
        "memberships": _table(memberships),
        "hosted": _hosted(body, reader),
        "states": _states(body, memberships, reader),
        "crumbs": [
            {"label": _("Home"), "url": reader.url("home")},
            {"label": _("Programme"), "url": reader.url("programme")},
            {"label": body.name},
        ],
        "structured": organisation_data(body, reader.url("organisation", slug)),
    }
    return show(request, "portal/organisation.html", context, title=body.name, invented=body.is_invented)


def _elsewhere(reader: Reader, slug: str) -> HttpResponse:
    """A merged body leads to the one it is now, a known name to its body; anything else is not found."""
    seen = Organisation.objects.shown(demonstration=reader.demonstration)
    merged = seen.filter(slug=slug, redirect_to__isnull=False).select_related("redirect_to__redirect_to").first()
    target = merged.redirect_to if merged else None
    if target is None:
        named = list(seen.visible_to(reader.user).standing().filter(names__key=match_key(slug)).distinct()[:2])
        target = named[0] if len(named) == 1 else None
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(reader.url("organisation", (target.redirect_to or target).slug))


def _table(memberships: list[Membership]) -> Table | None:
    """As what the body belongs to which phase, and who says so."""
    if not memberships:
        return None
    columns = [
        Column(pgettext("column", "Phase")),
        Column(pgettext("column", "As")),
        Column(pgettext("column", "For")),
        Column(pgettext("column", "According to")),
    ]
    rows = [
        [
            Cell(row.phase.name),
            Cell(row.get_role_display()),
            Cell(row.field or ""),
            Cell(source_words(row.source) if row.source else None),
        ]
        for row in memberships
    ]
    return Table(columns, rows)


def _hosted(body: Organisation, reader: Reader) -> list[dict[str, Any]]:
    """Events it hosted or co-hosted, by date."""
    rows = body.hosted.filter(meeting__is_public=True, meeting__event__isnull=False).select_related("meeting__record")
    if not reader.demonstration:
        rows = rows.exclude(meeting__record__kind="demonstration")
    return [
        {
            "title": row.meeting.title,
            "url": reader.url("event", row.meeting.slug),
            "date": row.meeting.start,
            "kind": capfirst(row.get_role_display()),
            "invented": row.meeting.is_invented,
        }
        for row in rows.order_by("meeting__start", "pk")
    ]


def _states(body: Organisation, memberships: list[Membership], reader: Reader) -> list[dict[str, Any]]:
    states: list[dict[str, Any]] = [{"label": _("Kind"), "value": body.get_kind_display()}]
    if body.acronym:
        states.append({"label": _("Acronym"), "value": body.acronym})
    if body.place:
        states.append({"label": _("Place"), "value": body.place.name})
    roles = {row.get_role_display() for row in memberships if row.phase.is_current}
    if roles:
        states.append({"label": _("Standing"), "value": say_all(sorted(roles)), "mark": "done"})
    return states
