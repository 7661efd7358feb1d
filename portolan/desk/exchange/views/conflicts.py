"""Conflicts between sources: what each says, side by side, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.exchange.forms import DecisionForm, ReasonForm
from portolan.exchange.domain.wording import say_field
from portolan.exchange.domain.writing import subject_of
from portolan.exchange.exports.report import said
from portolan.kernel.errors import DomainError
from portolan.provenance.domain.conflicts import decide_conflict, reopen_conflict
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

PAGE = 50
_MARKS = {ConflictState.OPEN: "todo", ConflictState.DECIDED: "done"}


@needs(Permission.CONFLICT_DECIDE)
def conflicts(request: HttpRequest) -> HttpResponse:
    """All conflicts, the open ones first."""
    rows = Conflict.objects.visible_to(request.user).order_by("-state", "-found_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    columns = [Column(_("About")), Column(_("Field")), Column(_("State")), Column(_("Found"))]
    table = Table(
        columns,
        [
            [
                Cell(row.subject_label, url=reverse("desk:conflict", args=[row.pk])),
                say_field(row.field),
                Cell(row.get_state_display(), mark=_MARKS[ConflictState(row.state)]),
                row.found_at,
            ]
            for row in page.object_list
        ],
    )
    return render(request, "desk/exchange/conflicts.html", {"page_obj": page, "table": table})


@needs(Permission.CONFLICT_DECIDE)
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """One conflict: the statements side by side; deciding it, with a reason."""
    found = get_object_or_404(Conflict.objects.visible_to(request.user).select_related("decided_by"), pk=pk)
    form = DecisionForm(request.POST or None, conflict=found)
    if request.method == "POST":
        require(request.user, Permission.CONFLICT_DECIDE, on=found)
        if form.is_valid() and _decide(request, found, form):
            return HttpResponseRedirect(reverse("desk:conflict", args=[found.pk]))
    is_open = found.state == ConflictState.OPEN
    context = {
        "conflict": found,
        "subject": str(subject_of(found)),
        "field": say_field(found.field),
        "statements": _statements(found),
        "states": _states(found),
        "form": form if is_open and can(request.user, Permission.CONFLICT_DECIDE, on=found) else None,
        "reopen_form": None if is_open else ReasonForm(),
    }
    return render(request, "desk/exchange/conflict.html", context)


def _decide(request: HttpRequest, found: Conflict, form: DecisionForm) -> bool:
    values = form.cleaned_data
    try:
        decide_conflict(found, prefer=values["prefer"], reason=values["reason"], by=request.user)  # type: ignore[arg-type]
    except DomainError as refused:
        form.add_error(refused.field or None, refused.message)
        return False
    messages.success(request, _("The conflict was decided."))
    return True


def _states(found: Conflict) -> list[dict[str, Any]]:
    states: list[dict[str, Any]] = [
        {"label": _("State"), "value": found.get_state_display(), "mark": _MARKS[ConflictState(found.state)]},
        {"label": _("Found"), "value": found.found_at},
    ]
    if found.state == ConflictState.DECIDED:
        states += [
            {"label": _("Decided by"), "value": found.decided_by},
            {"label": _("When"), "value": found.decided_at},
        ]
    return states


def _statements(found: Conflict) -> list[dict[str, Any]]:
    rows = found.statements.select_related("source").order_by("-preferred", "pk")
    return [
        {
            "says": said(row.value),
            "source": row.source.title,
            "locator": row.locator,
            "date": row.source.published,
            "url": row.source.address,
            "preferred": row.preferred,
        }
        for row in rows
    ]


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    found = get_object_or_404(Conflict.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.CONFLICT_DECIDE, on=found)
    try:
        reopen_conflict(found, reason=request.POST.get("reason", ""), by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The conflict is open again."))
    except DomainError as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("desk:conflict", args=[found.pk]))
