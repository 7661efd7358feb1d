"""The network on the chart: its harbours and lines, from rows already read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.languages import current_language
from portolan.meetings.enums import HostRole, Mode
from portolan.network.models import Place
from portolan.portal.lines import EventLine
from portolan.portal.page import Reader
from portolan.ui.chart import MET, ONLINE, ROUTE, Chart, Line, Port, build_chart

# More lines than this make a chart nobody reads.
MOST_MET, MOST_STOPS = 60, 40


def host_place(event: PeerLearningEvent) -> Place | None:
    """The place of the body that invited to an event, None where it has none. Hosts must be read before."""
    hosts = [host for host in event.meeting.hosts.all() if host.role == HostRole.HOST]
    return hosts[0].organisation.place if hosts else None


def ports_of(places: Iterable[Any], *, hosts: set[int], members: set[int], reader: Reader) -> list[Port]:
    """A harbour for each place, each once. Without a member or host among its bodies a place is no harbour of ours.

    They are rows of `Place`, or have what is read of one.
    """
    kept = {place.pk: place for place in places}
    return [
        Port(
            code=place.slug,
            name=str(place.name),
            latitude=float(place.latitude),
            longitude=float(place.longitude),
            url=reader.url("city", place.slug),
            host=place.pk in hosts,
            member=place.pk in members,
            demonstration=place.is_invented,
            side=place.label_side,
            dy=place.label_dy,
            rank=place.label_rank,
        )
        for place in kept.values()
    ]


def stops_of(events: Iterable[EventLine]) -> list[tuple[str, str]]:
    """The route as (slug of the host's place, mode of the event), in the order given."""
    return [(event.place.slug, event.mode) for event in events if event.place]


def route_of(stops: Sequence[tuple[str, str]]) -> list[Line]:
    """From host to host; a leg that ends at an online event is dashed. The last stops only."""
    legs: list[tuple[str, list[str]]] = []
    for (start, _), (end, mode) in pairwise(stops[-MOST_STOPS:]):
        kind = ONLINE if mode == Mode.ONLINE else ROUTE
        if legs and legs[-1][0] == kind:
            legs[-1][1].append(end)
        else:
            legs.append((kind, [start, end]))
    return [Line(kind, tuple(codes)) for kind, codes in legs]


def met_lines(pairs: Iterable[tuple[str, str]]) -> list[Line]:
    """Between cities that met: their people came to the same event, or one heard the other's case."""
    return [Line(MET, pair) for pair in list(pairs)[:MOST_MET]]


def chart_of(ports: Iterable[Port], lines: Iterable[Line], *, focus: str | None = None) -> Chart:
    """The drawn chart for this reader; with `focus`, the waters around one harbour."""
    return build_chart(ports, lines, language=current_language(), focus=focus)
