"""States as an enumeration and one table of moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portolan.kernel.errors import DomainError


@dataclass(frozen=True)
class Move:
    """One allowed move: from a state to another, by holders of a permission, possibly with a reason given."""

    source: str
    target: str
    permission: str
    needs_reason: bool = False


class Moves:
    """The whole table of moves of one kind of thing; a move that is not in it is refused."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self._by_pair = {(move.source, move.target): move for move in moves}

    def __iter__(self) -> Iterator[Move]:
        return iter(self._by_pair.values())

    def find(self, source: str, target: str) -> Move | None:
        """The move between two states, or None."""
        return self._by_pair.get((source, target))

    def require(self, source: str, target: str, *, reason: str = "") -> Move:
        """The move, or a DomainError that says what is wrong."""
        move = self.find(source, target)
        if move is None:
            raise DomainError(_("This step is not possible from the present state."), code="no-such-move")
        if move.needs_reason and not reason.strip():
            raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
        return move
