"""What the queue does for imports; joined by the tasks of this app when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Indexing = Callable[[str, Sequence[int]], object]

_later: list[Indexing] = []


def register_indexing(enqueue: Indexing) -> None:
    """Name what puts into the queue that things of a kind (`network.person`) with these numbers are to be indexed."""
    _later[:] = [enqueue]


def postpone_indexing(kind: str, pks: Sequence[int]) -> None:
    """Leave the search entries of these things to the queue; what is written of it belongs to the open transaction."""
    for enqueue in _later:
        enqueue(kind, pks)
