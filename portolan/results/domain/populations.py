"""The rows counts are made of: real, public, held, of a scope. Every rule starts from one of these querysets."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from portolan.dialogue.models import PeerLearningEvent
from portolan.meetings.enums import COUNTED_CAPACITIES, MeetingKind
from portolan.meetings.models import Attendance
from portolan.network.enums import CITY_BODIES
from portolan.network.models import Membership
from portolan.results.domain.scopes import Scope


def held_by(day: dt.date) -> Q:
    """Events whose last possible day is past: "March 2021" is held from 1 April 2021 on; without a date, unknown."""
    year_and_month_of_day = (f"{day:%Y}", f"{day:%Y-%m}")
    return Q(last_day__gt="", last_day__lte=day.isoformat()) & ~Q(last_day__in=year_and_month_of_day)


def held_events(*, day: dt.date) -> QuerySet[PeerLearningEvent]:
    """Real, public peer-learning events held by `day`."""
    last = Case(When(meeting__end="", then=F("meeting__start")), default=F("meeting__end"))
    public = {"meeting__kind": MeetingKind.PEER_LEARNING, "meeting__is_public": True}
    return PeerLearningEvent.objects.real().filter(**public).annotate(last_day=last).filter(held_by(day))


def events_of(scope: Scope, *, day: dt.date) -> QuerySet[PeerLearningEvent]:
    """Held events of the scope; for a city, those its municipality hosted or co-hosted.

    An event without a phase belongs to the programme of the site.
    """
    events = held_events(day=day)
    if scope.kind == "meeting":
        return events.filter(meeting__slug=scope.slug)
    if scope.kind == "city":
        body = {"hosts__organisation__place__slug": scope.slug, "hosts__organisation__kind__in": CITY_BODIES}
        return events.filter(**{f"meeting__{key}": value for key, value in body.items()}).distinct()
    return events.filter(Q(meeting__phase=None) | Q(meeting__phase__programme__slug=scope.slug))


def attendances_of(scope: Scope, *, day: dt.date) -> QuerySet[Attendance]:
    """Who came to the scope's events, those who worked for them left out; for a city, the people of its municipality.

    `who` and `body` are the person and the organisation after merges. Erased people stay counted: they came.
    """
    meetings = held_events(day=day) if scope.kind == "city" else events_of(scope, day=day)
    rows = Attendance.objects.real().filter(meeting__in=meetings.values("meeting"), capacity__in=COUNTED_CAPACITIES)
    if scope.kind == "city":
        rows = rows.filter(organisation__place__slug=scope.slug, organisation__kind__in=CITY_BODIES)
    return rows.annotate(
        who=Coalesce("person__redirect_to", "person"), body=Coalesce("organisation__redirect_to", "organisation")
    )


def members_of(scope: Scope, *, role: str) -> QuerySet[Membership]:
    """Memberships of the programme's current phase in a role; none for narrower scopes."""
    rows = Membership.objects.real().current().filter(role=role)
    return rows.filter(phase__programme__slug=scope.slug) if scope.kind == "programme" else rows.none()
