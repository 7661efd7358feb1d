"""Mercator's projection, as on the stored coastline, and what of the chart is land.

The stored coast was drawn 1200 units wide from 18° W to 42.5° E, its upper edge at 54.4° N and its lower at 28.2° N.
Only in this projection is a line of constant bearing straight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

COAST_FILE = Path(__file__).parent / "templates" / "ui" / "chart" / "coast.html"
WIDTH = 1200.0
MAX_LATITUDE = 80.0  # beyond, Mercator stretches a network out of all proportion
ROW = 8.0  # the height of a row of the chart by which its edges are kept

_NUMBER = re.compile(r"-?\d*\.?\d+")

Point = tuple[float, float]


def mercator(latitude: float) -> float:
    """The ordinate of a latitude on a globe of one unit a degree; latitudes beyond 80° count as 80°."""
    bounded = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)))


@dataclass(frozen=True)
class Projection:
    """From degrees to the units of a chart: western and northern edge, units for a degree of longitude, size."""

    west: float
    north: float
    scale: float
    width: float
    height: float

    def place(self, latitude: float, longitude: float) -> Point:
        """The place of a point, to a tenth of a unit."""
        x = (longitude - self.west) * self.scale
        y = (mercator(self.north) - mercator(latitude)) * self.scale
        return round(x, 1), round(y, 1)

    def shows(self, latitude: float, longitude: float, *, margin: float = 0.0) -> bool:
        """True when the point lies on the chart, at least `margin` units from its edges."""
        x, y = self.place(latitude, longitude)
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


MEDITERRANEAN = Projection(west=-18.0, north=54.4, scale=WIDTH / 60.5, width=WIDTH, height=707.7)


def fitted(points: Iterable[tuple[float, float]], *, width: float = WIDTH, height: float = 707.7) -> Projection:
    """A chart of the given size on which all (latitude, longitude) points stand, with room for their names."""
    known = list(points) or [(0.0, 0.0)]
    tops = [mercator(latitude) for latitude, _ in known]
    sides = [longitude for _, longitude in known]
    across = max(max(sides) - min(sides), 2.0)
    down = max(max(tops) - min(tops), 1.0)
    scale = min(width * 0.7 / across, height * 0.75 / down)
    west = (max(sides) + min(sides)) / 2 - width / scale / 2
    north = (max(tops) + min(tops)) / 2 + height / scale / 2
    return Projection(west, _latitude(north), scale, width, height)


def _latitude(ordinate: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(ordinate))) - math.pi / 2)


@lru_cache(maxsize=1)
def _coast() -> tuple[tuple[tuple[float, float, float, float], tuple[Point, ...]], ...]:
    """The outlines of the stored coast, each with its bounding box (west, north, east, south in chart units)."""
    outlines = []
    for part in COAST_FILE.read_text(encoding="utf-8").split("z"):
        numbers = [float(each) for each in _NUMBER.findall(part)]
        if len(numbers) < 6:
            continue
        x = y = 0.0
        outline = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            outline.append((x, y))
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        outlines.append(((min(xs), min(ys), max(xs), max(ys)), tuple(outline)))
    return tuple(outlines)


@lru_cache(maxsize=1)
def _edges() -> dict[int, list[tuple[int, float, float, float, float]]]:
    """The edges of all outlines by rows of the chart, each with the number of its outline: a point asks one row."""
    rows: dict[int, list[tuple[int, float, float, float, float]]] = {}
    for number, (_box, outline) in enumerate(_coast()):
        previous_x, previous_y = outline[-1]
        for x, y in outline:
            for row in range(int(min(y, previous_y) // ROW), int(max(y, previous_y) // ROW) + 1):
                rows.setdefault(row, []).append((number, x, y, previous_x, previous_y))
            previous_x, previous_y = x, y
    return rows


def is_land(x: float, y: float) -> bool:
    """True when a point of the stored chart lies on land; a name there gets a halo of the land's colour."""
    inside: set[int] = set()
    for number, next_x, next_y, previous_x, previous_y in _edges().get(int(y // ROW), ()):
        if (next_y > y) != (previous_y > y):
            crossing = (previous_x - next_x) * (y - next_y) / (previous_y - next_y) + next_x
            if x < crossing:
                inside ^= {number}
    return bool(inside)
