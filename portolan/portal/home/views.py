"""The public home: the chart first, then what the network is, what it declares, why."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import PeerLearningEvent, Product
from portolan.kernel.countries import say_country
from portolan.kernel.lists import say_all
from portolan.network.enums import MemberRole
from portolan.network.models import Membership, Place
from portolan.portal.chart import chart_of, met_lines, ports_of, route_of, stops_of
from portolan.portal.figures import OF_A_CARD, declared_row, figure_card
from portolan.portal.lines import OF_A_PLACE, EventLine, Harbour, event_lines, plain_lines
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


class Member(NamedTuple):
    """A member city."""

    place: Harbour
    country: str


@public
def home(request: HttpRequest) -> HttpResponse:
    """The chart, what the network is, its figures, its cities."""
    reader = Reader.of(request)
    programme = home_programme(request)
    members = _members(reader)
    total, events, documents = _events(reader)
    context = {
        **_chart(members, events, documents, reader),
        "events_total": total,
        **_figures(reader),
        "programme": programme,
        "cities": [_city_row(member, reader) for member in members[:MOST_CITIES]],
        "cities_total": len(members),
        "components": Term.objects.real().filter(scheme=Scheme.COMPONENT).values("position", "label", "note"),
        "structured": programme_data(programme, reader.url("home")) if programme else None,
    }
    title = programme.name if programme else _("A network of cities")
    description = programme.summary if programme else ""
    invented = reader.demonstration and any(
        thing.is_invented for thing in (*(member.place for member in members), *events)
    )
    return show(request, "portal/home.html", context, title=title, description=description, invented=invented)


def _members(reader: Reader) -> list[Member]:
    """The places of the member cities of the current phase, by name."""
    members = Membership.objects.current().filter(role=MemberRole.CITY).shown(demonstration=reader.demonstration)
    places = Place.objects.filter(pk__in=members.values("organisation__place")).in_order()
    return [Member(Harbour(*row[:-1]), row[-1]) for row in places.values_list(*OF_A_PLACE, "country")]


def _events(reader: Reader) -> tuple[int, list[EventLine], list[str]]:
    """How many events there are, the last of those with a date in the order of time, and what the very last left."""
    events = PeerLearningEvent.objects.visible_to(reader.user).shown(demonstration=reader.demonstration)
    latest_first = events.exclude(meeting__start="").order_by("-meeting__start", "-number", "-pk")
    latest = event_lines(plain_lines(latest_first)[:MOST_EVENTS])
    total = len(latest) if len(latest) < MOST_EVENTS else events.count()
    left = (
        Product.objects.filter(event__in=latest_first.values("pk")[:1]).order_by("kind").values_list("kind", flat=True)
    )
    return total, latest[::-1], [str(ProductKind(kind).label) for kind in dict.fromkeys(left)]


def _chart(members: list[Member], events: list[EventLine], documents: list[str], reader: Reader) -> dict[str, Any]:
    """The chart with its lines, and the list beside it, which says the same."""
    hosts = [event.place for event in events if event.place]
    numbers = {member.place.pk for member in members}
    drawn = [*hosts, *(member.place for member in members)][:MOST_PORTS]
    ports = ports_of(drawn, hosts={place.pk for place in hosts}, members=numbers, reader=reader)
    met = standing_encounters()
    named = {place.slug: place.name for place in (*(member.place for member in members), *hosts)}
    return {
        "chart": chart_of(ports, [*route_of(stops_of(events)), *met_lines(met)]),
        "stops": [_stop(number, event, reader) for number, event in enumerate(events, 1)][-MOST_STOPS:],
        "met": [(named[first], named[second]) for first, second in met if first in named and second in named][:3],
        "latest": _latest(events, documents, reader),
        "hosts_outside": [
            {"name": place.name, "url": reader.url("city", place.slug)}
            for place in {place.pk: place for place in hosts}.values()
            if place.pk not in numbers
        ],
    }


def _stop(number: int, event: EventLine, reader: Reader) -> dict[str, Any]:
    return {
        "number": event.number or number,
        "place": event.place.name if event.place else event.title,
        "url": reader.url("event", event.slug),
        "when": event.start,
        "title": event.title,
        "demonstration": event.is_invented,
    }


def _latest(events: list[EventLine], documents: list[str], reader: Reader) -> dict[str, Any] | None:
    """The last event with a date, with what it left."""
    if not events:
        return None
    event = events[-1]
    return {"event": event, "url": reader.url("event", event.slug), "documents": say_all(documents)}


def _city_row(member: Member, reader: Reader) -> dict[str, Any]:
    place = member.place
    return {
        "name": place.name,
        "url": reader.url("city", place.slug),
        "note": say_country(member.country),
        "demonstration": place.is_invented,
    }


def _figures(reader: Reader) -> dict[str, Any]:
    kinds = (FigureKind.HEADLINE, FigureKind.DECLARED)
    editions = FigureEdition.objects.filter(role__in=(EditionRole.ORIGIN, EditionRole.NEWER)).only(
        "figure", "role", "wording"
    )
    figures = KeyFigure.objects.shown(demonstration=reader.demonstration).filter(kind__in=kinds)
    rows = list(
        figures.select_related("source", "record")
        .only(*OF_A_CARD)
        .prefetch_related(Prefetch("editions", editions.only("figure", "role", "wording").order_by("position", "pk")))
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
