"""The waters around a city: the harbours and the route of the network, in one query whatever the network's size."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet, Value

from portolan.meetings.enums import HostRole
from portolan.meetings.models import MeetingHost
from portolan.network.enums import MemberRole
from portolan.network.models import Membership, Place
from portolan.portal.chart import chart_of, ports_of, route_of
from portolan.portal.lines import OF_A_PLACE, Harbour
from portolan.portal.page import Reader
from portolan.provenance.enums import RecordKind

# Of the hosts those of the latest events, of the members the first: more make a chart nobody reads.
MOST_HOSTED, MOST_MEMBERS = 120, 120
_OF_A_MEETING = ("hosted_on", "hosted_how", "hosting")


def near_chart(place: Place, reader: Reader) -> Any:
    """The chart around a place."""
    hosting = _latest_hosts(reader).annotate(
        hosted_on=F("meeting__start"), hosted_how=F("meeting__mode"), hosting=F("pk")
    )
    members = _members(reader).annotate(hosted_on=Value(""), hosted_how=Value(""), hosting=Value(0))
    of_a_host = [f"organisation__place__{name}" for name in OF_A_PLACE]
    rows = hosting.values_list(*of_a_host, *_OF_A_MEETING).union(
        members.values_list(*OF_A_PLACE, *_OF_A_MEETING), all=True
    )
    told = [(Harbour(*row[:-3]), row[-3:]) for row in rows]
    # In the order of time; the place of a member stands for no event.
    hosted = sorted(((str(on or ""), pk, how, where) for where, (on, how, pk) in told if pk), key=lambda each: each[:2])
    ports = ports_of(
        [place, *(where for *_event, where in hosted), *(where for where, (_on, _how, pk) in told if not pk)],
        hosts={where.pk for *_event, where in hosted},
        members={where.pk for where, (_on, _how, pk) in told if not pk},
        reader=reader,
    )
    return chart_of(ports, route_of([(where.slug, how) for _on, _pk, how, where in hosted]), focus=place.slug)


def _latest_hosts(reader: Reader) -> QuerySet[Any]:
    """Hosts of the latest events everyone may see, in a place this reader may see."""
    rows = MeetingHost.objects.filter(role=HostRole.HOST, meeting__is_public=True, organisation__place__isnull=False)
    rows = rows.filter(meeting__event__isnull=False)
    if not reader.demonstration:
        rows = rows.exclude(meeting__record__kind=RecordKind.DEMONSTRATION)
    latest = rows.order_by("-meeting__start", "-pk").values("pk")[:MOST_HOSTED]
    return MeetingHost.objects.filter(pk__in=latest).order_by()


def _members(reader: Reader) -> QuerySet[Any]:
    """Places of member cities, of any phase."""
    rows = Membership.objects.filter(role=MemberRole.CITY).shown(demonstration=reader.demonstration)
    places = rows.order_by("organisation__place").values("organisation__place").distinct()
    return Place.objects.filter(pk__in=places[:MOST_MEMBERS]).order_by()
