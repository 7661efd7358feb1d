"""People: the list, one person with functions, consents, likely doubles; adding, changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import history_of
from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys
from portolan.desk.history import said_entries
from portolan.desk.network.forms import (
    ConsentForm,
    NewPersonForm,
    PeopleFilterForm,
    PersonForm,
)
from portolan.desk.network.views.organisations import network_tabs
from portolan.desk.pages import attempt, attempt_once, both_versions, crumbs, paged
from portolan.kernel.folding import fold, match_key
from portolan.kernel.lists import say_list
from portolan.meetings.models import Attendance
from portolan.network.domain import people as verbs
from portolan.network.domain.changes import fingerprint
from portolan.network.domain.duplicates import doubles_of_person, people_met_twice
from portolan.network.models import Affiliation, MergeRun, Person
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

_FIELDS = ("given_name", "family_name", "email", "phone", "language", "sex", "visibility")


@needs(Permission.PEOPLE_READ)
def people(request: HttpRequest) -> HttpResponse:
    """The people the reader may see, by name; or the pairs that may be one person."""
    form = PeopleFilterForm(request.GET, user=request.user)
    rows = Person.objects.visible_to(request.user).standing()
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("doubles"):
        return _doubles(request, form, rows)
    page = paged(request, _with_bodies(_filtered(rows, wanted).order_by("sort_key", "pk")))
    may_add = can(request.user, Permission.PEOPLE_EDIT)
    context = {
        "title": _("People"),
        "lead": _("Whom the programme knows. A person stays hidden from others unless they chose otherwise."),
        "action": {"url": reverse("desk:person-new"), "label": _("Add a person")} if may_add else None,
        "tabs": network_tabs("desk:people") if can(request.user, Permission.NETWORK_READ) else [],
        "form": form,
        "page_obj": page,
        "table": _table(page.object_list),
        "empty_title": _("No person matches."),
        "empty_text": _("Look under another name, or add somebody."),
    }
    return render(request, "desk/list.html", context)


def _filtered(rows: QuerySet[Person], wanted: dict[str, Any]) -> QuerySet[Person]:
    if asked := wanted.get("q", "").strip():
        rows = rows.filter(Q(match_key__contains=match_key(asked)) | Q(email_key=fold(asked)))
    if body := wanted.get("organisation"):
        rows = rows.filter(affiliations__organisation=body).distinct()
    return rows


def _with_bodies(rows: QuerySet[Person]) -> QuerySet[Person]:
    functions = Affiliation.objects.filter(end="").select_related("organisation")
    return rows.select_related("record").prefetch_related(Prefetch("affiliations", functions, to_attr="functions"))


def _table(rows: Any) -> Table:
    columns = [Column(_("Name")), Column(_("Organisation")), Column(_("E-mail")), Column(_("Visible to"))]
    lines = [
        [
            Cell(row.full_name, url=reverse("desk:person", args=[row.pk]), demonstration=row.is_invented),
            Cell(say_list(str(each.organisation) for each in row.functions) or None),
            Cell(row.email or None),
            Cell(row.get_visibility_display()),
        ]
        for row in rows
    ]
    return Table(columns=columns, rows=lines)


def _doubles(request: HttpRequest, form: PeopleFilterForm, rows: QuerySet[Person]) -> HttpResponse:
    may_merge = can(request.user, Permission.PEOPLE_MERGE)
    pairs = people_met_twice(rows.select_related("record")) if may_merge else []
    columns = [Column(_("Name")), Column(_("Perhaps the same as")), Column(_("Why"))]
    lines = [
        [
            Cell(first.full_name, url=reverse("desk:person", args=[first.pk]), demonstration=first.is_invented),
            Cell(str(found.other), url=reverse("desk:person-merge", args=[first.pk, found.other.pk])),
            Cell(found.reasons_said),
        ]
        for first, found in pairs
    ]
    context = {
        "title": _("People who may be one"),
        "lead": _("Each pair is only suggested; you compare and decide."),
        "form": form,
        "table": Table(columns=columns, rows=lines),
        "empty_title": _("No likely double."),
        "empty_text": _("Nobody shares a name or an address with somebody else."),
    }
    return render(request, "desk/list.html", context)


def person_or_404(request: HttpRequest, pk: int) -> Person:
    """A person the reader may see."""
    rows = Person.objects.visible_to(request.user).select_related("record", "redirect_to", "user")
    return get_object_or_404(rows, pk=pk)


@needs(Permission.PEOPLE_READ)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: functions, meetings, consents, likely doubles, what happened."""
    shown = person_or_404(request, pk)
    if shown.redirect_to_id:
        return redirect("desk:person", shown.redirect_to_id)
    return person_page(request, shown)


def person_page(request: HttpRequest, shown: Person, consent_form: ConsentForm | None = None) -> HttpResponse:
    """The page of one person, with the form of an agreement where one was sent."""
    may_edit = can(request.user, Permission.PEOPLE_EDIT, on=shown) and not shown.erased_at
    may_merge = may_edit and can(request.user, Permission.PEOPLE_MERGE)
    merges = MergeRun.objects.filter(kept_person=shown).select_related("gone_person")
    attended = Attendance.objects.visible_to(request.user).filter(person=shown)
    context = {
        "person": shown,
        "crumbs": crumbs((_("People"), reverse("desk:people")), (_name(shown), "")),
        "name": _name(shown),
        "states": _states(shown),
        "functions": shown.affiliations.select_related("organisation").order_by("-start", "pk"),
        "attendances": attended.select_related("meeting", "organisation").order_by("-meeting__start", "pk")[:50],
        "consents": shown.consents.order_by("purpose", "-given_at"),
        "doubles": doubles_of_person(shown, among=Person.objects.visible_to(request.user)) if may_merge else [],
        "merges": merges[:5] if may_merge else [],
        "history": said_entries(history_of(shown)[:10]) if may_edit else [],
        "action": {"url": reverse("desk:person-edit", args=[shown.pk]), "label": _("Change")} if may_edit else None,
        "may_edit": may_edit,
        "may_erase": may_merge,
        "consent_form": consent_form or (ConsentForm() if may_edit else None),
    }
    return render(request, "desk/network/person.html", context)


def _name(shown: Person) -> str:
    return shown.full_name or _("Person %(number)d") % {"number": shown.pk}


def _states(shown: Person) -> list[dict[str, Any]]:
    if shown.erased_at:
        return [
            {"label": _("State"), "value": _("erased"), "mark": "none"},
            {"label": _("On"), "value": shown.erased_at},
        ]
    states = [
        {"label": _("E-mail"), "value": shown.email},
        {"label": _("Telephone"), "value": shown.phone},
        {"label": _("Visible to"), "value": shown.get_visibility_display()},
        {"label": _("Account"), "value": _("yes") if shown.user_id else _("none")},
    ]
    return [state for state in states if state["value"]]


@needs(Permission.PEOPLE_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Add somebody, with a function in a body; those who work with some bodies only choose among these."""
    limited = scope_keys(request.user, Permission.PEOPLE_EDIT, "organisation:") is not None
    form = NewPersonForm(request.POST or None, user=request.user, must_belong=limited)
    if request.method == "POST" and form.is_valid():
        address = attempt_once(form, lambda: _created(request, form.cleaned_data))
        if address:
            messages.success(request, _("The person is kept."))
            return redirect(address)
    way = crumbs((_("People"), reverse("desk:people")), (_("Add a person"), ""))
    context = {"title": _("Add a person"), "form": form, "submit": _("Add the person"), "crumbs": way}
    return render(request, "desk/form.html", {**context, "cancel_url": way[0]["url"]})


def _created(request: HttpRequest, typed: dict[str, Any]) -> str:
    made = verbs.create_person(by=request.user, **{name: typed[name] for name in _FIELDS})
    if typed["organisation"]:
        verbs.add_affiliation(made, organisation=typed["organisation"], by=request.user)
    return reverse("desk:person", args=[made.pk])


@needs(Permission.PEOPLE_EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change somebody; of two at once the second sees both versions."""
    shown = person_or_404(request, pk)
    require(request.user, Permission.PEOPLE_EDIT, on=shown)
    form = PersonForm(request.POST or None, initial=_initial(shown))
    differences = []
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*_FIELDS, "seen")}
        if attempt(form, lambda: verbs.edit_person(shown, by=request.user, **values)):
            messages.success(request, _("The change is kept."))
            return redirect("desk:person", pk)
        shown.refresh_from_db()
        differences = both_versions(form, _initial(shown)) if form.stale else []
    context = page_about(shown, _("Change a person"))
    context |= {"form": form, "differences": differences, "submit": _("Keep the change")}
    return render(request, "desk/form.html", context)


def _initial(shown: Person) -> dict[str, Any]:
    return {**{name: getattr(shown, name) for name in _FIELDS}, "seen": fingerprint(shown)}


def page_about(shown: Person, title: str) -> dict[str, Any]:
    """What every form about a person shows around it."""
    here = reverse("desk:person", args=[shown.pk])
    way = crumbs((_("People"), reverse("desk:people")), (_name(shown), here), (title, ""))
    return {"title": title, "kicker": _name(shown), "crumbs": way, "cancel_url": here}
