"""The rows behind a counted number, as the public may see them: things by name, people as numbers of five or more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.dialogue.models import PeerLearningEvent
from portolan.meetings.domain.attendance import SMALLEST_GROUP
from portolan.portal.chart import host_place
from portolan.portal.page import Reader
from portolan.results.domain.counts import Rule
from portolan.results.domain.scopes import Scope
from portolan.ui.tables import Cell, Column, Table

MOST_ROWS = 200


def rows_table(rule: Rule, scope: Scope, *, day: dt.date, reader: Reader) -> Table:
    """The first rows of a rule; rows about people come as one line an event."""
    rows = rule.rows(scope, day)
    if rule.shown_as == "events":
        return _events(rows.with_hosts().order_by("meeting__start", "pk")[:MOST_ROWS], reader)
    if rule.shown_as == "members":
        return _members(rows, reader)
    if rule.shown_as == "hosts":
        return _hosts(rows, reader)
    return _people(rows, reader)


def _events(events: Iterable[PeerLearningEvent], reader: Reader) -> Table:
    columns = [
        Column(pgettext("column", "Event")),
        Column(pgettext("column", "Date")),
        Column(pgettext("column", "Host")),
    ]
    rows = []
    for event in events:
        place = host_place(event)
        rows.append(
            [
                Cell(event.meeting.title, url=reader.url("event", event.meeting.slug)),
                Cell(event.meeting.start),
                Cell(place.name, url=reader.url("city", place.slug)) if place else Cell(None),
            ]
        )
    return Table(columns, rows)


def _members(rows: QuerySet, reader: Reader) -> Table:
    columns = [Column(pgettext("column", "Organisation")), Column(pgettext("column", "Phase"))]
    found = rows.select_related("organisation", "phase").order_by("organisation__slug")[:MOST_ROWS]
    return Table(
        columns,
        [
            [Cell(row.organisation.name, url=reader.url("organisation", row.organisation.slug)), Cell(row.phase.name)]
            for row in found
        ],
    )


def _hosts(rows: QuerySet, reader: Reader) -> Table:
    columns = [Column(pgettext("column", "Host")), Column(_("Events hosted"), numeric=True)]
    found = rows.select_related("organisation__place").order_by("meeting__start", "pk")
    bodies, times = {}, {}
    for row in found:
        bodies[row.organisation_id] = row.organisation
        times[row.organisation_id] = times.get(row.organisation_id, 0) + 1
    return Table(
        columns,
        [
            [
                Cell(body.place.name, url=reader.url("city", body.place.slug)) if body.place else Cell(body.name),
                Cell(times[pk]),
            ]
            for pk, body in list(bodies.items())[:MOST_ROWS]
        ],
    )


def _people(rows: QuerySet, reader: Reader) -> Table:
    """One line an event; an event with fewer than five is not said, and neither is a rest that would betray it."""
    columns = [
        Column(pgettext("column", "Event")),
        Column(_("People"), numeric=True),
        Column(_("Organisations"), numeric=True),
    ]
    by_event = rows.order_by().values("meeting", "meeting__title", "meeting__slug", "meeting__start")
    counted = by_event.annotate(people=Count("who", distinct=True), bodies=Count("body", distinct=True))
    shown = counted.filter(Q(people__gte=SMALLEST_GROUP)).order_by("meeting__start", "meeting")
    return Table(
        columns,
        [
            [
                Cell(row["meeting__title"], url=reader.url("event", row["meeting__slug"])),
                Cell(row["people"]),
                Cell(row["bodies"]),
            ]
            for row in shown[:MOST_ROWS]
        ],
    )
