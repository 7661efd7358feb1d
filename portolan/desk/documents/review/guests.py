"""Readers by link: invited, sent a new link, withdrawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.review.forms import GuestForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt_once
from portolan.documents.domain.guests import invite_guest, send_link_again, withdraw_guest
from portolan.documents.models import Document, Guest
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs, require


def address_of(secret: str, language: str) -> str:
    """The page a guest reads on."""
    with override(language):
        return settings.BASE_URL + reverse("portal:guest", args=[secret])


@needs(Permission.DOCUMENT_MANAGE)
def guests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reads by a link, and a form to invite somebody."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    form = GuestForm(request.POST or None, document=found)
    if request.method == "POST" and form.is_valid():
        address = reverse("desk:document-guests", args=[slug])
        if attempt_once(form, lambda: _invite(request, found, dict(form.cleaned_data), address)):
            messages.success(request, _("The link is on its way."))
            return redirect(address)
    rows = list(found.guests.select_related("step"))
    open_ones = set(found.guests.open_at(timezone.now()).values_list("pk", flat=True))
    context = {
        "document": found,
        "crumbs": way_to(found, _("Readers by link")),
        "guests": [(row, row.pk in open_ones) for row in rows],
        "form": form,
        "cancel_url": reverse("desk:document", args=[slug]),
    }
    return render(request, "desk/documents/guests.html", context)


def _invite(request: HttpRequest, found: Document, typed: dict[str, Any], address: str) -> str:
    typed.pop("token")
    invite_guest(found, by=request.user, at=timezone.now(), address_of=address_of, **typed)  # type: ignore[arg-type]
    return address


def _found(request: HttpRequest, pk: int) -> Guest:
    row = get_object_or_404(Guest.objects.visible_to(request.user).select_related("document"), pk=pk)
    require(request.user, Permission.DOCUMENT_MANAGE, on=row.document)
    return row


@needs(Permission.DOCUMENT_MANAGE)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; the old one dies."""
    row = _found(request, pk)
    try:
        send_link_again(row, by=request.user, at=timezone.now(), address_of=address_of)  # type: ignore[arg-type]
        messages.success(request, _("A new link is on its way; the old one no longer works."))
    except DomainError as refused:
        messages.error(request, str(refused.message))
    return redirect("desk:document-guests", row.document.slug)


@needs(Permission.DOCUMENT_MANAGE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    row = _found(request, pk)
    withdraw_guest(row, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The link no longer works."))
    return redirect("desk:document-guests", row.document.slug)
