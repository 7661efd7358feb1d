"""Documents and cases of an event: added and taken off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.dialogue.events import event_page, found_event
from portolan.desk.dialogue.forms import CaseForm, DocumentForm
from portolan.dialogue.domain.events import add_case as note_case
from portolan.dialogue.domain.events import add_product, remove_product
from portolan.dialogue.domain.events import remove_case as drop_case
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs


@needs(Permission.MEETING_EDIT)
@require_POST
def add_document(request: HttpRequest, number: int) -> HttpResponse:
    """Add a document in one language."""
    found = found_event(request, number, Permission.MEETING_EDIT)
    form = DocumentForm(request.POST, auto_id="d-%s")
    if form.is_valid():
        try:
            add_product(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The document is on record."))
            return redirect("desk:event", found.pk)
    return event_page(request, found, document=form)


@needs(Permission.MEETING_EDIT)
def remove_document(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """Ask, then take a document off the record."""
    found = found_event(request, number, Permission.MEETING_EDIT)
    product = get_object_or_404(found.products, pk=document)
    if request.method == "POST":
        remove_product(product, by=request.user)
        messages.success(request, _("The document was taken off the record."))
        return redirect("desk:event", found.pk)
    context = {
        "page_title": _("Take the document off the record?"),
        "text": f"{product.get_kind_display()} · {product.language} · {product.title}",
        "submit": _("Take off the record"),
        "cancel_url": reverse("desk:event", args=[found.pk]),
    }
    return render(request, "desk/event_confirm.html", context)


@needs(Permission.MEETING_EDIT)
@require_POST
def add_case(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a body presented its case."""
    found = found_event(request, number, Permission.MEETING_EDIT)
    form = CaseForm(request.POST, user=request.user, invented=found.meeting.is_invented, auto_id="c-%s")
    if form.is_valid():
        try:
            note_case(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The case is on record."))
            return redirect("desk:event", found.pk)
    return event_page(request, found, case=form)


@needs(Permission.MEETING_EDIT)
def remove_case(request: HttpRequest, number: int, case: int) -> HttpResponse:
    """Ask, then take a case off the record."""
    found = found_event(request, number, Permission.MEETING_EDIT)
    row = get_object_or_404(found.cases.select_related("organisation"), pk=case)
    if request.method == "POST":
        drop_case(row, by=request.user)
        messages.success(request, _("The case was taken off the record."))
        return redirect("desk:event", found.pk)
    context = {
        "page_title": _("Take the case off the record?"),
        "text": str(row.organisation.name),
        "submit": _("Take off the record"),
        "cancel_url": reverse("desk:event", args=[found.pk]),
    }
    return render(request, "desk/event_confirm.html", context)
