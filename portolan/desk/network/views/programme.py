"""The programme and its phases, and who belongs to each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.fields import retold
from portolan.desk.network.forms import MembershipForm, NewMembershipForm, NewPhaseForm, PhaseForm
from portolan.desk.network.views.organisations import network_tabs
from portolan.desk.pages import attempt, attempt_once, both_versions, crumbs
from portolan.kernel.dates import say_period
from portolan.network.domain import programme as verbs
from portolan.network.domain.changes import fingerprint
from portolan.network.models import Membership, Organisation, Phase, Programme
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

_PHASE = ("name", "number", "start", "end", "is_current", "note")
_MEMBERSHIP = ("role", "field", "start", "end")


@needs(Permission.NETWORK_READ)
def programme(request: HttpRequest) -> HttpResponse:
    """The phases of every programme, with how many bodies belong to each."""
    phases = Phase.objects.select_related("programme__record", "record").annotate(members=Count("memberships"))
    may_edit = can(request.user, Permission.NETWORK_EDIT)
    columns = [Column(_("Phase")), Column(_("Programme")), Column(_("Period")), Column(_("Members"), numeric=True)]
    rows = [
        [
            Cell(
                phase.name,
                url=reverse("desk:phase-edit", args=[phase.code]) if may_edit else "",
                note=_("the present phase") if phase.is_current else None,
                demonstration=phase.is_invented,
            ),
            Cell(phase.programme.name),
            Cell(say_period(phase.start, phase.end, width="short") or None),
            phase.members,
        ]
        for phase in phases.order_by("programme", "-number")
    ]
    context = {
        "title": _("Programme and phases"),
        "lead": _("Partners, roles and cities change from one phase to the next."),
        "action": {"url": reverse("desk:phase-new"), "label": _("Add a phase")} if may_edit else None,
        "tabs": network_tabs("desk:programme"),
        "table": Table(columns=columns, rows=rows),
        "empty_title": _("No phase yet."),
        "empty_text": _("Add the first one; bodies then belong to it."),
    }
    return render(request, "desk/list.html", context)


@needs(Permission.NETWORK_EDIT)
def phase_new(request: HttpRequest) -> HttpResponse:
    """Add a phase to the programme the site shows."""
    home = get_object_or_404(Programme, is_home=True)
    require(request.user, Permission.NETWORK_EDIT, on=home)
    form = NewPhaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def work() -> str:
            values = {name: form.cleaned_data[name] for name in (*_PHASE, "code")}
            verbs.create_phase(by=request.user, programme=home, **values)
            return reverse("desk:programme")

        if address := attempt_once(form, work):
            messages.success(request, _("The phase is kept."))
            return redirect(address)
    return render(request, "desk/form.html", _page(form, _("Add a phase"), _("Add it")))


@needs(Permission.NETWORK_EDIT)
def phase_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a phase; of two at once the second sees both versions."""
    phase = get_object_or_404(Phase, code=code)
    require(request.user, Permission.NETWORK_EDIT, on=phase)
    form = PhaseForm(request.POST or None, initial=_held(phase, _PHASE))
    differences = []
    if request.method == "POST" and form.is_valid():
        values = _told(phase, form.cleaned_data, _PHASE, ("name", "note"))
        if attempt(form, lambda: verbs.edit_phase(phase, by=request.user, **values)):
            messages.success(request, _("The change is kept."))
            return redirect("desk:programme")
        phase.refresh_from_db()
        differences = both_versions(form, _held(phase, _PHASE)) if form.stale else []
    context = _page(form, _("Change a phase"), _("Keep the change"))
    return render(request, "desk/form.html", {**context, "kicker": phase.name, "differences": differences})


@needs(Permission.NETWORK_EDIT)
def membership_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a body belong to a phase."""
    body = get_object_or_404(Organisation.objects.visible_to(request.user).standing(), slug=slug)
    require(request.user, Permission.NETWORK_EDIT, on=body)
    form = NewMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def work() -> str:
            values = {name: form.cleaned_data[name] for name in (*_MEMBERSHIP, "phase")}
            verbs.add_membership(by=request.user, organisation=body, **values)
            return reverse("desk:organisation", args=[slug])

        if address := attempt_once(form, work):
            messages.success(request, _("The membership is kept."))
            return redirect(address)
    return render(request, "desk/form.html", _membership_page(form, body, _("Add a membership"), _("Add it")))


@needs(Permission.NETWORK_EDIT)
def membership_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role, field or dates of a membership."""
    row = get_object_or_404(Membership.objects.select_related("organisation", "phase"), pk=pk)
    require(request.user, Permission.NETWORK_EDIT, on=row)
    form = MembershipForm(request.POST or None, initial=_held(row, _MEMBERSHIP))
    differences = []
    if request.method == "POST" and form.is_valid():
        values = _told(row, form.cleaned_data, _MEMBERSHIP, ("field",))
        if attempt(form, lambda: verbs.edit_membership(row, by=request.user, **values)):
            messages.success(request, _("The change is kept."))
            return redirect("desk:organisation", row.organisation.slug)
        row.refresh_from_db()
        differences = both_versions(form, _held(row, _MEMBERSHIP)) if form.stale else []
    context = _membership_page(form, row.organisation, _("Change a membership"), _("Keep the change"))
    return render(request, "desk/form.html", {**context, "differences": differences})


def _held(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in names}, "seen": fingerprint(row)}


def _told(row: Any, typed: dict[str, Any], names: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
    values = {name: typed[name] for name in names}
    return {**values, **{name: retold(getattr(row, name), typed[name]) for name in texts}, "seen": typed["seen"]}


def _page(form: Any, title: str, submit: str) -> dict[str, Any]:
    way = crumbs((_("Programme and phases"), reverse("desk:programme")), (title, ""))
    return {"title": title, "form": form, "submit": submit, "cancel_url": way[0]["url"], "crumbs": way}


def _membership_page(form: Any, body: Organisation, title: str, submit: str) -> dict[str, Any]:
    here = reverse("desk:organisation", args=[body.slug])
    way = crumbs((_("Network"), reverse("desk:network")), (body.name, here), (title, ""))
    shown = {"title": title, "kicker": body.name, "form": form, "submit": submit}
    return {**shown, "cancel_url": here, "crumbs": way}
