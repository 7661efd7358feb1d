"""The page of one party of the chain: what it is asked, what it answered, and its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.documents.review.forms import AnswerForm, PaperForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt_once
from portolan.documents.domain.reading import languages_with_text
from portolan.documents.domain.signing import close_by_silence, sign
from portolan.documents.domain.standing import comment_for, hashes_of, is_to_confirm, standing
from portolan.documents.domain.waiting import may_answer
from portolan.documents.models import Document, SignOff, Step
from portolan.documents.rules.stages import is_reached
from portolan.kernel.errors import DomainError
from portolan.kernel.languages import KNOWN, current_language
from portolan.ui.access import needs, require


def found_step(found: Document, pk: int) -> Step:
    """A party of the document's chain, with its answers."""
    rows = Step.objects.standing().filter(document=found).select_related("organisation")
    answers = SignOff.objects.select_related("user", "guest", "recorded_by", "confirmed_by")
    row = get_object_or_404(rows.prefetch_related(Prefetch("signoffs", queryset=answers)), pk=pk)
    row.document = found
    for signoff in row.signoffs.all():
        signoff.step = row
    return row


@needs(Permission.DOCUMENT_READ)
def step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one party answered; for those who answer for it, the form to do so."""
    found = found_document(request, slug)
    row = found_step(found, pk)
    offered = languages_with_text(found)
    language = _language(request, found, offered)
    hashes = _hashes(row)
    form = _form(request, row, language, hashes)
    if request.method == "POST" and form is not None and form.is_valid():
        require(request.user, Permission.DOCUMENT_SIGN, on=found)
        address = reverse("desk:document-step", args=[slug, pk])
        if attempt_once(form, lambda: _sign(request, row, form.cleaned_data, address)):
            messages.success(request, _("Your answer is on record."))
            return redirect(address)
        _renew(form, hashes[language])
    parts = {"form": form, "offered": offered, "hashes": hashes}
    return render(request, "desk/documents/step.html", page_of_step(request, row, language, **parts))


def _language(request: HttpRequest, found: Document, offered: list[str]) -> str:
    """The language version that is answered on: the one asked for, else the reader's, else the source."""
    wanted = request.POST.get("language") or request.GET.get("language") or current_language()
    return wanted if wanted in offered else found.source_language


def _renew(form: AnswerForm, content_hash: str) -> None:
    """After a refusal because the text has changed: the form goes on from the text as it is now, nothing typed lost."""
    if getattr(form, "stale", False):
        form.data = {**form.data.dict(), "content_hash": content_hash}  # type: ignore[attr-defined]


def _hashes(row: Step) -> dict[str, str]:
    """The fingerprints of the text as it is: in its own languages, and in those that were answered on."""
    return hashes_of(row.document, {*row.document.languages, *(each.language for each in row.signoffs.all())})


def _form(request: HttpRequest, row: Step, language: str, hashes: dict[str, str]) -> AnswerForm | None:
    """The form of somebody who may answer while the party is asked."""
    reached = is_reached(row.stage, row.document.stage)
    if not reached or not may_answer(request.user, row, day=timezone.localdate()):  # type: ignore[arg-type]
        return None
    initial = {"language": language, "content_hash": hashes[language]}
    return AnswerForm(request.POST or None, initial=initial)


def _sign(request: HttpRequest, row: Step, typed: dict[str, Any], address: str) -> str:
    given = {name: value for name, value in typed.items() if name != "token"}
    sign(row, by=request.user, at=timezone.now(), **given)  # type: ignore[arg-type]
    return address


def page_of_step(
    request: HttpRequest,
    row: Step,
    language: str,
    *,
    form: AnswerForm | None = None,
    paper: PaperForm | None = None,
    offered: list[str] | None = None,
    hashes: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What the page of a party shows, with the forms of this reader."""
    found = row.document
    offered = languages_with_text(found) if offered is None else offered
    hashes = _hashes(row) if hashes is None else hashes
    may_record = can(request.user, Permission.DOCUMENT_RECORD_PAPER, on=found)
    if paper is None and may_record and is_reached(row.stage, found.stage):
        paper = PaperForm(document=found, initial={"language": found.source_language}, auto_id="paper-%s")
    return {
        "document": found,
        "step": row,
        "stage": capfirst(row.get_stage_display()),
        "crumbs": way_to(found, row.party),
        "standing": standing(row, hashes),
        "answers": [_answer(each, hashes, request) for each in row.signoffs.all()],
        "language": language,
        "offered": [KNOWN[code] for code in offered if code in KNOWN],
        "fingerprint": hashes[language][:12],
        "form": form,
        "paper_form": paper,
        "may_record": may_record,
        "may_manage": can(request.user, Permission.DOCUMENT_MANAGE, on=found),
    }


def _answer(signoff: SignOff, hashes: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    """One answer as this reader may read it."""
    user: Any = request.user
    waits = is_to_confirm(signoff)
    inside = can(user, Permission.DOCUMENT_RECORD_PAPER, on=signoff.step.document)
    return {
        "row": signoff,
        "who": signoff.body or str(signoff.user or signoff.guest or ""),
        "comment": comment_for(signoff, reader=user),
        "is_stale": hashes.get(signoff.language) != signoff.content_hash,
        "waits": waits,
        "may_confirm": waits and inside and signoff.recorded_by_id != user.pk,
        "may_see_scan": inside and bool(signoff.evidence),
    }


@needs(Permission.DOCUMENT_MANAGE)
@require_POST
def silence(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note that the date has passed without an answer, where the chain says what that means."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    try:
        close_by_silence(found_step(found, pk), by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("It is on record that there was no objection by the date."))
    except DomainError as refused:
        messages.error(request, str(refused.message))
    return redirect("desk:document-step", slug, pk)
