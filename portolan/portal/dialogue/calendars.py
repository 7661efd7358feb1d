"""Events as calendar files. A month is not a day: only events whose days are known are put in a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from portolan.meetings.enums import Mode
from portolan.portal.dialogue.forms import public_events
from portolan.portal.lines import EventLine, event_lines, plain_lines
from portolan.portal.page import Reader, absolute
from portolan.ui.access import public


@public
def feed(request: HttpRequest) -> HttpResponse:
    """All public events with known days, for a calendar that follows the network."""
    reader = Reader.of(request)
    events = public_events(reader.user, demonstration=reader.demonstration).chronological()
    return _answer((event for event in event_lines(plain_lines(events)) if _days(event)), reader, "events")


@public
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One event; not found while its days are not known."""
    reader = Reader.of(request)
    seen = public_events(reader.user, demonstration=reader.demonstration).filter(meeting__slug=slug)
    found = [event for event in event_lines(plain_lines(seen)) if _days(event)]
    if not found:
        raise Http404
    return _answer(found, reader, slug)


def _days(event: EventLine) -> tuple[dt.date, dt.date] | None:
    """First and last day, None when either is known to the month only."""
    start, end = event.start, event.end or event.start
    if start is None or end is None or not start.day or not end.day:
        return None
    return start.first_day(), end.last_day()


def _answer(events: Iterable[EventLine], reader: Reader, name: str) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//Portolan//EN")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(_entry(event, reader))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _entry(event: EventLine, reader: Reader) -> Event:
    """A day-long entry; by the format's rule its end is the day after the last."""
    first, last = _days(event) or (timezone.now().date(), timezone.now().date())
    entry = Event()
    entry.add("uid", f"{event.slug}@portolan")
    entry.add("dtstamp", dt.datetime.combine(first, dt.time(), dt.UTC))
    entry.add("dtstart", first)
    entry.add("dtend", last + dt.timedelta(days=1))
    entry.add("summary", str(event.title))
    entry.add("url", absolute(reader.url("event", event.slug)))
    if event.place is not None and event.mode != Mode.ONLINE:
        entry.add("location", str(event.place.name))
    return entry
