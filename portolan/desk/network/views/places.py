"""Places: the list, adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.fields import retold
from portolan.desk.network.forms import NewPlaceForm, PlaceForm
from portolan.desk.network.views.organisations import network_tabs
from portolan.desk.pages import attempt, attempt_once, both_versions, crumbs, paged
from portolan.network.domain import places as verbs
from portolan.network.domain.changes import fingerprint
from portolan.network.models import Place
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

_FIELDS = ("name", "kind", "country", "region", "zone", "latitude", "longitude", "geonames")


@needs(Permission.NETWORK_READ)
def places(request: HttpRequest) -> HttpResponse:
    """Every place by name."""
    page = paged(request, Place.objects.visible_to(request.user).select_related("record").in_order())
    may_edit = can(request.user, Permission.NETWORK_EDIT)
    columns = [Column(_("Place")), Column(_("Kind")), Column(_("Country")), Column(_("Region"))]
    rows = [
        [
            Cell(
                place.name,
                url=reverse("desk:place-edit", args=[place.slug]) if may_edit else "",
                demonstration=place.is_invented,
            ),
            Cell(place.get_kind_display()),
            Cell(place.country_name or None),
            Cell(place.get_region_display()),
        ]
        for place in page.object_list
    ]
    context = {
        "title": _("Places"),
        "lead": _("Cities, metropolises, regions: with their names in every language and where they lie."),
        "action": {"url": reverse("desk:place-new"), "label": _("Add a place")} if may_edit else None,
        "tabs": network_tabs("desk:places"),
        "page_obj": page,
        "table": Table(columns=columns, rows=rows),
        "empty_title": _("No place yet."),
        "empty_text": _("Add the first one, or import a list."),
    }
    return render(request, "desk/list.html", context)


@needs(Permission.NETWORK_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    form = NewPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = attempt_once(form, lambda: _created(request, form.cleaned_data))
        if address:
            messages.success(request, _("The place is kept."))
            return redirect(address)
    return render(request, "desk/form.html", _page(form, _("Add a place"), _("Add it")))


def _created(request: HttpRequest, typed: dict[str, Any]) -> str:
    aliases = [("", name) for name in typed["aliases"]]
    verbs.create_place(by=request.user, aliases=aliases, **{name: typed[name] for name in _FIELDS})
    return reverse("desk:places")


@needs(Permission.NETWORK_EDIT)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a place; of two at once the second sees both versions."""
    place = get_object_or_404(Place.objects.visible_to(request.user), slug=slug)
    require(request.user, Permission.NETWORK_EDIT, on=place)
    form = PlaceForm(request.POST or None, initial=_initial(place))
    differences = []
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: _changed(request, place, form.cleaned_data)):
            messages.success(request, _("The change is kept."))
            return redirect("desk:places")
        place.refresh_from_db()
        differences = both_versions(form, _initial(place)) if form.stale else []
    context = _page(form, _("Change a place"), _("Keep the change"))
    return render(request, "desk/form.html", {**context, "kicker": place.name, "differences": differences})


def _further(place: Place) -> dict[str, str]:
    own = set(place.name.values())
    rows = place.names.order_by("pk").values_list("name", "language")
    return {name: language for name, language in rows if name not in own}


def _initial(place: Place) -> dict[str, Any]:
    held = {name: getattr(place, name) for name in _FIELDS}
    return {**held, "aliases": list(_further(place)), "seen": fingerprint(place)}


def _changed(request: HttpRequest, place: Place, typed: dict[str, Any]) -> Place:
    languages = _further(place)
    aliases = [(languages.get(name, ""), name) for name in typed["aliases"]]
    values = {name: typed[name] for name in _FIELDS} | {"name": retold(place.name, typed["name"])}
    return verbs.edit_place(place, by=request.user, seen=typed["seen"], aliases=aliases, **values)


def _page(form: Any, title: str, submit: str) -> dict[str, Any]:
    way = crumbs((_("Places"), reverse("desk:places")), (title, ""))
    return {"title": title, "form": form, "submit": submit, "cancel_url": way[0]["url"], "crumbs": way}
