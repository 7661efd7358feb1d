"""Files of a document: those to take along, and those that come back, looked at before anything is taken over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.documents.returned.forms import ReturnForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.documents.shelf.pictures import picture_address
from portolan.desk.pages import attempt_once
from portolan.documents.domain.reading import shown_changes
from portolan.documents.domain.returned import (
    Compared,
    compared,
    keep_returned,
    new_comments,
    take_comments,
    take_over,
)
from portolan.documents.exports.returned import read_returned
from portolan.documents.models import Document, ReturnedFile, Section
from portolan.documents.rules.words import plain_text
from portolan.kernel.errors import DomainError
from portolan.kernel.languages import KNOWN, direction
from portolan.ui.access import needs


def may_take(user: Any, section: Section, language: str) -> bool:
    """May this reader save this section in this language: as its author, or, of a translation, as its translator?"""
    if can(user, Permission.DOCUMENT_WRITE, on=section):
        return True
    is_translation = language != section.document.source_language
    return is_translation and can(user, Permission.DOCUMENT_TRANSLATE, on=section.document)


def may_take_any(user: Any, document: Document) -> bool:
    """May this reader save anything of this document? Whoever only reads has no use for handing a file in."""
    if any(can(user, each, on=document) for each in (Permission.DOCUMENT_WRITE, Permission.DOCUMENT_TRANSLATE)):
        return True
    return document.sections.filter(Section.objects.all().reached_by(user, Permission.DOCUMENT_WRITE)).exists()


@needs(Permission.DOCUMENT_READ)
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be taken along in each language, what came back, and a form to hand a file in."""
    found = found_document(request, slug)
    may_hand_in = may_take_any(request.user, found)
    if request.method == "POST" and not may_hand_in:
        raise PermissionDenied
    form = ReturnForm(request.POST or None, request.FILES or None, document=found)
    sent = request.method == "POST" and form.is_valid()
    if sent and (address := attempt_once(form, lambda: _keep(request, found, form.cleaned_data))):
        return redirect(address)
    context = {
        "document": found,
        "crumbs": way_to(found, _("Files")),
        "languages": [KNOWN[code] for code in found.languages if code in KNOWN],
        "form": form if may_hand_in else None,
        "returned": list(found.returned_files.filter(made_by=request.user)[:20]),
    }
    return render(request, "desk/documents/files.html", context)


def _keep(request: HttpRequest, found: Document, typed: dict[str, Any]) -> str:
    data = typed["file"].read()
    read = read_returned(found, typed["language"], data)
    row = keep_returned(
        found,
        typed["language"],
        kind=read.kind,
        name=typed["file"].name,
        data=data,
        contents=read.contents,
        pictures=read.pictures,
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    return reverse("desk:returned-file", args=[found.slug, row.pk])


def _found(request: HttpRequest, slug: str, pk: int) -> tuple[Document, ReturnedFile]:
    """A file this reader handed in: what somebody else handed in is theirs to take over."""
    found = found_document(request, slug)
    row = get_object_or_404(found.returned_files.filter(made_by=request.user), pk=pk)
    row.document = found
    return found, row


@needs(Permission.DOCUMENT_READ)
def returned(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file beside the text, section by section; the chosen sections are taken over."""
    found, row = _found(request, slug, pk)
    rows = [each for each in compared(row) if may_take(request.user, each.section, row.language)]
    if request.method == "POST":
        return _take(request, row, rows)
    context = {
        "document": found,
        "row": row,
        "crumbs": way_to(found, _("Files"), row.name),
        "language": row.language,
        "direction": direction(row.language),
        "changed": [(each, _changes(each, row.language)) for each in rows if not each.is_same],
        "same": [each.section for each in rows if each.is_same],
        "unplaced": [(each["heading"], plain_text(each["html"])) for each in row.contents.get("unplaced", ())],
        "comments": new_comments(row),
    }
    return render(request, "desk/documents/returned.html", context)


def _changes(each: Compared, language: str) -> Any:
    return shown_changes(each.stands, each.html, language=language, pictures=picture_address)


def _take(request: HttpRequest, row: ReturnedFile, rows: list[Compared]) -> HttpResponse:
    """Take the chosen sections over, each against the text its reader compared it with."""
    allowed = {each.section.key for each in rows}
    bases = {}
    for key in set(request.POST.getlist("section")) & allowed:
        base = request.POST.get(f"base-{key}", "")
        bases[key] = int(base) if base.isdecimal() else None
    try:
        done = take_over(row, bases=bases, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as refused:
        messages.error(request, str(refused.message))
        return redirect("desk:returned-file", row.document.slug, row.pk)
    count = len(done.saved)
    said = ngettext("%(number)d section is taken over.", "%(number)d sections are taken over.", count)
    messages.success(request, said % {"number": count})
    for section in done.stale:
        words = _("“%(section)s” was saved meanwhile: compare again. Your text is kept as a draft.")
        messages.warning(request, words % {"section": section.heading})
    return redirect("desk:returned-file", row.document.slug, row.pk)


@needs(Permission.DOCUMENT_READ)
@require_POST
def comments(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make remarks of the chosen comments."""
    found, row = _found(request, slug, pk)
    writable = {section.key for section in found.sections.all() if may_take(request.user, section, row.language)}
    open_ones = {index for index, each in new_comments(row) if each["section_key"] in writable}
    chosen = {int(each) for each in request.POST.getlist("comment") if each.isdecimal()} & open_ones
    count = take_comments(row, chosen=chosen, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    said = ngettext("%(number)d comment is a remark now.", "%(number)d comments are remarks now.", count)
    messages.success(request, said % {"number": count})
    return redirect("desk:returned-file", slug, pk)
