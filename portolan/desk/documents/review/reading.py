"""Reading the work text, section by section, with the remarks on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.documents.review.forms import RemarkForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.documents.shelf.pictures import picture_address
from portolan.desk.pages import attempt_once
from portolan.documents.domain.looks import last_look, look
from portolan.documents.domain.reading import shown_section
from portolan.documents.domain.remarks import remark
from portolan.documents.domain.threads import Thread, threads_of
from portolan.documents.enums import RemarkState
from portolan.documents.models import Document, Remark, Revision, Section
from portolan.documents.querysets import bodies_of
from portolan.documents.rules.anchors import mark
from portolan.documents.rules.audiences import audiences_for, default_audience
from portolan.documents.rules.quoting import anchored
from portolan.kernel.languages import KNOWN, direction
from portolan.ui.access import needs, require


def _in_language(document: Document, language: str) -> None:
    """Raise Http404 for a language the document is not to exist in."""
    if language not in document.languages:
        raise Http404


@needs(Permission.DOCUMENT_READ)
def begin(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The first section that has a text in the language; without any, the document's page."""
    found = found_document(request, slug)
    _in_language(found, language)
    first = found.sections.filter(texts__language=language).order_by("position").first()
    if first is None:
        messages.info(request, _("There is no text in this language yet."))
        return redirect("desk:document", found.slug)
    return redirect("desk:section-read", found.slug, language, first.key)


@needs(Permission.DOCUMENT_READ)
def section(request: HttpRequest, slug: str, language: str, key: str) -> HttpResponse:
    """One section as it stands in a language, with its remarks; and a form to remark."""
    found = found_document(request, slug)
    _in_language(found, language)
    sections = list(_outline(request, found, language))
    here = next((row for row in sections if row.key == key), None)
    if here is None:
        raise Http404
    here.document = found
    text = here.texts.select_related("current").filter(language=language).first()
    if request.method == "POST":
        require(request.user, Permission.DOCUMENT_REMARK, on=found)
    form = _form(request, found) if text is not None else None
    if request.method == "POST" and form is not None and form.is_valid():
        address = reverse("desk:section-read", args=[slug, language, key])
        current = text.current  # type: ignore[union-attr]
        if attempt_once(form, lambda: _remark(request, here, current, form.cleaned_data, address)):
            messages.success(request, _("The remark is kept."))
            return redirect(address)
    if last_look(found, request.user, language) is None:  # type: ignore[arg-type]
        look(found, request.user, language, at=timezone.now())  # type: ignore[arg-type]
    context = _page(request, found, here, sections, language, text.current if text else None)
    return render(request, "desk/documents/read.html", {**context, "form": form})


def _outline(request: HttpRequest, found: Document, language: str) -> Any:
    """The sections, each with how many open remarks this reader sees on it."""
    seen = Remark.objects.visible_to(request.user).roots().in_language(language).filter(state=RemarkState.OPEN)
    waiting = Count("remarks", filter=Q(remarks__in=seen.values("pk")))
    return found.sections.annotate(open_remarks=waiting).order_by("position", "pk")


def _form(request: HttpRequest, found: Document) -> RemarkForm | None:
    """The form to remark, for those who may."""
    if not can(request.user, Permission.DOCUMENT_REMARK, on=found):
        return None
    supervises = can(request.user, Permission.DOCUMENT_SUPERVISE, on=found)
    has_body = bodies_of(request.user, timezone.localdate()).exists()
    offered = audiences_for(supervises=supervises, has_body=has_body)
    initial = {"audience": default_audience(supervises=supervises)}
    return RemarkForm(request.POST or None, audiences=offered, initial=initial)


def _remark(request: HttpRequest, section: Section, revision: Revision, typed: dict[str, Any], address: str) -> str:
    """Keep the remark; the address of its place on the page."""
    body = bodies_of(request.user, timezone.localdate()).first()
    row = remark(
        section,
        revision=revision,
        text=typed["text"],
        audience=typed["audience"],
        quote=anchored(revision.text, typed["quote"], before=typed["before"]),
        organisation=body,
        is_unnamed=typed["is_unnamed"],
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    return f"{address}#remark-{row.pk}"


def _page(
    request: HttpRequest, found: Document, here: Section, sections: list[Any], language: str, current: Revision | None
) -> dict[str, Any]:
    threads = threads_of(here, language, request.user) if current else []
    place = sections.index(here)
    return {
        "document": found,
        "section": here,
        "sections": sections,
        "language": language,
        "direction": direction(language),
        "offered": [KNOWN[code] for code in found.languages if code in KNOWN],
        "crumbs": way_to(found, here.heading),
        "shown": _shown(current, threads, language) if current else None,
        "threads": threads,
        "may_answer": can(request.user, Permission.DOCUMENT_REMARK, on=found),
        "may_write": can(request.user, Permission.DOCUMENT_WRITE, on=here),
        "before": sections[place - 1] if place else None,
        "after": sections[place + 1] if place + 1 < len(sections) else None,
    }


def _shown(current: Revision, threads: list[Thread], language: str) -> Any:
    spans = [thread.span for thread in threads if thread.span is not None]
    marked = mark(current.html, spans)
    return shown_section(current.html, language=language, pictures=picture_address, marked=marked)
