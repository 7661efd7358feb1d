"""Functions and agreements of one person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.network.forms import AffiliationForm, ConsentForm, EndForm
from portolan.desk.network.views.people import page_about, person_or_404, person_page
from portolan.desk.pages import attempt, attempt_once
from portolan.network.domain import people as verbs
from portolan.network.enums import ConsentPurpose
from portolan.network.models import Affiliation
from portolan.ui.access import needs, require


@needs(Permission.PEOPLE_EDIT)
def affiliation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody has a function in a body of the reader's."""
    shown = person_or_404(request, pk)
    require(request.user, Permission.PEOPLE_EDIT, on=shown)
    form = AffiliationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():

        def work() -> str:
            values = {name: form.cleaned_data[name] for name in ("organisation", "function", "start", "end")}
            verbs.add_affiliation(shown, by=request.user, **values)
            return reverse("desk:person", args=[pk])

        if address := attempt_once(form, work):
            messages.success(request, _("The function is kept."))
            return redirect(address)
    context = page_about(shown, _("Add a function")) | {"form": form, "submit": _("Add it")}
    return render(request, "desk/form.html", context)


@needs(Permission.PEOPLE_EDIT)
def affiliation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when somebody had a function."""
    row = get_object_or_404(Affiliation.objects.select_related("person", "organisation"), pk=pk)
    shown = person_or_404(request, row.person_id)
    require(request.user, Permission.PEOPLE_EDIT, on=row)
    form = EndForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: verbs.end_affiliation(row, end=form.cleaned_data["end"], by=request.user)):
        messages.success(request, _("The change is kept."))
        return redirect("desk:person", shown.pk)
    context = page_about(shown, _("End a function")) | {"form": form, "submit": _("Keep the change")}
    return render(request, "desk/form.html", {**context, "lead": row.organisation.name})


@needs(Permission.PEOPLE_EDIT)
@require_POST
def consent_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an agreement."""
    shown = person_or_404(request, pk)
    require(request.user, Permission.PEOPLE_EDIT, on=shown)
    form = ConsentForm(request.POST)
    if form.is_valid():
        purpose, evidence = ConsentPurpose(form.cleaned_data["purpose"]), form.cleaned_data["evidence"]
        if attempt(form, lambda: verbs.give_consent(shown, purpose, evidence=evidence, by=request.user)):
            messages.success(request, _("The agreement is noted."))
            return redirect("desk:person", pk)
    return person_page(request, shown, form)


@needs(Permission.PEOPLE_EDIT)
@require_POST
def consent_withdraw(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Note that an agreement no longer stands."""
    shown = person_or_404(request, pk)
    require(request.user, Permission.PEOPLE_EDIT, on=shown)
    if purpose in ConsentPurpose.values and verbs.withdraw_consent(shown, ConsentPurpose(purpose), by=request.user):
        messages.success(request, _("The agreement no longer stands."))
    return redirect("desk:person", pk)
