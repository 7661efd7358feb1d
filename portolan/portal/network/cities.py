"""Cities: the list by region, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.folding import match_key
from portolan.kernel.languages import current_language, direction, site_languages
from portolan.kernel.lists import say_all, say_list
from portolan.meetings.enums import HostRole
from portolan.network.enums import MemberRole, Region
from portolan.network.models import Membership, Place
from portolan.portal.chart import chart_of, ports_of, route_of
from portolan.portal.figures import figure_card
from portolan.portal.network.stories import city_lead, city_steps, hosted_table
from portolan.portal.page import Reader, show
from portolan.portal.sources import MEETING, ORGANISATION, PLACE, remarks_of, statements_about
from portolan.portal.structured import city_data
from portolan.provenance.enums import RecordKind
from portolan.results.domain.thread import thread_of
from portolan.results.models import KeyFigure
from portolan.ui.access import public

MOST_PORTS = 120


@public
def cities(request: HttpRequest) -> HttpResponse:
    """The member cities of the current phase by region, and those of earlier phases and hosts beside them."""
    reader = Reader.of(request)
    shown = Membership.objects.filter(role=MemberRole.CITY).shown(demonstration=reader.demonstration)
    rows = shown.filter(organisation__place__isnull=False).select_related("organisation__place__record", "phase")
    current, earlier = _by_standing(rows)
    context = {
        "regions": [
            (label, [_row(place, reader) for place in current if place.region == region])
            for region, label in Region.choices
            if any(place.region == region for place in current)
        ],
        "earlier": [_row(place, reader) for place in earlier],
        "total": len(current),
    }
    invented = any(place.is_invented for place in (*current, *earlier))
    return show(request, "portal/cities.html", context, title=_("Cities of the network"), invented=invented)


def _by_standing(rows: Iterable[Membership]) -> tuple[list[Place], list[Place]]:
    """Places of members of the current phase, and of earlier phases only; each by the reader's alphabet."""
    current: dict[int, Place] = {}
    others: dict[int, Place] = {}
    for row in rows:
        place = row.organisation.place
        if place is not None:
            (current if row.phase.is_current else others)[place.pk] = place
    earlier = [place for pk, place in others.items() if pk not in current]
    return sorted(current.values(), key=_key), sorted(earlier, key=_key)


def _key(place: Place) -> tuple[str, int]:
    return place.sort_keys.get(current_language(), ""), place.pk


def _row(place: Place, reader: Reader) -> dict[str, Any]:
    url = reader.url("city", place.slug)
    return {"name": place.name, "url": url, "note": place.country_name, "demonstration": place.is_invented}


@public
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """One city: its standing, the events it hosted with their sources, its figures, its thread, its waters."""
    reader = Reader.of(request)
    places = Place.objects.visible_to(reader.user).shown(demonstration=reader.demonstration).select_related("record")
    place = places.filter(slug=slug).first()
    if place is None:
        return _elsewhere(reader, slug)
    memberships = _memberships(place)
    steps = thread_of(place, user=reader.user, demonstration=reader.demonstration)
    hosted = [step.thing for step in steps if isinstance(step.thing, PeerLearningEvent) and step.link == "hosts"]
    statements = statements_about(
        {
            MEETING: [event.meeting_id for event in hosted],
            PLACE: [place.pk],
            ORGANISATION: {row.organisation_id for row in memberships},
        }
    )
    figures = KeyFigure.objects.shown(demonstration=reader.demonstration).filter(place=place)
    context = {
        "place": place,
        "memberships": memberships,
        "other_names": _other_names(place),
        "states": _states(place, memberships, len(hosted)),
        "hosted": hosted_table(hosted, statements, reader),
        "hosted_total": len(hosted),
        "figures": [
            figure_card(row, reader)
            for row in figures.select_related("source", "record").defer("population", "definition", "record__title")
        ],
        "remarks": remarks_of(row for row in statements if row.subject_kind != MEETING),
        "steps": city_steps(steps, reader),
        "chart": _near_chart(place, reader),
        "crumbs": _crumbs(place, reader),
        "lead": city_lead(place, memberships, hosted),
        "structured": city_data(place, reader.url("city", slug)),
    }
    title = place.name
    return show(
        request, "portal/city.html", context, title=title, description=context["lead"], invented=place.is_invented
    )


def _elsewhere(reader: Reader, slug: str) -> HttpResponse:
    """A name of the city in any language, or one it had before, leads to its page; anything else is not found."""
    known = Place.objects.shown(demonstration=reader.demonstration).filter(names__key=match_key(slug)).distinct()
    found = list(known[:2])
    if len(found) != 1:
        raise Http404
    return HttpResponsePermanentRedirect(reader.url("city", found[0].slug))


def _memberships(place: Place) -> list[Membership]:
    rows = Membership.objects.filter(organisation__place=place).select_related("organisation", "phase", "source")
    return list(rows.order_by("phase__number", "role", "pk"))


def _other_names(place: Place) -> list[dict[str, str]]:
    """The name in the scripts of the site other than the reader's, each once."""
    seen = {str(place.name)}
    names = []
    for language in site_languages():
        name = place.name.get(language.code)
        if name and name not in seen and language.direction != direction(current_language()):
            seen.add(name)
            names.append({"text": name, "language": language.code, "direction": language.direction})
    return names[:1]


def _states(place: Place, memberships: list[Membership], hosted: int) -> list[dict[str, Any]]:
    """The line of states: as what, in which phases, how many events."""
    current = [row for row in memberships if row.phase.is_current]
    roles = {row.get_role_display() for row in (current or memberships)}
    standing = (
        {"value": capfirst(say_all(sorted(roles))), "mark": "done"}
        if current
        else {"value": _("Member of an earlier phase") if memberships else _("Not a member"), "mark": "none"}
    )
    phases = list(dict.fromkeys(str(row.phase.name) for row in memberships))
    return [
        {"label": _("Standing"), **standing},
        *([{"label": _("Phases"), "value": say_list(phases)}] if phases else []),
        {"label": _("Events hosted"), "value": hosted},
        {"label": _("Country"), "value": place.country_name},
    ]


def _near_chart(place: Place, reader: Reader) -> Any:
    """The waters around a city, with the harbours and the route of the network, in one query."""
    rows = _harbours(reader)
    hosted = [row for row in rows if row.hosted_as == HostRole.HOST and row.is_shown]
    ports = ports_of(
        [place, *hosted[-MOST_PORTS:], *rows[:MOST_PORTS]],
        hosts={row.pk for row in hosted},
        members={row.pk for row in rows if row.is_member},
        reader=reader,
    )
    return chart_of(ports, route_of([(row.slug, row.hosted_how) for row in hosted]), focus=place.slug)


def _harbours(reader: Reader) -> list[Any]:
    """A row for each member city, or for each event it hosted, in the order of time."""
    members = Membership.objects.filter(organisation__place=OuterRef("pk"), role=MemberRole.CITY)
    meeting = "organisations__hosted__meeting"
    visible = Q(**{f"{meeting}__is_public": True, f"{meeting}__event__isnull": False})
    if not reader.demonstration:
        visible &= ~Q(**{f"{meeting}__record__kind": RecordKind.DEMONSTRATION})
    rows = Place.objects.shown(demonstration=reader.demonstration).annotate(
        is_member=Exists(members.shown(demonstration=reader.demonstration)),
        hosted_as=F("organisations__hosted__role"),
        hosted_how=F(f"{meeting}__mode"),
        is_shown=Case(When(visible, then=True), default=False),
    )
    shown = rows.filter(Q(is_member=True) | Q(is_shown=True, hosted_as=HostRole.HOST))
    return list(shown.select_related("record").defer("sort_keys", "record__title").order_by(f"{meeting}__start", "pk"))


def _crumbs(place: Place, reader: Reader) -> list[dict[str, Any]]:
    return [
        {"label": _("Home"), "url": reader.url("home")},
        {"label": _("Cities"), "url": reader.url("cities")},
        {"label": place.name},
    ]
