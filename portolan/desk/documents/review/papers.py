"""Answers on paper: entered for a body, confirmed or refused by a second person, and their scans."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.review.forms import PaperForm
from portolan.desk.documents.review.parties import found_step, page_of_step
from portolan.desk.documents.shelf.forms import ReasonForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt, attempt_once
from portolan.documents.domain.papers import confirm_paper, record_paper, refuse_paper
from portolan.documents.models import SignOff, Step
from portolan.kernel.errors import DomainError
from portolan.network.domain.files import content_type
from portolan.ui.access import needs, require


@needs(Permission.DOCUMENT_RECORD_PAPER)
@require_POST
def record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter what a body answered on paper."""
    found = found_document(request, slug, Permission.DOCUMENT_RECORD_PAPER)
    row = found_step(found, pk)
    form = PaperForm(request.POST, request.FILES, document=found, auto_id="paper-%s")
    address = reverse("desk:document-step", args=[slug, pk])
    if form.is_valid() and attempt_once(form, lambda: _record(request, row, form.cleaned_data, address)):
        messages.success(request, _("The paper is entered; it counts once a second person has confirmed it."))
        return redirect(address)
    context = page_of_step(request, row, found.source_language, paper=form)
    return render(request, "desk/documents/step.html", context)


def _record(request: HttpRequest, row: Step, typed: dict[str, Any], address: str) -> str:
    given = {name: value for name, value in typed.items() if name != "token"}
    record_paper(row, by=request.user, at=timezone.now(), **given)  # type: ignore[arg-type]
    return address


def _found(request: HttpRequest, pk: int) -> SignOff:
    """A sign-off of a document this reader may see, on which they may decide."""
    row = get_object_or_404(SignOff.objects.select_related("step__document__record", "step__document__city"), pk=pk)
    document = found_document(request, row.step.document.slug)
    require(request.user, Permission.DOCUMENT_RECORD_PAPER, on=document)
    return row


def _back(row: SignOff) -> HttpResponse:
    return redirect("desk:document-step", row.step.document.slug, row.step_id)


@needs(Permission.DOCUMENT_RECORD_PAPER)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as a second person, that the paper says what was entered."""
    row = _found(request, pk)
    try:
        confirm_paper(row, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The paper is confirmed and counts."))
    except DomainError as refused:
        messages.error(request, str(refused.message))
    return _back(row)


@needs(Permission.DOCUMENT_RECORD_PAPER)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong with the record of a paper."""
    row = _found(request, pk)
    form = ReasonForm(request.POST or None)

    def work() -> Any:
        return refuse_paper(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())  # type: ignore[arg-type]

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        messages.success(request, _("The record is refused; whoever entered it is told."))
        return _back(row)
    title = _("Refuse the record of the paper?")
    context = {
        "title": title,
        "text": f"{row.body} · {row.reference}",
        "submit": _("Refuse it"),
        "form": form,
        "crumbs": way_to(row.step.document, title),
        "cancel_url": reverse("desk:document-step", args=[row.step.document.slug, row.step_id]),
    }
    return render(request, "desk/confirm.html", context)


@needs(Permission.DOCUMENT_READ)
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a paper, for those who may see it."""
    row = get_object_or_404(SignOff.objects.with_evidence_for(request.user).exclude(evidence=""), pk=pk)
    with row.evidence.open("rb") as file:
        response = HttpResponse(file.read(), content_type=content_type(row.evidence.name))
    response.headers["Cache-Control"] = "private, no-store"
    return response
