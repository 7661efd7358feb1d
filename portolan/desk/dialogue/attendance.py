"""Who came to an event: names, for those who may read them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.accounts.domain import audit
from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.dialogue.events import found_event
from portolan.desk.dialogue.forms import AttendanceForm, ReasonForm
from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.errors import DomainError
from portolan.meetings.domain.attendance import record_attendance, remove_attendance
from portolan.meetings.models import Attendance
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

PER_PAGE = 100


@needs(Permission.ATTENDANCE_READ)
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """The list of those who came, each opening written down; those who may edit the event add to it."""
    found = found_event(request, number, Permission.ATTENDANCE_READ)
    may_edit = can(request.user, Permission.MEETING_EDIT, on=found.meeting)
    form = _form(request, found) if may_edit else None
    if request.method == "POST":
        require(request.user, Permission.MEETING_EDIT, on=found.meeting)
        if form is not None and form.is_valid() and _note(request, found, form):
            return redirect("desk:event-attendance", found.pk)
    else:
        user: Any = request.user
        audit.record("attendance.opened", found.meeting, by=user)
    rows = Attendance.objects.visible_to(request.user).filter(meeting=found.meeting)
    ordered = rows.select_related("person", "organisation").order_by("person__sort_key", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Who came"),
        "event": found,
        "meeting": found.meeting,
        "page_obj": page,
        "table": _table(list(page), found, may_edit=may_edit),
        "form": form,
        "crumbs": [
            {"label": _("Events"), "url": reverse("desk:events")},
            {"label": found.meeting.title, "url": reverse("desk:event", args=[found.pk])},
            {"label": _("Who came")},
        ],
        "demonstration": found.meeting.is_invented,
    }
    return render(request, "desk/event_attendance.html", context)


def _form(request: HttpRequest, found: PeerLearningEvent) -> AttendanceForm:
    return AttendanceForm(request.POST or None, user=request.user, invented=found.meeting.is_invented)


def _note(request: HttpRequest, found: PeerLearningEvent, form: AttendanceForm) -> bool:
    """True when the note was made; the form says why not otherwise."""
    person = form.person()
    if person is None:
        return False
    user: Any = request.user
    given = {"organisation": form.cleaned_data["organisation"], "capacity": form.cleaned_data["capacity"]}
    try:
        record_attendance(found.meeting, person, by=user, **given)
    except DomainError as error:
        form.refuse(error)
        return False
    messages.success(request, _("Noted."))
    return True


def _table(rows: list[Attendance], found: PeerLearningEvent, *, may_edit: bool) -> Table:
    columns = [
        Column(pgettext("column", "Person")),
        Column(pgettext("column", "Organisation at the time")),
        Column(pgettext("column", "As what")),
        Column(pgettext("column", "Known by")),
    ]
    return Table([*columns, *([Column("")] if may_edit else [])], [_row(row, found, may_edit) for row in rows])


def _row(row: Attendance, found: PeerLearningEvent, may_edit: bool) -> list[Cell]:
    cells = [
        Cell(row.person.full_name),
        Cell(row.organisation.name if row.organisation else None),
        Cell(row.get_capacity_display()),
        Cell(row.get_known_by_display()),
    ]
    if may_edit:
        address = reverse("desk:event-attendance-remove", args=[found.pk, row.pk])
        cells.append(Cell(pgettext("button", "Remove"), url=address))
    return cells


@needs(Permission.MEETING_EDIT)
def remove(request: HttpRequest, number: int, row: int) -> HttpResponse:
    """Take a wrong note away, with a reason."""
    found = found_event(request, number, Permission.MEETING_EDIT)
    require(request.user, Permission.ATTENDANCE_READ, on=found.meeting)
    noted = get_object_or_404(Attendance.objects.visible_to(request.user).filter(meeting=found.meeting), pk=row)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        remove_attendance(noted, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The note was removed."))
        return redirect("desk:event-attendance", found.pk)
    context = {
        "page_title": _("Remove this note?"),
        "text": noted.person.full_name,
        "form": form,
        "submit": _("Remove the note"),
        "cancel_url": reverse("desk:event-attendance", args=[found.pk]),
    }
    return render(request, "desk/event_confirm.html", context)
