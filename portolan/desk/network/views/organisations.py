"""Organisations: the list, one with its memberships and likely doubles, adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.accounts.domain.audit import history_of
from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.fields import retold
from portolan.desk.history import said_entries
from portolan.desk.network.forms import NewOrganisationForm, OrganisationFilterForm, OrganisationForm
from portolan.desk.pages import attempt, attempt_once, both_versions, crumbs, paged
from portolan.kernel.folding import match_key
from portolan.kernel.texts import Text
from portolan.network.domain import organisations as verbs
from portolan.network.domain.changes import fingerprint
from portolan.network.domain.duplicates import doubles_of_organisation
from portolan.network.models import MergeRun, Organisation, OrganisationName
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

HISTORY = 10


@needs(Permission.NETWORK_READ)
def organisations(request: HttpRequest) -> HttpResponse:
    """The registry by name, found under any name or acronym."""
    form = OrganisationFilterForm(request.GET)
    rows = Organisation.objects.visible_to(request.user).standing().select_related("place", "record")
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    page = paged(request, rows.in_order())
    may_edit = can(request.user, Permission.NETWORK_EDIT)
    action = {"url": reverse("desk:organisation-new"), "label": _("Add an organisation")}
    context = {
        "title": _("Network"),
        "lead": _("Every body the programme knows: cities, associations, partners, donors, others."),
        "action": action if may_edit else None,
        "tabs": network_tabs("desk:network"),
        "form": form,
        "page_obj": page,
        "table": _table(page.object_list),
        "empty_title": _("No organisation matches."),
        "empty_text": _("Look under another name, or add it."),
    }
    return render(request, "desk/list.html", context)


def network_tabs(here: str) -> list[dict[str, Any]]:
    """The views of the network: bodies, places, phases, people."""
    tabs = (
        ("desk:network", pgettext("menu", "Organisations")),
        ("desk:places", pgettext("menu", "Places")),
        ("desk:programme", pgettext("menu", "Programme and phases")),
        ("desk:people", pgettext("menu", "People")),
    )
    return [{"url": reverse(name), "label": label, "current": name == here} for name, label in tabs]


def _filtered(rows: QuerySet[Organisation], wanted: dict[str, Any]) -> QuerySet[Organisation]:
    if key := match_key(wanted["q"]):
        found = OrganisationName.objects.filter(key__contains=key)
        rows = rows.filter(pk__in=found.values("organisation"))
    return rows.filter(kind=wanted["kind"]) if wanted["kind"] else rows


def _table(rows: Any) -> Table:
    columns = [Column(_("Organisation")), Column(_("Acronym")), Column(_("Kind")), Column(_("Place"))]
    lines = [
        [
            Cell(row.name, url=reverse("desk:organisation", args=[row.slug]), demonstration=row.is_invented),
            Cell(row.acronym or None),
            Cell(row.get_kind_display()),
            Cell(row.place.name if row.place else None),
        ]
        for row in rows
    ]
    return Table(columns=columns, rows=lines)


def found_or_led(request: HttpRequest, slug: str, name: str) -> Organisation | HttpResponse:
    """The body with this address, or where a merged one leads; 404 for what the reader may not see."""
    rows = Organisation.objects.visible_to(request.user).select_related("place", "parent", "record", "redirect_to")
    rows = rows.prefetch_related("names")
    body = get_object_or_404(rows, slug=slug)
    return redirect(name, body.redirect_to.slug) if body.redirect_to else body


@needs(Permission.NETWORK_READ)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One body: what it is, its memberships, its names, its likely doubles, what happened to it."""
    body = found_or_led(request, slug, "desk:organisation")
    if isinstance(body, HttpResponse):
        return body
    may_edit = can(request.user, Permission.NETWORK_EDIT, on=body)
    may_merge = can(request.user, Permission.PEOPLE_MERGE)
    merges = MergeRun.objects.filter(kept_organisation=body).select_related("gone_organisation", "by")
    context = {
        "body": body,
        "crumbs": crumbs((_("Network"), reverse("desk:network")), (body.name, "")),
        "states": _states(body),
        "memberships": body.memberships.select_related("phase").order_by("-phase__number", "role"),
        "aliases": [name for _language, name in verbs.further_names(body)],
        "parts": body.parts.filter(redirect_to=None).in_order(),
        "doubles": doubles_of_organisation(body) if may_merge else [],
        "merges": merges[:5] if may_merge else [],
        "history": said_entries(history_of(body)[:HISTORY]) if may_edit else [],
        "action": {"url": reverse("desk:organisation-edit", args=[slug]), "label": _("Change")} if may_edit else None,
        "may_edit": may_edit,
    }
    return render(request, "desk/network/organisation.html", context)


def _states(body: Organisation) -> list[dict[str, Any]]:
    people = body.affiliations.filter(end="").aggregate(number=Count("person", distinct=True))["number"]
    states = [
        {"label": _("Kind"), "value": body.get_kind_display()},
        {"label": _("Acronym"), "value": body.acronym},
        {"label": _("Place"), "value": body.place.name if body.place else ""},
        {"label": _("Part of"), "value": body.parent.name if body.parent else ""},
        {"label": _("Website"), "value": body.website},
        {"label": _("People today"), "value": people},
    ]
    return [state for state in states if state["value"] not in ("", Text())]


@needs(Permission.NETWORK_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Add a body."""
    form = NewOrganisationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        address = attempt_once(form, lambda: _created(request, form.cleaned_data))
        if address:
            messages.success(request, _("The organisation is kept."))
            return redirect(address)
    title = _("Add an organisation")
    way = crumbs((_("Network"), reverse("desk:network")), (title, ""))
    context = {"title": title, "form": form, "submit": _("Add it"), "cancel_url": way[0]["url"], "crumbs": way}
    return render(request, "desk/form.html", context)


def _created(request: HttpRequest, typed: dict[str, Any]) -> str:
    values = {name: typed[name] for name in ("name", "acronym", "kind", "place", "parent", "website")}
    aliases = [("", name) for name in typed["aliases"]]
    body = verbs.create_organisation(by=request.user, aliases=aliases, **values)
    return reverse("desk:organisation", args=[body.slug])


@needs(Permission.NETWORK_EDIT)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a body; of two at once the second sees both versions."""
    body = found_or_led(request, slug, "desk:organisation-edit")
    if isinstance(body, HttpResponse):
        return body
    require(request.user, Permission.NETWORK_EDIT, on=body)
    form = OrganisationForm(request.POST or None, initial=_initial(body), user=request.user)
    differences = []
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: _changed(request, body, form.cleaned_data)):
            messages.success(request, _("The change is kept."))
            return redirect("desk:organisation", slug)
        body = Organisation.objects.get(pk=body.pk)
        differences = both_versions(form, _initial(body)) if form.stale else []
    here = reverse("desk:organisation", args=[slug])
    context = {
        "title": _("Change an organisation"),
        "kicker": body.name,
        "crumbs": crumbs((_("Network"), reverse("desk:network")), (body.name, here), (_("Change"), "")),
        "form": form,
        "differences": differences,
        "submit": _("Keep the change"),
        "cancel_url": here,
    }
    return render(request, "desk/form.html", context)


def _initial(body: Organisation) -> dict[str, Any]:
    names = ("name", "acronym", "kind", "place", "parent", "website")
    aliases = [name for _language, name in verbs.further_names(body)]
    return {**{name: getattr(body, name) for name in names}, "aliases": aliases, "seen": fingerprint(body)}


def _changed(request: HttpRequest, body: Organisation, typed: dict[str, Any]) -> Organisation:
    languages = {name: language for language, name in verbs.further_names(body)}
    return verbs.edit_organisation(
        body,
        by=request.user,
        seen=typed["seen"],
        aliases=[(languages.get(name, ""), name) for name in typed["aliases"]],
        name=retold(body.name, typed["name"]),
        acronym=retold(body.acronym, typed["acronym"]),
        **{name: typed[name] for name in ("kind", "place", "parent", "website")},
    )
