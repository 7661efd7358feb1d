"""Cities: the list by region, and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.countries import say_country
from portolan.kernel.folding import match_key
from portolan.kernel.languages import current_language, direction, site_languages
from portolan.kernel.lists import say_all, say_list
from portolan.network.enums import MemberRole, Region
from portolan.network.models import Membership, Place
from portolan.portal.figures import OF_A_CARD, figure_card
from portolan.portal.network.stories import city_lead, city_steps, hosted_table
from portolan.portal.network.waters import near_chart
from portolan.portal.page import Reader, show
from portolan.portal.sources import MEETING, ORGANISATION, PLACE, remarks_of, statements_about
from portolan.portal.structured import city_data
from portolan.provenance.enums import RecordKind
from portolan.results.domain.thread import thread_of
from portolan.results.models import KeyFigure
from portolan.ui.access import public

# What the page of a city shows of a membership.
_OF_A_MEMBER = (
    *("role", "locator", "organisation__slug", "organisation__name", "source__title"),
    *("phase__number", "phase__name", "phase__is_current"),
)
# What a list of cities shows of each.
_OF_A_ROW = ("slug", "name", "country", "region", "record__kind")


@public
def cities(request: HttpRequest) -> HttpResponse:
    """The member cities of the current phase by region, and those of earlier phases and hosts beside them."""
    reader = Reader.of(request)
    current, earlier = _by_standing(reader)
    context = {
        "regions": [
            (label, [_row(place, reader) for place in current if place.region == region])
            for region, label in Region.choices
            if any(place.region == region for place in current)
        ],
        "earlier": [_row(place, reader) for place in earlier],
        "total": len(current),
    }
    invented = any(_is_invented(place) for place in (*current, *earlier))
    return show(request, "portal/cities.html", context, title=_("Cities of the network"), invented=invented)


def _by_standing(reader: Reader) -> tuple[list[Any], list[Any]]:
    """Places of members of the current phase, and of earlier phases only; each by the reader's alphabet.

    Read as plain rows, since a network may have a thousand cities and the page shows them all.
    """
    members = Membership.objects.filter(organisation__place=OuterRef("pk"), role=MemberRole.CITY)
    shown = members.shown(demonstration=reader.demonstration)
    places = Place.objects.filter(Exists(shown)).annotate(is_current=Exists(shown.current())).in_order()
    rows = list(places.values_list(*_OF_A_ROW, "is_current", named=True))
    return [row for row in rows if row.is_current], [row for row in rows if not row.is_current]


def _is_invented(row: Any) -> bool:
    return row.record__kind == RecordKind.DEMONSTRATION


def _row(row: Any, reader: Reader) -> dict[str, Any]:
    url = reader.url("city", row.slug)
    return {"name": row.name, "url": url, "note": say_country(row.country), "demonstration": _is_invented(row)}


@public
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """One city: its standing, the events it hosted with their sources, its figures, its thread, its waters."""
    reader = Reader.of(request)
    places = Place.objects.visible_to(reader.user).shown(demonstration=reader.demonstration).select_related("record")
    place = places.filter(slug=slug).first()
    if place is None:
        return _elsewhere(reader, slug)
    memberships = _memberships(place)
    context = {
        "place": place,
        "memberships": memberships,
        "other_names": _other_names(place),
        "figures": _figures(place, reader),
        "chart": near_chart(place, reader),
        "crumbs": _crumbs(place, reader),
        "structured": city_data(place, reader.url("city", slug)),
        **_told(place, memberships, reader),
    }
    title, invented = place.name, place.is_invented
    return show(request, "portal/city.html", context, title=title, description=context["lead"], invented=invented)


def _told(place: Place, memberships: list[Membership], reader: Reader) -> dict[str, Any]:
    """What the city did in the network, and what sources say of it."""
    steps = thread_of(place, user=reader.user, demonstration=reader.demonstration)
    hosted = [step.thing for step in steps if isinstance(step.thing, PeerLearningEvent) and step.link == "hosts"]
    bodies = {row.organisation_id for row in memberships}
    meetings = [event.meeting_id for event in hosted]
    statements = statements_about({MEETING: meetings, PLACE: [place.pk], ORGANISATION: bodies})
    return {
        "lead": city_lead(place, memberships, hosted),
        "states": _states(place, memberships, len(hosted)),
        "hosted": hosted_table(hosted, statements, reader),
        "hosted_total": len(hosted),
        "remarks": remarks_of(row for row in statements if row.subject_kind != MEETING),
        "steps": city_steps(steps, reader),
    }


def _figures(place: Place, reader: Reader) -> list[dict[str, Any]]:
    """Figures about the place, with their warnings."""
    rows = KeyFigure.objects.shown(demonstration=reader.demonstration).filter(place=place)
    read = rows.select_related("source", "record").only(*OF_A_CARD)
    return [figure_card(row, reader) for row in read]


def _elsewhere(reader: Reader, slug: str) -> HttpResponse:
    """A name of the city in any language, or one it had before, leads to its page; anything else is not found."""
    known = Place.objects.shown(demonstration=reader.demonstration).filter(names__key=match_key(slug)).distinct()
    found = list(known[:2])
    if len(found) != 1:
        raise Http404
    return HttpResponsePermanentRedirect(reader.url("city", found[0].slug))


def _memberships(place: Place) -> list[Membership]:
    rows = Membership.objects.filter(organisation__place=place).select_related("organisation", "phase", "source")
    return list(rows.only(*_OF_A_MEMBER).order_by("phase__number", "role", "pk"))


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


def _crumbs(place: Place, reader: Reader) -> list[dict[str, Any]]:
    return [
        {"label": _("Home"), "url": reader.url("home")},
        {"label": _("Cities"), "url": reader.url("cities")},
        {"label": place.name},
    ]
