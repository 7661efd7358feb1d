"""The chart of a network: its harbours and the lines between them, ready for `components/chart.html`.

Nothing here reads a database: a page gives places and lines, and gets what the template draws. The chart is hidden
from assistive technology and its links are out of the tab order, so every page that shows one says the same in a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portolan.ui.labels import Label, Sheet
from portolan.ui.projection import MEDITERRANEAN, Point, Projection, fitted, is_land

ROUTE, ONLINE, MET = "route", "online", "met"
NEAR_WIDTH, NEAR_HEIGHT = 430.0, 214.0
NAME_REACH = 160.0  # the width of a long name beside its dot
LABEL_SIZE, NEAR_LABEL_SIZE = 18.5, 12.5
ARABIC_LABEL_SIZE = 20.5
BARS = 5.0  # degrees of longitude between two black pieces of the scale bar


@dataclass(frozen=True)
class Port:
    """A place on the chart. `side` (`start` left, `end` right, empty: where there is room) and `dy` place its name.

    `rank` 1 names it on a phone too, 2 only where there is room. `host`: it has hosted an event; `demonstration`: it is
    invented.
    """

    code: str
    name: str
    latitude: float
    longitude: float
    url: str = ""
    host: bool = False
    member: bool = True
    demonstration: bool = False
    side: str = ""
    dy: float = 0.0
    rank: int = 1


@dataclass(frozen=True)
class Line:
    """A line from port to port by their codes: `route` (host to host), `online` (the same, held online) or `met`."""

    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class DrawnPort:
    """A port where it stands, with the place of its name."""

    port: Port
    x: float
    y: float
    label: Label
    on_land: bool
    minor: bool
    focus: bool

    @property
    def radius(self) -> str:
        """Of the dot: hosts a little larger."""
        return "5.5" if self.port.host else "5"


@dataclass(frozen=True)
class Chart:
    """All the template draws: the window on the chart, the harbours in drawing order, the lines as path data."""

    view_box: str
    ports: tuple[DrawnPort, ...]
    lines: tuple[tuple[str, str], ...]
    near: bool
    coast: bool
    graticule: str = ""
    bars: str = ""
    foot: float = 0.0


def build_chart(ports: Iterable[Port], lines: Iterable[Line], *, language: str, focus: str | None = None) -> Chart:
    """The chart of these ports and lines for readers of `language`; with `focus`, the waters around that port.

    Lines to a port that is not given stop short of it. The same question is answered from memory.
    """
    return _build(tuple(ports), tuple(lines), language, focus)


@lru_cache(maxsize=128)
def _build(ports: tuple[Port, ...], lines: tuple[Line, ...], language: str, focus: str | None) -> Chart:
    places = [(port.latitude, port.longitude) for port in ports]
    on_coast = all(MEDITERRANEAN.shows(*place) for place in places)
    projection = MEDITERRANEAN if on_coast else fitted(places)
    where = {port.code: projection.place(port.latitude, port.longitude) for port in ports}
    near = focus in where
    window = _window(where[focus], where.values(), projection) if near and focus else None
    # Around one port, what lies beyond the window is not drawn: nobody sees it, and a network may have a thousand.
    drawn = tuple(port for port in ports if window is None or _is_inside(where[port.code], window))
    return Chart(
        view_box=f"{window[0]:.1f} {window[1]:.1f} {NEAR_WIDTH:g} {NEAR_HEIGHT:g}" if window else _whole(projection),
        ports=_draw_ports(drawn, where, projection, language, focus if near else None),
        lines=tuple(_draw_lines(lines, where)),
        near=near,
        coast=on_coast,
        graticule="" if on_coast else _graticule(projection),
        bars="" if near else _bars(projection),
        foot=round(projection.height - 7, 1),
    )


def _whole(projection: Projection) -> str:
    return f"0 0 {projection.width:g} {projection.height:g}"


def _window(focus: Point, places: Iterable[Point], projection: Projection) -> Point:
    """The corner of the window around a port, shifted a little towards the middle of the network, within the chart."""
    known = list(places)
    middle = (sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known))
    left = focus[0] - NEAR_WIDTH / 2 + max(-50.0, min(50.0, (middle[0] - focus[0]) * 0.12))
    top = focus[1] - NEAR_HEIGHT / 2 + max(-25.0, min(25.0, (middle[1] - focus[1]) * 0.12))
    left = max(0.0, min(left, projection.width - NEAR_WIDTH))
    top = max(0.0, min(top, projection.height - NEAR_HEIGHT))
    return left, top


def _is_inside(place: Point, window: Point) -> bool:
    """True when a dot lies in the window, or near enough that its name may reach into it."""
    x, y = place[0] - window[0], place[1] - window[1]
    return -NAME_REACH <= x <= NEAR_WIDTH + NAME_REACH and -20 <= y <= NEAR_HEIGHT + 20


def _draw_ports(
    ports: Sequence[Port], where: dict[str, Point], projection: Projection, language: str, focus: str | None
) -> tuple[DrawnPort, ...]:
    size = NEAR_LABEL_SIZE if focus else ARABIC_LABEL_SIZE if language == "ar" else LABEL_SIZE
    sheet = Sheet(projection.width, size, is_land if projection is MEDITERRANEAN else None)
    sheet.take_dots(where[port.code] for port in ports)
    # Names whose side is given come first, then the important ones: what is placed later gives way.
    order = sorted(ports, key=lambda port: (port.code != focus, not port.side, port.rank, not port.host))
    labels = {port.code: sheet.put(port.name, *where[port.code], side=port.side, dy=port.dy) for port in order}
    return tuple(_draw_port(port, where[port.code], labels[port.code], projection, focus) for port in ports)


def _draw_port(port: Port, place: Point, label: Label, projection: Projection, focus: str | None) -> DrawnPort:
    aside = 30.0 if label.side == "end" else -30.0
    return DrawnPort(
        port=port,
        x=place[0],
        y=place[1],
        label=label,
        on_land=projection is MEDITERRANEAN and is_land(place[0] + aside, label.y - 6),
        minor=port.rank > 1 or label.crowded,
        focus=port.code == focus,
    )


def _draw_lines(lines: Iterable[Line], where: dict[str, Point]) -> Iterable[tuple[str, str]]:
    for line in lines:
        points = [where[code] for code in line.codes if code in where]
        if len(points) > 1:
            yield line.kind, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _bars(projection: Projection) -> str:
    """The pieces of the scale bar, each half of `BARS` degrees long, on a sea too wide to measure in miles."""
    step, foot = BARS * projection.scale, projection.height - 7
    if not 20 <= step <= 600:
        step = projection.width / 12
    starts = [step * (0.1 + i) for i in range(int(projection.width // step) + 1)]
    half = step / 2
    return "".join(f"M{x:.1f} {foot:.1f}h{half:.1f}v7h-{half:.1f}z" for x in starts if x + half <= projection.width)


def _graticule(projection: Projection) -> str:
    """Meridians and parallels every so many degrees, where no coastline tells where one is."""
    step = next(each for each in (1, 2, 5, 10, 20, 30) if each * projection.scale >= 90 or each == 30)
    east = projection.west + projection.width / projection.scale
    meridians = range(int(projection.west // step) * step, int(east) + step, step)
    path = [f"M{projection.place(0, each)[0]:.1f} 0V{projection.height:g}" for each in meridians]
    for parallel in range(-80, 81, step):
        y = projection.place(parallel, 0)[1]
        if 0 <= y <= projection.height:
            path.append(f"M0 {y:.1f}H{projection.width:g}")
    return "".join(path)
