"""The waters around a city: the harbours and the route of the network, in one query whatever the network's size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value

from portolan.kernel.texts import Text
from portolan.meetings.enums import HostRole
from portolan.meetings.models import MeetingHost
from portolan.network.enums import MemberRole
from portolan.network.models import Membership, Place
from portolan.portal.chart import chart_of, ports_of, route_of
from portolan.portal.page import Reader
from portolan.provenance.enums import RecordKind

# Of the hosts those of the latest events, of the members the first: more make a chart nobody reads.
MOST_HOSTED, MOST_MEMBERS = 120, 120
_OF_A_PLACE = ("pk", "slug", "name", "latitude", "longitude", "label_side", "label_dy", "label_rank", "record__kind")


class Harbour(NamedTuple):
    """What the chart shows of a place, once for each event it hosted: enough of `Place` for `ports_of`."""

    pk: int
    slug: str
    name: Text
    latitude: Any
    longitude: Any
    label_side: str
    label_dy: int
    label_rank: int
    record_kind: str
    is_member: bool
    hosted_on: str
    hosted_how: str
    hosting: int

    @property
    def is_invented(self) -> bool:
        """True for a place of the demonstration."""
        return self.record_kind == RecordKind.DEMONSTRATION


def near_chart(place: Place, reader: Reader) -> Any:
    """The chart around a place."""
    rows = _harbours(reader)
    hosted = sorted((row for row in rows if row.hosting), key=lambda row: (str(row.hosted_on or ""), row.hosting))
    members = {row.pk: row for row in rows if row.is_member}
    ports = ports_of(
        [place, *hosted, *members.values()], hosts={row.pk for row in hosted}, members=set(members), reader=reader
    )
    return chart_of(ports, route_of([(row.slug, row.hosted_how) for row in hosted]), focus=place.slug)


def _harbours(reader: Reader) -> Iterable[Harbour]:
    """The places of the latest hosts, one for each event, and member cities."""
    hosting = _rows(MeetingHost.objects.filter(pk__in=_latest(reader)), reader, "organisation__place__")
    members = _rows(Place.objects.filter(pk__in=_members(reader)), reader, "")
    return [Harbour(*row) for row in hosting.union(members, all=True)]


def _latest(reader: Reader) -> QuerySet[Any]:
    """Hosts of the latest events everyone may see, in a place this reader may see."""
    rows = MeetingHost.objects.filter(
        role=HostRole.HOST,
        meeting__is_public=True,
        meeting__event__isnull=False,
        organisation__place__isnull=False,
    )
    if not reader.demonstration:
        invented = RecordKind.DEMONSTRATION
        rows = rows.exclude(meeting__record__kind=invented).exclude(organisation__place__record__kind=invented)
    return rows.order_by("-meeting__start", "-pk").values("pk")[:MOST_HOSTED]


def _members(reader: Reader) -> QuerySet[Any]:
    """Places of member cities, of any phase."""
    places = Place.objects.shown(demonstration=reader.demonstration).filter(_member(reader, "pk"))
    return places.order_by("pk").values("pk")[:MOST_MEMBERS]


def _member(reader: Reader, place: str) -> Exists:
    members = Membership.objects.filter(organisation__place=OuterRef(place), role=MemberRole.CITY)
    return Exists(members.shown(demonstration=reader.demonstration))


def _rows(rows: QuerySet[Any], reader: Reader, path: str) -> QuerySet[Any]:
    """The fields of `Harbour`, of places at the end of a path."""
    host = bool(path)
    return (
        rows.order_by()
        .annotate(
            is_member=_member(reader, f"{path}pk"),
            hosted_on=F("meeting__start") if host else Value("", output_field=CharField()),
            hosted_how=F("meeting__mode") if host else Value("", output_field=CharField()),
            hosting=F("pk") if host else Value(0),
        )
        .values_list(*(f"{path}{name}" for name in _OF_A_PLACE), "is_member", "hosted_on", "hosted_how", "hosting")
    )
