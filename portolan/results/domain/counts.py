"""The counting rules: each has a name, a written rule, a number and the rows behind it.

Declared figures (`KeyFigure`) never enter here, and nothing here is ever added to one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portolan.meetings.enums import HostRole, Mode
from portolan.meetings.models import MeetingHost
from portolan.network.enums import CITY_BODIES, MemberRole
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Statement
from portolan.results.domain.populations import attendances_of, events_of, members_of
from portolan.results.domain.scopes import Scope

MEETING_KIND = "meetings.meeting"
DIGITAL = (Mode.ONLINE, Mode.HYBRID)


@dataclass(frozen=True)
class Rule:
    """One way of counting. `rows` gives what is counted; `unit` names the field whose distinct values count, if any."""

    code: str
    label: Promise
    text: Promise
    rows: Callable[[Scope, dt.date], QuerySet[Any]]
    unit: str = ""
    # Which page lists the rows: events, members, hosts; empty for rows about people, shown to the public by event only.
    shown_as: str = ""

    def count(self, scope: Scope, *, day: dt.date) -> int:
        """The number, as of a day."""
        rows = self.rows(scope, day).order_by()
        if not self.unit:
            return rows.count()
        return rows.exclude(**{f"{self.unit}__isnull": True}).values(self.unit).distinct().count()


def _events(scope: Scope, day: dt.date) -> QuerySet[Any]:
    return events_of(scope, day=day)


def _digital(scope: Scope, day: dt.date) -> QuerySet[Any]:
    return events_of(scope, day=day).filter(meeting__mode__in=DIGITAL)


def _flagged_digital(scope: Scope, day: dt.date) -> QuerySet[Any]:
    """Events the programme's own presentation calls digital, whatever later sources say."""
    said = Statement.objects.filter(subject_kind=MEETING_KIND, field="mode", record__kind=RecordKind.DECK)
    numbers = [int(pk) for pk in said.filter(value__in=list(DIGITAL)).values_list("subject_id", flat=True)]
    return events_of(scope, day=day).filter(meeting__in=numbers)


def _hosts(scope: Scope, day: dt.date) -> QuerySet[Any]:
    meetings = events_of(scope, day=day).values("meeting")
    return MeetingHost.objects.filter(meeting__in=meetings, role=HostRole.HOST)


def _attendances(scope: Scope, day: dt.date) -> QuerySet[Any]:
    return attendances_of(scope, day=day)


def _city_attendances(scope: Scope, day: dt.date) -> QuerySet[Any]:
    """Somebody of its municipality represents a city; people of other bodies there do not."""
    return attendances_of(scope, day=day).filter(organisation__kind__in=CITY_BODIES)


def _member_cities(scope: Scope, day: dt.date) -> QuerySet[Any]:
    return members_of(scope, role=MemberRole.CITY)


def _member_associations(scope: Scope, day: dt.date) -> QuerySet[Any]:
    return members_of(scope, role=MemberRole.ASSOCIATION)


RULES = (
    Rule(
        "member-cities",
        _("member cities"),
        _("Cities with a membership as a city in the current phase. A fund or an association of cities is not a city."),
        _member_cities,
        unit="organisation",
        shown_as="members",
    ),
    Rule(
        "member-associations",
        _("member associations"),
        _("Funds and associations of local governments with a membership in the current phase."),
        _member_associations,
        unit="organisation",
        shown_as="members",
    ),
    Rule(
        "events-held",
        _("peer-learning events held"),
        _("Peer-learning events whose last day is past. Other meetings of the programme do not count."),
        _events,
        shown_as="events",
    ),
    Rule(
        "hosts",
        _("cities that hosted an event"),
        _("Different bodies that invited to a held event, each counted once. Co-hosts do not count."),
        _hosts,
        unit="organisation",
        shown_as="hosts",
    ),
    Rule(
        "events-flagged-digital",
        _("events the presentation calls digital"),
        _("Held events that the programme’s own presentation marks as digital."),
        _flagged_digital,
        shown_as="events",
    ),
    Rule(
        "events-digital",
        _("events held online"),
        _("Held events that took place online, wholly or in part, all sources considered."),
        _digital,
        shown_as="events",
    ),
    Rule(
        "attendances",
        _("attendances"),
        _("One for each person and each event. Experts, interpreters and programme staff do not count."),
        _attendances,
    ),
    Rule(
        "participants",
        _("different participants"),
        _("Each person once, whatever the number of events. Experts, interpreters and programme staff do not count."),
        _attendances,
        unit="who",
    ),
    Rule(
        "organisations",
        _("organisations represented"),
        _("Each body once, taken as the person’s own at the time of the event, not today’s."),
        _attendances,
        unit="body",
    ),
    Rule(
        "cities-represented",
        _("cities represented"),
        _("Cities from whose municipality at least one person came. Other bodies of a city do not represent it."),
        _city_attendances,
        unit="organisation__place",
    ),
)
_BY_CODE = {rule.code: rule for rule in RULES}


def rule(code: str) -> Rule:
    """The rule of that name; raises KeyError when there is none."""
    return _BY_CODE[code]


def rows_behind(rule: Rule, scope: Scope, *, day: dt.date, user: Any) -> QuerySet[Any]:
    """The rows a number is made of, as this reader may see them: rows about people only for those who may read them."""
    rows = rule.rows(scope, day)
    if rule.shown_as:
        return rows
    return rows.filter(pk__in=rows.model.objects.visible_to(user).values("pk"))
