"""Where the names stand on a chart: beside their dot, on the side their data says, else where nothing is in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]

START, END = "start", "end"  # the name stands left or right of its dot; a chart is not mirrored in Arabic
GAP = 12.0  # from the centre of the dot to the name
BASELINE = 6.0  # below the centre of the dot, so that a name of normal size stands level with it
INLAND = 4.0  # what it costs a name to stand on land: less than to cover the least bit of another
BAND = 24.0
NUDGES = (0.0, 12.0, -12.0)


@dataclass(frozen=True)
class Label:
    """The place of a name: its side, the anchor of its text, and whether it had to be put over something else."""

    side: str
    x: float
    y: float
    crowded: bool = False


@dataclass
class Sheet:
    """What is already taken on a chart of the given width, for names of the given size (units of the chart)."""

    width: float
    size: float = 18.5
    is_land: Callable[[float, float], bool] | None = None
    # By bands of the sheet, so that a name is held only against what lies at its height.
    _taken: dict[int, list[Box]] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Offsets are given for names of 18.5 units."""
        return self.size / 18.5

    def take_dots(self, places: Iterable[tuple[float, float]], *, radius: float = 6.0) -> None:
        """No name may cover one of these dots."""
        reach = radius * self.ratio
        for x, y in places:
            self.take((x - reach, y - reach, x + reach, y + reach))

    def take(self, box: Box) -> None:
        """No name may cover this rectangle (left, top, right, bottom) without a cost."""
        for band in _bands(box):
            self._taken.setdefault(band, []).append(box)

    def put(self, name: str, x: float, y: float, *, side: str = "", dy: float = 0.0) -> Label:
        """Place a name beside the dot at (x, y), as the data says or, without a side, where there is most room."""
        if side:
            label = self._at(x, y, side, dy)
            self.take(self._box(name, label))
            return label
        tries = [self._at(x, y, each, dy + nudge) for nudge in NUDGES for each in (END, START)]
        costs = [self._cost(self._box(name, label), (x, y)) for label in tries]
        best = min(range(len(tries)), key=lambda i: (costs[i], i))
        label = tries[best]
        self.take(self._box(name, label))
        return Label(label.side, label.x, label.y, crowded=costs[best] > INLAND)

    def _at(self, x: float, y: float, side: str, dy: float) -> Label:
        gap = GAP * self.ratio
        return Label(side, round(x + (gap if side == END else -gap), 1), round(y + (BASELINE + dy) * self.ratio, 1))

    def _box(self, name: str, label: Label) -> Box:
        """The rectangle a name covers; letters of our face are 0.55 of their size wide on average."""
        wide = len(name) * self.size * 0.55
        left = label.x if label.side == END else label.x - wide
        return left, label.y - self.size * 0.8, left + wide, label.y + self.size * 0.25

    def _cost(self, box: Box, own: tuple[float, float]) -> float:
        """The area that would be covered twice, and what would stand outside the sheet."""
        outside = max(0.0, -box[0]) + max(0.0, box[2] - self.width)
        near = dict.fromkeys(other for band in _bands(box) for other in self._taken.get(band, ()))
        others = [other for other in near if not (other[0] <= own[0] <= other[2] and other[1] <= own[1] <= other[3])]
        inland = self.is_land is not None and self.is_land((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        # As on the old charts, a name that covers nothing on either side stands on the sea's.
        return outside * self.size + sum(_common(box, other) for other in others) + (INLAND if inland else 0.0)


def _bands(box: Box) -> range:
    """The bands of the sheet a box lies in."""
    return range(int(box[1] // BAND), int(box[3] // BAND) + 1)


def _common(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0
