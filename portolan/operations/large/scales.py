"""How large a network is to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Numbers of rows; everything else follows from them."""

    cities: int
    events: int
    people: int
    attendances: int
    documents: int


# `large` is the network of the design's budgets; `small` has its shape, for tests.
SCALES = {
    "large": Scale(cities=1_000, events=5_000, people=200_000, attendances=1_000_000, documents=20_000),
    "small": Scale(cities=20, events=50, people=400, attendances=1_500, documents=60),
}
