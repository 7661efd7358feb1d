"""The versions of a section: who wrote what when, what changed between two, taking an earlier one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.writing.views.beside import way_here
from portolan.desk.documents.writing.views.shown import cited, shown_changes
from portolan.desk.documents.writing.views.texts import FoundText, found_text
from portolan.desk.pages import paged
from portolan.documents.domain.writing import restore
from portolan.documents.models import Revision
from portolan.documents.rules.compare import compare, summary
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs


@needs(Permission.DOCUMENT_READ)
def history(request: HttpRequest, slug: str, key: str, language: str) -> HttpResponse:
    """All versions, newest first; two chosen ones are compared."""
    found = found_text(request, slug, key, language, to_write=False)
    chosen = _chosen(request)
    if chosen is not None:
        return redirect(found.address("document-compare", *chosen))
    rows = Revision.objects.filter(section=found.section, language=language).select_related("made_by", "renders")
    page = paged(request, rows.defer("html", "text", "renders__html", "renders__text").order_by("-number"))
    context = {
        "found": found,
        "page_title": _("Revisions"),
        "crumbs": way_here(found, _("Revisions")),
        "page_obj": page,
        "newest": page.object_list[0].number if page.number == 1 and page.object_list else None,
        "demonstration": found.document.is_invented,
    }
    return render(request, "desk/documents/history.html", context)


def _chosen(request: HttpRequest) -> tuple[int, int] | None:
    """The two versions asked for, the older first."""
    try:
        pair = sorted((int(request.GET["old"]), int(request.GET["new"])))
    except (KeyError, ValueError):
        return None
    return (pair[0], pair[1]) if 0 < pair[0] < pair[1] <= 1_000_000 else None


@needs(Permission.DOCUMENT_READ)
def compare_two(request: HttpRequest, slug: str, key: str, language: str, old: int, new: int) -> HttpResponse:
    """What changed between two versions, in words."""
    found = found_text(request, slug, key, language, to_write=False)
    first, second = _revision(found, old), _revision(found, new)
    words = {"old": first.number, "new": second.number}
    changes = compare(first.html, second.html)
    title = _("Revision %(old)d and revision %(new)d") % words
    context = {
        "found": found,
        "page_title": title,
        "crumbs": way_here(found, title),
        "old": first,
        "new": second,
        "changes": shown_changes(changes, cited(language, first.html, second.html)),
        "summary": summary(changes),
        "is_newest": not Revision.objects.filter(section=found.section, language=language, number__gt=new).exists(),
        "demonstration": found.document.is_invented,
    }
    return render(request, "desk/documents/compare.html", context)


def _revision(found: FoundText, number: int) -> Revision:
    revision = found.revision(number)
    if revision is None:
        raise Http404
    return revision


@require_POST
@needs(Permission.DOCUMENT_READ)
def restore_one(request: HttpRequest, slug: str, key: str, language: str, number: int) -> HttpResponse:
    """Take an earlier version back: it becomes the newest, and nothing between is lost."""
    found = found_text(request, slug, key, language)
    user: Any = request.user
    try:
        saved = restore(_revision(found, number), by=user, at=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        said = _("Revision %(old)d was taken back, as revision %(new)d.") if saved.is_new else _("It says the same.")
        messages.success(request, said % {"old": number, "new": saved.revision.number})
    return redirect(found.address("document-history"))
