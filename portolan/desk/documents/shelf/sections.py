"""Which sections a document has, and in which order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.shelf.forms import SectionForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt_once
from portolan.documents.domain.documents import add_section, move_section, remove_section
from portolan.documents.models import Document
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs


@needs(Permission.DOCUMENT_WRITE)
def sections(request: HttpRequest, slug: str) -> HttpResponse:
    """The sections in order, and a form to add one."""
    found = found_document(request, slug, Permission.DOCUMENT_WRITE)
    form = SectionForm(request.POST or None, document=found)
    if request.method == "POST" and form.is_valid():
        address = reverse("desk:document-sections", args=[found.slug])
        if attempt_once(form, lambda: _add(request, found, form, address)):
            messages.success(request, _("The section is added."))
            return redirect(address)
    context = {
        "document": found,
        "crumbs": way_to(found, _("Sections")),
        "sections": list(found.sections.select_related("of_template")),
        "form": form,
        "cancel_url": reverse("desk:document", args=[found.slug]),
    }
    return render(request, "desk/documents/sections.html", context)


def _add(request: HttpRequest, found: Document, form: SectionForm, address: str) -> str:
    heading, after = form.cleaned_data["heading"], form.cleaned_data["after"]
    add_section(found, heading=heading, after=after, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return address


@needs(Permission.DOCUMENT_WRITE)
@require_POST
def up(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Move a section one place up."""
    found = found_document(request, slug, Permission.DOCUMENT_WRITE)
    rows = list(found.sections.all())
    place = next((index for index, row in enumerate(rows) if row.key == key), 0)
    if place > 0:
        before = rows[place - 2] if place > 1 else None
        _try(request, lambda: move_section(rows[place], after=before, by=request.user, at=timezone.now()))  # type: ignore[arg-type]
    return redirect("desk:document-sections", found.slug)


@needs(Permission.DOCUMENT_WRITE)
@require_POST
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take out a section without text."""
    found = found_document(request, slug, Permission.DOCUMENT_WRITE)
    section = get_object_or_404(found.sections, key=key)
    _try(request, lambda: remove_section(section, by=request.user, at=timezone.now()))  # type: ignore[arg-type]
    return redirect("desk:document-sections", found.slug)


def _try(request: HttpRequest, work: object) -> None:
    try:
        work()  # type: ignore[operator]
    except DomainError as refused:
        messages.error(request, str(refused.message))
