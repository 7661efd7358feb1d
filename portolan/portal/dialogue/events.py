"""Peer-learning events: the list with its filters, and the page of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.dialogue.models import CasePresentation, FormerAddress, PeerLearningEvent, Product
from portolan.kernel.lists import say_list
from portolan.meetings.domain.attendance import public_attendance
from portolan.meetings.enums import Mode
from portolan.network.models import Organisation
from portolan.portal.dialogue.forms import EventFilter, public_events
from portolan.portal.dialogue.stories import documents_table, event_lead, event_states, event_steps
from portolan.portal.lines import EventLine, event_lines, plain_lines
from portolan.portal.page import Reader, show
from portolan.portal.sources import MEETING, compared_fields, remarks_of, source_rows, statements_about
from portolan.portal.structured import event_data
from portolan.results.domain.thread import thread_of
from portolan.ui.access import public
from portolan.ui.tables import Cell, Column, Table

PER_PAGE = 30


@public
def events(request: HttpRequest) -> HttpResponse:
    """All events, newest first, by theme, year, host and mode."""
    reader = Reader.of(request)
    seen = public_events(reader.user, demonstration=reader.demonstration)
    form = EventFilter(request.GET, events=seen)
    found = plain_lines(form.found()).order_by("-meeting__start", "-number", "-pk")
    try:
        page = Paginator(found, PER_PAGE).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    lines = event_lines(page)
    context = {
        "form": form,
        "chosen": [{"label": said, "url": _without(request, name)} for name, said in form.in_force()],
        "clear_url": reader.url("events"),
        "page_obj": page,
        "total": page.paginator.count,
        "table": _table(lines, reader),
        "crumbs": [{"label": _("Home"), "url": reader.url("home")}, {"label": _("Events")}],
    }
    invented = any(event.is_invented for event in lines)
    title = _("Peer-learning events")
    return show(request, "portal/events.html", context, title=title, invented=invented, storable=form.is_valid())


def _without(request: HttpRequest, name: str) -> str:
    """The address of the same list without one filter, from its first page."""
    query = request.GET.copy()
    for key in (name, "page"):
        query.pop(key, None)
    return f"{request.path}?{query.urlencode()}"


def _table(lines: list[EventLine], reader: Reader) -> Table:
    columns = [
        Column(pgettext("column", "Event")),
        Column(pgettext("column", "Date")),
        Column(pgettext("column", "Host")),
        Column(pgettext("column", "Mode")),
    ]
    themes = _themes_of(lines)
    return Table(columns, [_row(event, themes.get(event.pk, []), reader) for event in lines])


def _themes_of(lines: list[EventLine]) -> dict[int, list[str]]:
    """Event -> the labels of its themes, by their codes; one query."""
    rows = PeerLearningEvent.themes.through.objects.filter(peerlearningevent__in=[event.pk for event in lines])
    found: dict[int, list[str]] = {}
    for event, label in rows.order_by("theme__code").values_list("peerlearningevent", "theme__label"):
        found.setdefault(event, []).append(str(label))
    return found


def _row(event: EventLine, themes: list[str], reader: Reader) -> list[Cell]:
    url, place = reader.url("event", event.slug), event.place
    note = say_list(label for label in themes if label != str(event.title))
    return [
        Cell(event.title, url=url, note=note, demonstration=event.is_invented),
        Cell(event.start),
        Cell(place.name, url=reader.url("city", place.slug)) if place else Cell(None),
        Cell(Mode(event.mode).label if event.mode else None),
    ]


@public
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: its hosts, documents by language, cases, what each source says, its thread."""
    reader = Reader.of(request)
    found = _found(slug, reader)
    if found is None:
        return _elsewhere(reader, slug)
    context = {**_facts(found, reader), **_told(found, reader)}
    invented = found.meeting.is_invented
    title, description = found.meeting.title, context["lead"]
    return show(request, "portal/event.html", context, title=title, description=description, invented=invented)


def _found(slug: str, reader: Reader) -> PeerLearningEvent | None:
    """The event with all its page shows of it."""
    seen = public_events(reader.user, demonstration=reader.demonstration)
    # In an order of their own: that of the models goes by the event, which would be joined to each.
    cases = CasePresentation.objects.select_related("organisation__place", "organisation__record").order_by("pk")
    products = Product.objects.order_by("kind", "language", "pk")
    parts = (Prefetch("products", products), "meeting__titles", Prefetch("cases", cases))
    rows = seen.with_page_data().prefetch_related(*parts)
    return rows.defer(None).filter(meeting__slug=slug).first()


def _facts(found: PeerLearningEvent, reader: Reader) -> dict[str, Any]:
    """What the event is."""
    meeting = found.meeting
    hosts = [host.organisation for host in meeting.hosts.all()]
    return {
        "event": found,
        "meeting": meeting,
        "lead": event_lead(found),
        "states": event_states(found, public_attendance(meeting)),
        "documents": documents_table(found),
        "titles": [title for title in meeting.titles.all() if title.title not in set(meeting.title.values())],
        "crumbs": [
            {"label": _("Home"), "url": reader.url("home")},
            {"label": _("Events"), "url": reader.url("events")},
            {"label": meeting.title},
        ],
        "has_days": bool(meeting.start and meeting.start.day),
        "structured": event_data(found, hosts, reader.url("event", meeting.slug)),
    }


def _told(found: PeerLearningEvent, reader: Reader) -> dict[str, Any]:
    """What its sources say, and what it is linked to."""
    statements = statements_about({MEETING: [found.meeting_id]})
    steps = thread_of(found, user=reader.user, demonstration=True)
    return {
        "compared": compared_fields(statements),
        "remarks": remarks_of(statements),
        "sources": source_rows(statements),
        "steps": event_steps(steps, reader, _pages_of_bodies(steps, reader)),
    }


def _elsewhere(reader: Reader, slug: str) -> HttpResponse:
    """An address the event had before leads to the present one; anything else is not found."""
    seen = public_events(reader.user, demonstration=reader.demonstration)
    former = FormerAddress.objects.filter(slug=slug, event__in=seen).select_related("event__meeting").first()
    if former is None:
        raise Http404
    return HttpResponsePermanentRedirect(reader.url("event", former.event.meeting.slug))


def _pages_of_bodies(steps: list[Any], reader: Reader) -> dict[int, str]:
    """Number -> address of the organisations among the steps that have a page this reader may see."""
    numbers = [step.thing.pk for step in steps if isinstance(step.thing, Organisation)]
    seen = Organisation.objects.visible_to(reader.user).shown(demonstration=reader.demonstration)
    return {body.pk: reader.url("organisation", body.slug) for body in seen.filter(pk__in=numbers)}
