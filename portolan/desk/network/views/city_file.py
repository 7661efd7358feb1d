"""Writing in a city's file: notes, offices, focal points, hand-over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.desk.network.city_forms import (
    EndPostForm,
    HandoverForm,
    NewNoteForm,
    NominationForm,
    NoteForm,
    OfficeForm,
)
from portolan.desk.network.views.cities import city_or_404
from portolan.desk.pages import attempt, attempt_once, both_versions, crumbs
from portolan.messages.models import Task
from portolan.network.domain import city_file, focal_points
from portolan.network.domain.changes import fingerprint
from portolan.network.domain.focal_points import scope_of
from portolan.network.enums import TEAM_ROLES, Rank, Seat
from portolan.network.models import Agreement, CityNote, FocalPoint, Organisation
from portolan.ui.access import needs, require

_NOTE = ("kind", "on", "with_whom", "text", "readers")


def _page(body: Organisation, title: str, submit: str) -> dict[str, Any]:
    here = reverse("desk:city", args=[body.slug])
    way = crumbs((_("Cities"), reverse("desk:cities")), (body.name, here), (title, ""))
    return {"title": title, "kicker": body.name, "crumbs": way, "cancel_url": here, "submit": submit}


def _kept(
    request: HttpRequest, body: Organisation, form: Any, work: Callable[[], Any], said: str
) -> HttpResponse | None:
    """Do the work of a form once and lead to the city's page; None when it was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    here = reverse("desk:city", args=[body.slug])

    def once() -> str:
        work()
        return here

    if not attempt_once(form, once):
        return None
    messages.success(request, said)
    return redirect(here)


@needs(Permission.CITY_FILE_WRITE)
def note_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a note, with what was agreed."""
    body = city_or_404(request, slug, Permission.CITY_FILE_WRITE)
    form = NewNoteForm(request.POST or None, initial={"on": timezone.now().date()})

    def work() -> None:
        values = {name: form.cleaned_data[name] for name in _NOTE}
        city_file.add_note(body, by=request.user, agreed=form.agreed(), **values)

    if done := _kept(request, body, form, work, _("The note is in the file.")):
        return done
    return render(request, "desk/form.html", _page(body, _("Write a note"), _("Keep the note")) | {"form": form})


@needs(Permission.CITY_FILE_WRITE)
def note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a note; of two at once the second sees both versions."""
    rows = CityNote.objects.visible_to(request.user).select_related("organisation")
    note = get_object_or_404(rows, pk=pk)
    require(request.user, Permission.CITY_FILE_WRITE, on=note.organisation)
    form = NoteForm(request.POST or None, initial=_initial(note))
    differences = []
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: city_file.edit_note(note, by=request.user, **form.cleaned_data)):
            messages.success(request, _("The change is kept."))
            return redirect("desk:city", note.organisation.slug)
        note.refresh_from_db()
        differences = both_versions(form, _initial(note)) if form.stale else []
    context = _page(note.organisation, _("Change a note"), _("Keep the change"))
    return render(request, "desk/form.html", {**context, "form": form, "differences": differences})


def _initial(note: CityNote) -> dict[str, Any]:
    return {**{name: getattr(note, name) for name in _NOTE}, "seen": fingerprint(note)}


@needs(Permission.CITY_FILE_WRITE)
@require_POST
def agreement_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that what was agreed is done."""
    rows = Agreement.objects.visible_to(request.user).select_related("note__organisation")
    agreement = get_object_or_404(rows, pk=pk)
    body = agreement.note.organisation
    require(request.user, Permission.CITY_FILE_WRITE, on=body)
    city_file.settle(agreement, on=timezone.now().date(), by=request.user)
    messages.success(request, _("Noted as done."))
    return redirect("desk:city", body.slug)


@needs(Permission.CITY_FILE_WRITE)
def office_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Note who governs from when on."""
    body = city_or_404(request, slug, Permission.CITY_FILE_WRITE)
    form = OfficeForm(request.POST or None)

    def work() -> None:
        typed = {name: form.cleaned_data[name] for name in ("holder", "kind", "start", "next_election")}
        city_file.set_office(body, by=request.user, seat=Seat(form.cleaned_data["seat"]), **typed)

    if done := _kept(request, body, form, work, _("Noted. What to confirm again waits on the team’s desk.")):
        return done
    context = _page(body, _("Who governs"), _("Keep it")) | {"form": form}
    lead = _("A new head of the executive opens a list of what to ask the city again.")
    return render(request, "desk/form.html", {**context, "lead": lead})


@needs(Permission.FOCAL_POINT_CHANGE)
def nominate(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a focal point or deputy by the city's letter."""
    body = city_or_404(request, slug, Permission.FOCAL_POINT_CHANGE)
    form = NominationForm(request.POST or None, request.FILES or None, user=request.user, city=slug)

    def work() -> None:
        typed = {name: form.cleaned_data[name] for name in ("start", "letter", "reference")}
        rank = Rank(form.cleaned_data["rank"])
        focal_points.nominate(body, form.cleaned_data["person"], rank=rank, by=request.user, **typed)

    if done := _kept(request, body, form, work, _("The post is kept.")):
        return done
    context = _page(body, _("Name a focal point"), _("Name")) | {"form": form}
    lead = _("Only people with a function in this body can be chosen; the former holder’s post ends the day before.")
    return render(request, "desk/form.html", {**context, "lead": lead})


@needs(Permission.FOCAL_POINT_CHANGE)
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post without naming another."""
    post = get_object_or_404(FocalPoint.objects.select_related("organisation", "person"), pk=pk, end=None)
    body = city_or_404(request, post.organisation.slug, Permission.FOCAL_POINT_CHANGE)
    form = EndPostForm(request.POST or None, initial={"on": timezone.now().date()})
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: focal_points.end_post(post, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The post is ended."))
        return redirect("desk:city", body.slug)
    context = _page(body, _("End a post"), _("End it")) | {"form": form}
    return render(request, "desk/form.html", {**context, "lead": post.person.full_name})


@needs(Permission.FOCAL_POINT_CHANGE)
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass one account's work on a city to another, in one move."""
    body = city_or_404(request, slug, Permission.FOCAL_POINT_CHANGE)
    holds_tasks = Task.objects.open().filter(scope=scope_of(body), assignee__isnull=False).values("assignee")
    concerned = Q(role_assignments__organisation=body) | Q(pk__in=holds_tasks)
    team = Q(role_assignments__role__in=TEAM_ROLES, role_assignments__organisation=None)
    givers = User.objects.filter(concerned).distinct().order_by("name", "pk")
    takers = User.objects.filter(concerned | team, is_active=True).distinct().order_by("name", "pk")
    form = HandoverForm(request.POST or None, givers=givers, takers=takers)

    def work() -> None:
        typed = {name: form.cleaned_data[name] for name in ("giver", "taker", "note")}
        focal_points.hand_over(body, by=request.user, **typed)

    if done := _kept(request, body, form, work, _("The work is handed over.")):
        return done
    context = _page(body, _("Hand over the work"), _("Hand over")) | {"form": form}
    lead = _("Tasks, drafts and open questions pass in one move. The former holder need not sign in.")
    return render(request, "desk/form.html", {**context, "lead": lead})
