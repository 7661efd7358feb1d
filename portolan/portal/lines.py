"""Events and places as plain rows: what lists and the chart show of them, in one query and without their models."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from portolan.dialogue.querysets import EventQuerySet
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.meetings.enums import HostRole
from portolan.provenance.enums import RecordKind

OF_A_PLACE = ("pk", "slug", "name", "latitude", "longitude", "label_side", "label_dy", "label_rank", "record__kind")
_OF_AN_EVENT = (
    "pk",
    "number",
    *(f"meeting__{name}" for name in ("slug", "title", "start", "end", "mode", "record__kind")),
)
_PLACE_OF_HOST = tuple(f"host__organisation__place__{name}" for name in OF_A_PLACE)


class Harbour(NamedTuple):
    """A place, as the fields of `OF_A_PLACE` have it."""

    pk: int
    slug: str
    name: Text
    latitude: Any
    longitude: Any
    label_side: str
    label_dy: int
    label_rank: int
    record_kind: str

    @property
    def is_invented(self) -> bool:
        """True for a place of the demonstration."""
        return self.record_kind == RecordKind.DEMONSTRATION


class EventLine(NamedTuple):
    """An event with the place of the body that invited to it, None where it has none."""

    pk: int
    number: int | None
    slug: str
    title: Text
    start: PartialDate | None
    end: PartialDate | None
    mode: str
    record_kind: str
    place: Harbour | None

    @property
    def is_invented(self) -> bool:
        """True for an event of the demonstration."""
        return self.record_kind == RecordKind.DEMONSTRATION


def plain_lines(events: EventQuerySet) -> QuerySet[Any]:
    """The rows of events for `event_lines`, to be ordered, sliced and paged before they are read."""
    inviting = FilteredRelation("meeting__hosts", condition=Q(meeting__hosts__role=HostRole.HOST))
    return events.annotate(host=inviting).values_list(*_OF_AN_EVENT, *_PLACE_OF_HOST)


def event_lines(rows: Iterable[tuple[Any, ...]]) -> list[EventLine]:
    """Rows of `plain_lines` as events. The database keeps that a meeting has one host."""
    size = len(_OF_AN_EVENT)
    return [EventLine(*row[:size], Harbour(*row[size:]) if row[size] else None) for row in rows]
