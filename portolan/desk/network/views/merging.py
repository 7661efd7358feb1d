"""Merging: two compared, all that would move, the decision, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.network.forms import MergeForm
from portolan.desk.pages import attempt, crumbs
from portolan.kernel.errors import DomainError
from portolan.kernel.lists import say_list
from portolan.network.domain import merging
from portolan.network.domain.duplicates import likeness
from portolan.network.models import MergeRun, Organisation, Person
from portolan.ui.access import needs, require

Thing = Person | Organisation


def _people(request: HttpRequest, *ids: int) -> list[Any]:
    rows = Person.objects.visible_to(request.user).filter(pk__in=ids).select_related("record", "user", "redirect_to")
    return _both({row.pk: row for row in rows.prefetch_related("affiliations__organisation")}, ids)


def _bodies(request: HttpRequest, *slugs: str) -> list[Any]:
    rows = Organisation.objects.visible_to(request.user).filter(slug__in=slugs).prefetch_related("names")
    rows = rows.select_related("record", "place", "parent", "redirect_to")
    return _both({row.slug: row for row in rows}, slugs)


def _both(found: dict[Any, Any], keys: Any) -> list[Any]:
    if any(key not in found for key in keys):
        raise Http404
    return [found[key] for key in keys]


@needs(Permission.PEOPLE_MERGE)
def merge_people(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """Compare two people and make them one."""
    return _merge(request, *_people(request, kept, gone))


@needs(Permission.PEOPLE_MERGE)
def merge_organisations(request: HttpRequest, kept: str, gone: str) -> HttpResponse:
    """Compare two bodies and make them one."""
    return _merge(request, *_bodies(request, kept, gone))


@needs(Permission.PEOPLE_MERGE)
@require_POST
def differ_people(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """Remember that these two people are two."""
    return _differ(request, *_people(request, kept, gone))


@needs(Permission.PEOPLE_MERGE)
@require_POST
def differ_organisations(request: HttpRequest, kept: str, gone: str) -> HttpResponse:
    """Remember that these two bodies are two."""
    return _differ(request, *_bodies(request, kept, gone))


def _differ(request: HttpRequest, kept: Any, gone: Any) -> HttpResponse:
    _allow(request, kept, gone)
    merging.say_not_the_same(kept, gone, by=request.user)
    messages.success(request, _("Noted: these are two, and will not be suggested again."))
    return redirect(address_of(kept))


def _allow(request: HttpRequest, *things: Thing) -> None:
    for thing in things:
        require(request.user, Permission.PEOPLE_MERGE, on=thing)


def _merge(request: HttpRequest, kept: Any, gone: Any) -> HttpResponse:
    _allow(request, kept, gone)
    for thing in (kept, gone):
        if thing.redirect_to_id and request.method == "GET":
            return redirect(address_of(thing.redirect_to))
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if attempt(form, lambda: merging.merge(kept=kept, gone=gone, by=request.user, **typed)):
            messages.success(request, _("The two are one now. It can be undone for 90 days."))
            return redirect(address_of(kept))
    try:
        preview = merging.preview_merge(kept, gone)
    except DomainError as refused:
        return _refused(request, kept, refused)
    if request.method != "POST":
        form = MergeForm(initial={"fingerprint": preview.fingerprint})
    else:
        form.data = {**form.data.dict(), "fingerprint": preview.fingerprint}
    return render(request, "desk/network/merge.html", _context(kept, gone, preview, form))


def _refused(request: HttpRequest, kept: Thing, refused: DomainError) -> HttpResponse:
    messages.error(request, refused.message)
    return redirect(address_of(kept))


def _context(kept: Any, gone: Any, preview: merging.Preview, form: MergeForm) -> dict[str, Any]:
    is_person = isinstance(kept, Person)
    home = (_("People"), reverse("desk:people")) if is_person else (_("Network"), reverse("desk:network"))
    kind = "person" if is_person else "organisation"
    keys = [each.pk if is_person else each.slug for each in (kept, gone)]
    return {
        "kept": kept,
        "gone": gone,
        "sides": [_facts(kept), _facts(gone)],
        "preview": preview,
        "reasons": likeness(kept, gone).reasons_said,
        "form": form,
        "crumbs": crumbs(home, (str(kept), address_of(kept)), (_("Merge"), "")),
        "other_way": reverse(f"desk:{kind}-merge", args=keys[::-1]),
        "differ": reverse(f"desk:{kind}-differ", args=keys),
        "cancel_url": address_of(kept),
        "demonstration": kept.is_invented,
    }


def _facts(thing: Any) -> list[tuple[str, Any]]:
    """What somebody compares: label and value."""
    if isinstance(thing, Person):
        bodies = thing.affiliations.all()
        return [
            (_("Name"), thing.full_name),
            (_("E-mail"), thing.email),
            (_("Telephone"), thing.phone),
            (_("Organisations"), say_list(str(row.organisation) for row in bodies)),
            (_("Who may see that they took part"), thing.get_visibility_display()),
            (_("Account"), str(thing.user) if thing.user_id else ""),
        ]
    return [
        (_("Name"), thing.name),
        (_("Acronym"), thing.acronym),
        (_("Kind"), thing.get_kind_display()),
        (_("Place"), thing.place.name if thing.place else ""),
        (_("Part of"), thing.parent.name if thing.parent else ""),
        (_("Website"), thing.website),
    ]


def address_of(thing: Thing) -> str:
    """The desk's page of a person or a body."""
    if isinstance(thing, Person):
        return reverse("desk:person", args=[thing.pk])
    return reverse("desk:organisation", args=[thing.slug])


@needs(Permission.PEOPLE_MERGE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a merge back."""
    rows = MergeRun.objects.select_related(
        "kept_person", "gone_person", "kept_organisation__record", "gone_organisation__record"
    )
    run = get_object_or_404(rows, pk=pk)
    kept, gone = run.kept, run.gone
    if kept is None or gone is None:
        raise Http404
    _allow(request, kept)
    if request.method == "POST":
        try:
            merging.undo(run, by=request.user)
            messages.success(request, _("The merge is undone: these are two again."))
        except DomainError as refused:
            messages.error(request, refused.message)
        return redirect(address_of(kept))
    words = _("%(gone)s becomes its own again, with everything that was moved to %(kept)s.")
    context = {
        "title": _("Undo this merge?"),
        "text": words % {"gone": gone, "kept": kept},
        "submit": _("Undo the merge"),
        "cancel_url": address_of(kept),
    }
    return render(request, "desk/confirm.html", context)
