"""Which cities met: people of both came to one event, or one was host where the other's case was heard."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import combinations

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
    """(slug, slug) -> number of events that brought two cities together; the most frequent pairs only."""
    meetings = held_events(day=day).values("meeting")
    there: dict[int, set[str]] = defaultdict(set)
    came = Attendance.objects.filter(meeting__in=meetings, capacity__in=COUNTED_CAPACITIES, **_OF_A_CITY)
    for meeting, slug in came.order_by().values_list("meeting", "organisation__place__slug").distinct():
        there[meeting].add(slug)
    found = Counter((meeting, pair) for meeting, slugs in there.items() for pair in combinations(sorted(slugs), 2))
    found |= Counter(dict.fromkeys(_cases_heard(day), 1))
    totals: Counter[tuple[str, str]] = Counter()
    for _meeting, pair in found:
        totals[pair] += 1
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:MOST_PAIRS])


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
