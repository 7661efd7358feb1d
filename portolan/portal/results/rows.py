"""The rows behind a counted number, as the public may see them: things by name, people as numbers of five or more.

They come by pages, and only what stands on a page is read and counted: a network may have a million attendances.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Count, Min, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.meetings.domain.attendance import SMALLEST_GROUP
from portolan.portal.lines import event_lines, plain_lines
from portolan.portal.page import Reader
from portolan.results.domain.counts import Rule
from portolan.results.domain.populations import events_of
from portolan.results.domain.scopes import Scope
from portolan.ui.tables import Cell, Column, Table

PER_PAGE = 50


def rows_page(rule: Rule, scope: Scope, *, day: dt.date, reader: Reader, number: Any) -> tuple[Page[Any], Table]:
    """One page of the rows of a rule; rows about people come as one line an event. Raises Http404 without that page."""
    rows = rule.rows(scope, day)
    if rule.shown_as == "events":
        page = _page(plain_lines(rows).order_by("meeting__start", "pk"), number)
        return page, _events(page, reader)
    if rule.shown_as == "members":
        page = _page(rows.select_related("organisation", "phase").order_by("organisation__slug", "pk"), number)
        return page, _members(page, reader)
    if rule.shown_as == "hosts":
        page = _page(_by_body(rows), number)
        return page, _hosts(page, reader)
    # The events of the scope are the lines; those without people to be shown are left out of their page.
    meetings = events_of(scope, day=day).order_by("meeting__start", "meeting").values_list("meeting", flat=True)
    page = _page(meetings, number)
    return page, _people(rows.filter(meeting__in=list(page)), reader)


def _page(rows: QuerySet[Any], number: Any) -> Page[Any]:
    try:
        return Paginator(rows, PER_PAGE).page(number)
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None


def _events(events: Page[Any], reader: Reader) -> Table:
    columns = [
        Column(pgettext("column", "Event")),
        Column(pgettext("column", "Date")),
        Column(pgettext("column", "Host")),
    ]
    rows = [
        [
            Cell(event.title, url=reader.url("event", event.slug)),
            Cell(event.start),
            Cell(event.place.name, url=reader.url("city", event.place.slug)) if event.place else Cell(None),
        ]
        for event in event_lines(events)
    ]
    return Table(columns, rows)


def _members(found: Page[Any], reader: Reader) -> Table:
    columns = [Column(pgettext("column", "Organisation")), Column(pgettext("column", "Phase"))]
    return Table(
        columns,
        [
            [Cell(row.organisation.name, url=reader.url("organisation", row.organisation.slug)), Cell(row.phase.name)]
            for row in found
        ],
    )


def _by_body(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The hosting bodies with their places and how often they hosted, by the first time they did."""
    of_a_body = ("organisation", "organisation__name", "organisation__place__name", "organisation__place__slug")
    counted = rows.order_by().values(*of_a_body).annotate(times=Count("pk"), first=Min("meeting__start"))
    return counted.order_by("first", "organisation")


def _hosts(found: Page[Any], reader: Reader) -> Table:
    columns = [Column(pgettext("column", "Host")), Column(_("Events hosted"), numeric=True)]
    return Table(columns, [[_host(row, reader), Cell(row["times"])] for row in found])


def _host(row: dict[str, Any], reader: Reader) -> Cell:
    slug = row["organisation__place__slug"]
    if not slug:
        return Cell(row["organisation__name"])
    return Cell(row["organisation__place__name"], url=reader.url("city", slug))


def _people(rows: QuerySet[Any], reader: Reader) -> Table:
    """One line an event; an event with fewer than five is not said, and neither is a rest that would betray it."""
    columns = [
        Column(pgettext("column", "Event")),
        Column(_("People"), numeric=True),
        Column(_("Organisations"), numeric=True),
    ]
    by_event = rows.order_by().values("meeting", "meeting__title", "meeting__slug", "meeting__start")
    counted = by_event.annotate(people=Count("who", distinct=True), bodies=Count("body", distinct=True))
    shown = counted.filter(people__gte=SMALLEST_GROUP).order_by("meeting__start", "meeting")
    return Table(
        columns,
        [
            [
                Cell(row["meeting__title"], url=reader.url("event", row["meeting__slug"])),
                Cell(row["people"]),
                Cell(row["bodies"]),
            ]
            for row in shown
        ],
    )
