"""Peer-learning events at the desk: the list, one event, making and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.accounts.enums import Permission
from portolan.accounts.registry import Place
from portolan.accounts.rules import can, grants_for
from portolan.desk.dialogue.forms import CaseForm, DocumentForm, EventForm, initial_of
from portolan.dialogue.domain.events import create_event, edit_event
from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.errors import DomainError
from portolan.kernel.lists import say_list
from portolan.meetings.domain.meetings import set_hosts
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Record
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

PER_PAGE = 50


@needs(Permission.MEETING_READ)
def events(request: HttpRequest) -> HttpResponse:
    """All events this reader may see, the newest first; the demonstration's are marked."""
    rows = PeerLearningEvent.objects.visible_to(request.user).with_page_data()
    page = Paginator(rows.order_by("-meeting__start", "-number", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column(pgettext("column", "No.")),
        Column(pgettext("column", "Event")),
        Column(pgettext("column", "Date")),
        Column(pgettext("column", "Host")),
        Column(pgettext("column", "Mode")),
        Column(pgettext("column", "Shown to the public")),
    ]
    context = {
        "page_title": _("Peer-learning events"),
        "page_obj": page,
        "table": Table(columns, [_row(event) for event in page]),
        "may_create": _may_create(request.user),
    }
    return render(request, "desk/events.html", context)


def _row(event: PeerLearningEvent) -> list[Cell]:
    meeting = event.meeting
    hosts = [host.organisation.name for host in meeting.hosts.all() if host.role == "host"]
    return [
        Cell(event.number if event.number is not None else "–"),
        Cell(meeting.title, url=reverse("desk:event", args=[event.pk]), demonstration=meeting.is_invented),
        Cell(meeting.start),
        Cell(hosts[0] if hosts else None),
        Cell(meeting.get_mode_display() or None),
        Cell(_("shown") if meeting.is_public else _("hidden"), mark="done" if meeting.is_public else "todo"),
    ]


def found_event(request: HttpRequest, number: int, permission: Permission) -> PeerLearningEvent:
    """The event of that number, for somebody who may do this with it; 404 where it may not be seen, 403 else."""
    rows = PeerLearningEvent.objects.visible_to(request.user).with_page_data()
    event = get_object_or_404(rows, pk=number)
    require(request.user, permission, on=event.meeting)
    return event


@needs(Permission.MEETING_READ)
def event(request: HttpRequest, number: int) -> HttpResponse:
    """One event: its facts, documents, cases, and how many came."""
    found = found_event(request, number, Permission.MEETING_READ)
    return event_page(request, found)


def event_page(request: HttpRequest, found: PeerLearningEvent, **forms: Any) -> HttpResponse:
    """The page of an event, with the forms as they were sent, if any."""
    meeting, invented = found.meeting, found.meeting.is_invented
    may_edit = can(request.user, Permission.MEETING_EDIT, on=meeting)
    own_case = CaseForm(user=request.user, invented=invented, auto_id="c-%s") if may_edit else None
    context = {
        "page_title": str(meeting.title),
        "event": found,
        "meeting": meeting,
        "states": _states(found),
        "crumbs": [{"label": _("Events"), "url": reverse("desk:events")}, {"label": meeting.title}],
        "products": list(found.products.all()),
        "cases": list(found.cases.select_related("organisation")),
        "may_edit": may_edit,
        "may_read_attendance": can(request.user, Permission.ATTENDANCE_READ, on=meeting),
        "document_form": forms.get("document") or (DocumentForm(auto_id="d-%s") if may_edit else None),
        "case_form": forms.get("case") or own_case,
        "demonstration": invented,
    }
    return render(request, "desk/event.html", context)


def _states(found: PeerLearningEvent) -> list[dict[str, Any]]:
    meeting = found.meeting
    hosts = say_list(str(host.organisation.name) for host in meeting.hosts.all())
    states = [
        (_("Number in the series"), found.number),
        (_("Mode"), meeting.get_mode_display()),
        (_("For whom"), meeting.get_scope_display()),
        (_("Hosts"), hosts),
        (_("Phase"), meeting.phase.name if meeting.phase else ""),
        (_("Record"), meeting.record.title),
    ]
    shown = {"value": _("shown"), "mark": "done"} if meeting.is_public else {"value": _("hidden"), "mark": "todo"}
    return [
        {"label": _("Shown to the public"), **shown},
        *({"label": label, "value": value} for label, value in states if value),
    ]


@needs(Permission.MEETING_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Make an event. It belongs to the record of what is entered at the desk."""
    if not _may_create(request.user):
        raise PermissionDenied
    form = EventForm(request.POST or None, user=request.user, initial={"is_public": True})
    if request.method == "POST" and form.is_valid():
        record = Record.objects.filter(kind=RecordKind.DESK).first() or _desk_record()
        try:
            _require_own_host(request.user, form)
            made = create_event(by=request.user, record=record, **form.verb_arguments())
            _set_hosts(request, made, form)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The event is on record."))
            return redirect("desk:event", made.pk)
    context = {"page_title": _("New event"), "form": form, "cancel_url": reverse("desk:events")}
    return render(request, "desk/event_form.html", context)


def _may_create(user: Any) -> bool:
    """Whoever may edit meetings, but for those who hold a role in single meetings only."""
    grants = grants_for(user, Permission.MEETING_EDIT)
    return any(not any(key.startswith("meetings.meeting:") for key in grant.scope) for grant in grants)


def _require_own_host(user: Any, form: EventForm) -> None:
    """Raise DomainError where one's role is limited to bodies that do not invite to the event."""
    hosts = [form.cleaned_data["host"], *form.cleaned_data["co_hosts"]]
    place = Place(frozenset({"component:dialogue", *(f"organisation:{body.pk}" for body in hosts if body)}))
    if not any(grant.covers(place) for grant in grants_for(user, Permission.MEETING_EDIT)):
        raise DomainError(_("You can make events of your own organisation only."), code="not-own-host", field="host")


def _desk_record() -> Record:
    from portolan.kernel.texts import Text  # noqa: PLC0415  needed once in the life of an installation

    title = Text.of("en", en="Entered at the desk", fr="Saisi à l’espace de travail", ar="أُدخل في مساحة العمل")
    return Record.objects.create(code="desk", kind=RecordKind.DESK, title=title)


@needs(Permission.MEETING_EDIT)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change an event."""
    found = found_event(request, number, Permission.MEETING_EDIT)
    invented = found.meeting.is_invented
    form = EventForm(request.POST or None, user=request.user, initial=initial_of(found), invented=invented)
    if request.method == "POST" and form.is_valid():
        try:
            edit_event(found, by=request.user, **form.verb_arguments(found))
            _set_hosts(request, found, form)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The event was changed."))
            return redirect("desk:event", found.pk)
    context = {
        "page_title": str(found.meeting.title),
        "form": form,
        "event": found,
        "cancel_url": reverse("desk:event", args=[found.pk]),
        "demonstration": found.meeting.is_invented,
    }
    return render(request, "desk/event_form.html", context)


def _set_hosts(request: HttpRequest, event: PeerLearningEvent, form: EventForm) -> None:
    user: Any = request.user
    set_hosts(event.meeting, by=user, host=form.cleaned_data["host"], co_hosts=form.cleaned_data["co_hosts"])
