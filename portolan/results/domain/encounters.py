"""Which cities met: people of both came to one event, or one was host where the other's case was heard."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter, defaultdict

from portolan.dialogue.models import CasePresentation
from portolan.meetings.enums import COUNTED_CAPACITIES
from portolan.meetings.models import Attendance, MeetingHost
from portolan.network.enums import CITY_BODIES
from portolan.provenance.enums import RecordKind
from portolan.results.domain.populations import held_events

# The rule's name in the table of counts; the scope is `city|city`, in the order of the alphabet.
MET = "met"
MOST_PAIRS = 60

_OF_A_CITY = {"organisation__kind__in": CITY_BODIES, "organisation__place__isnull": False}


def met_pairs(*, day: dt.date) -> dict[tuple[str, str], int]:
    """(slug, slug) -> number of events that brought two cities together; the most frequent pairs only.

    City after city, so that only the pairs of one city are held at a time: a thousand cities at one event are half a
    million pairs.
    """
    there = _cities_of_meetings(day)
    meetings_of: dict[str, list[int]] = defaultdict(list)
    for meeting, slugs in there.items():
        for slug in slugs:
            meetings_of[slug].append(meeting)
    heard = _heard_only(day, there)
    best: list[tuple[int, tuple[str, str]]] = []
    for first in sorted({*meetings_of, *heard}):
        met = Counter(other for meeting in meetings_of[first] for other in there[meeting] if other > first)
        met.update(heard.get(first, ()))
        found = ((-times, (first, other)) for other, times in met.items())
        best = heapq.nsmallest(MOST_PAIRS, (*best, *found))
    return {pair: -times for times, pair in best}


def _cities_of_meetings(day: dt.date) -> dict[int, set[str]]:
    """Meeting -> the cities whose people came."""
    meetings = held_events(day=day).values("meeting")
    came = Attendance.objects.filter(meeting__in=meetings, capacity__in=COUNTED_CAPACITIES, **_OF_A_CITY)
    there: dict[int, set[str]] = defaultdict(set)
    for meeting, slug in came.order_by().values_list("meeting", "organisation__place__slug").distinct():
        there[meeting].add(slug)
    return there


def _heard_only(day: dt.date, there: dict[int, set[str]]) -> dict[str, list[str]]:
    """City -> the cities later in the alphabet whose case it heard or that heard its own, once for each such event
    their people did not both come to."""
    found: dict[str, list[str]] = defaultdict(list)
    for meeting, (first, second) in set(_cases_heard(day)):
        if not {first, second} <= there.get(meeting, set()):
            found[first].append(second)
    return found


def _cases_heard(day: dt.date) -> list[tuple[int, tuple[str, str]]]:
    """(meeting, pair) of each city whose case another city heard as host."""
    events = held_events(day=day)
    heard = CasePresentation.objects.filter(event__in=events, **_OF_A_CITY).exclude(
        organisation__record__kind=RecordKind.DEMONSTRATION
    )
    hosts = MeetingHost.objects.filter(meeting__in=events.values("meeting"), **_OF_A_CITY)
    host_of: dict[int, set[str]] = defaultdict(set)
    for meeting, slug in hosts.values_list("meeting", "organisation__place__slug"):
        host_of[meeting].add(slug)
    cases = heard.values_list("event__meeting", "organisation__place__slug")
    return [
        (meeting, (min(slug, host), max(slug, host)))
        for meeting, slug in cases
        for host in host_of[meeting]
        if host != slug
    ]
