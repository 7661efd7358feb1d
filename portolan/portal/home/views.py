"""The public home: the chart first, then what the network is, what it declares, why."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.lists import say_all
from portolan.network.enums import MemberRole
from portolan.network.models import Membership, Place
from portolan.portal.chart import chart_of, host_place, met_lines, ports_of, route_of, stops_of
from portolan.portal.figures import declared_row, figure_card
from portolan.portal.page import Reader, home_programme, show
from portolan.portal.structured import programme_data
from portolan.provenance.enums import RecordKind
from portolan.results.domain.standing import standing_encounters
from portolan.results.enums import EditionRole, FigureKind
from portolan.results.models import FigureEdition, KeyFigure
from portolan.ui.access import public
from portolan.vocabulary.enums import Scheme
from portolan.vocabulary.models import Term

# More than these make the page heavy; the lists of events and of cities have them all.
MOST_STOPS, MOST_EVENTS, MOST_CITIES, MOST_PORTS = 15, 40, 60, 120


# Texts of a figure that its card does not say; texts in several languages are dear to read.
UNSAID = ("population", "definition", "record__title", "source__note")


@public
def home(request: HttpRequest) -> HttpResponse:
    """The chart, what the network is, its figures, its cities."""
    reader = Reader.of(request)
    programme = home_programme(request)
    members = _members(reader)
    total, events = _events(reader)
    context = {
        **_chart(members, events, reader),
        "events_total": total,
        **_figures(reader),
        "programme": programme,
        "cities": [_city_row(place, reader) for place in members[:MOST_CITIES]],
        "cities_total": len(members),
        "components": Term.objects.real().filter(scheme=Scheme.COMPONENT),
        "structured": programme_data(programme, reader.url("home")) if programme else None,
    }
    title = programme.name if programme else _("A network of cities")
    description = programme.summary if programme else ""
    invented = reader.demonstration and any(thing.is_invented for thing in (*members, *(e.meeting for e in events)))
    return show(request, "portal/home.html", context, title=title, description=description, invented=invented)


def _members(reader: Reader) -> list[Place]:
    """The places of the member cities of the current phase, by name."""
    memberships = Membership.objects.current().filter(role=MemberRole.CITY).shown(demonstration=reader.demonstration)
    places = Place.objects.filter(organisations__memberships__in=memberships).shown(demonstration=reader.demonstration)
    return list(places.select_related("record").defer("record__title").distinct().in_order())


def _events(reader: Reader) -> tuple[int, list[PeerLearningEvent]]:
    """How many events there are, and the last of those with a date, in the order of time."""
    events = PeerLearningEvent.objects.visible_to(reader.user).shown(demonstration=reader.demonstration)
    latest_first = events.exclude(meeting__start="").with_hosts().order_by("-meeting__start", "-number", "-pk")
    latest = list(latest_first[:MOST_EVENTS])
    total = len(latest) if len(latest) < MOST_EVENTS else events.count()
    return total, latest[::-1]


def _chart(members: list[Place], events: list[PeerLearningEvent], reader: Reader) -> dict[str, Any]:
    """The chart with its lines, and the list beside it, which says the same."""
    hosts = [place for event in events if (place := host_place(event))]
    host_numbers = {place.pk for place in hosts}
    drawn = [*hosts, *members][:MOST_PORTS]
    ports = ports_of(drawn, hosts=host_numbers, members={place.pk for place in members}, reader=reader)
    met = standing_encounters()
    named = {place.slug: place.name for place in (*members, *hosts)}
    return {
        "chart": chart_of(ports, [*route_of(stops_of(events)), *met_lines(met)]),
        "stops": [_stop(number, event, reader) for number, event in enumerate(events, 1)][-MOST_STOPS:],
        "met": [(named[first], named[second]) for first, second in met if first in named and second in named][:3],
        "latest": _latest(events, reader),
        "hosts_outside": [
            {"name": place.name, "url": reader.url("city", place.slug)}
            for place in {place.pk: place for place in hosts}.values()
            if place.pk not in {member.pk for member in members}
        ],
    }


def _stop(number: int, event: PeerLearningEvent, reader: Reader) -> dict[str, Any]:
    place = host_place(event)
    return {
        "number": event.number or number,
        "place": place.name if place else event.meeting.title,
        "url": reader.url("event", event.meeting.slug),
        "when": event.meeting.start,
        "title": event.meeting.title,
        "demonstration": event.meeting.is_invented,
    }


def _latest(events: list[PeerLearningEvent], reader: Reader) -> dict[str, Any] | None:
    """The last event with a date, with what it left."""
    if not events:
        return None
    event = events[-1]
    kinds = list(dict.fromkeys(str(product.get_kind_display()) for product in event.products.all()))
    return {
        "event": event,
        "place": host_place(event),
        "url": reader.url("event", event.meeting.slug),
        "documents": say_all(kinds),
    }


def _city_row(place: Place, reader: Reader) -> dict[str, Any]:
    return {
        "name": place.name,
        "url": reader.url("city", place.slug),
        "note": place.country_name,
        "demonstration": place.is_invented,
    }


def _figures(reader: Reader) -> dict[str, Any]:
    kinds = (FigureKind.HEADLINE, FigureKind.DECLARED)
    editions = FigureEdition.objects.filter(role__in=(EditionRole.ORIGIN, EditionRole.NEWER)).defer("population")
    figures = KeyFigure.objects.shown(demonstration=reader.demonstration).filter(kind__in=kinds)
    rows = list(
        figures.select_related("source", "record")
        .defer(*UNSAID)
        .prefetch_related(Prefetch("editions", editions))
        .order_by("position", "id")
    )
    declared = [row for row in rows if row.kind == FigureKind.DECLARED]
    declared.sort(key=lambda row: row.record.kind != RecordKind.DECK)
    # What one document declares stands together; later figures of other sources are on the page of figures.
    first = declared[0].source_id if declared else None
    return {
        "headline": [figure_card(row, reader, row.editions.all()) for row in rows if row.kind == FigureKind.HEADLINE],
        "declared": [declared_row(row, reader) for row in declared if row.source_id == first],
        "declared_in": next((row.reference for row in declared), ""),
    }
