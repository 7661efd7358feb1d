"""What moves a document on: handed in, sent back, published, opened for a change, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.desk.documents.shelf.forms import PublishForm, ReasonForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt, attempt_once
from portolan.documents.domain.chain import send_back, submit
from portolan.documents.domain.editions import publish, reopen, withdraw
from portolan.documents.models import Document
from portolan.documents.tasks import make_edition_files
from portolan.ui.access import needs


def _ask(request: HttpRequest, found: Document, form: forms.Form, words: dict[str, str]) -> HttpResponse:
    """The page that asks before a move."""
    context = {
        **words,
        "crumbs": way_to(found, words["title"]),
        "form": form,
        "cancel_url": reverse("desk:document", args=[found.slug]),
    }
    return render(request, "desk/confirm.html", context)


def _moved(
    request: HttpRequest,
    found: Document,
    form: forms.Form,
    work: Callable[[], Any],
    *,
    said: str,
    words: dict[str, str],
) -> HttpResponse:
    """Do the move when the form was sent and the verb does not refuse, else ask (again)."""
    if request.method == "POST" and form.is_valid() and attempt(form, work):
        messages.success(request, said)
        return redirect("desk:document", found.slug)
    return _ask(request, found, form, words)


@needs(Permission.DOCUMENT_WRITE)
def hand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a draft in to those who answer for it."""
    found = found_document(request, slug, Permission.DOCUMENT_WRITE)
    words = {
        "title": _("Hand the document in?"),
        "text": _("Those who answer for it are asked now. What you change later makes their answers stale."),
        "submit": _("Hand in"),
    }
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    form = forms.Form(request.POST or None)
    return _moved(request, found, form, lambda: submit(found, **who), said=_("The document is handed in."), words=words)


@needs(Permission.DOCUMENT_MANAGE)
def back(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a document back to its authors."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    words = {
        "title": _("Send the document back?"),
        "text": _("Its authors are told the reason. Answers given so far stay on record."),
        "submit": _("Send back"),
    }
    form = ReasonForm(request.POST or None)

    def work() -> Document:
        reason = form.cleaned_data["reason"]
        return send_back(found, by=request.user, at=timezone.now(), reason=reason)  # type: ignore[arg-type]

    return _moved(request, found, form, work, said=_("The document is with its authors again."), words=words)


@needs(Permission.DOCUMENT_MANAGE)
def publish_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what was validated, as an edition."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    form = PublishForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and (address := attempt_once(form, lambda: _publish(request, found, form)))
    ):
        messages.success(request, _("The edition is published; its files are being made."))
        return redirect(address)
    words = {
        "title": _("Publish the document?"),
        "text": _("Everyone can read it, in each language that is complete and up to date. An edition never changes."),
        "submit": _("Publish"),
    }
    return _ask(request, found, form, words)


def _publish(request: HttpRequest, found: Document, form: PublishForm) -> str:
    note = form.cleaned_data["note"]
    edition = publish(found, by=request.user, at=timezone.now(), note=note)  # type: ignore[arg-type]
    make_edition_files.enqueue(edition.pk)
    return reverse("desk:document", args=[found.slug])


@needs(Permission.DOCUMENT_MANAGE)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a published document for a change."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    words = {
        "title": _("Open the document for a change?"),
        "text": _("It is a draft again and passes its chain anew. The edition that is published stays as it is."),
        "submit": _("Open for a change"),
    }
    form = ReasonForm(request.POST or None)

    def work() -> Any:
        reason = form.cleaned_data["reason"]
        return reopen(found, by=request.user, at=timezone.now(), reason=reason) or True  # type: ignore[arg-type]

    return _moved(request, found, form, work, said=_("The document is a draft again."), words=words)


@needs(Permission.DOCUMENT_MANAGE)
def withdraw_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take an edition back: it is gone at once everywhere."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    edition = get_object_or_404(found.editions, number=number, withdrawn_at=None)
    words = {
        "title": _("Withdraw the edition?"),
        "text": _("Nobody can read it any more: not its pages, not its files, not by search or API."),
        "submit": _("Withdraw"),
    }
    form = ReasonForm(request.POST or None)

    def work() -> Any:
        reason = form.cleaned_data["reason"]
        return withdraw(edition, by=request.user, at=timezone.now(), reason=reason) or True  # type: ignore[arg-type]

    return _moved(request, found, form, work, said=_("The edition is withdrawn."), words=words)
