"""The work text as a file: asked for, made in the queue, fetched."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.documents.exports.files import TYPES, ask_file, find_file
from portolan.documents.models import Document
from portolan.documents.tasks import make_document_file
from portolan.ui.access import needs


def _check(document: Document, language: str, ending: str) -> None:
    """Raise Http404 for a language or kind of file there is not."""
    if language not in document.languages or ending not in TYPES:
        raise Http404


@needs(Permission.DOCUMENT_READ)
def work_file(request: HttpRequest, slug: str, language: str, ending: str) -> HttpResponse:
    """The file when it is made; else a page that says so and looks again by itself."""
    found = found_document(request, slug)
    _check(found, language, ending)
    row = find_file(found, language, ending)
    if row is None or row.made_at is None:
        template = "desk/documents/file_state.html" if request.headers.get("HX-Request") else "desk/documents/file.html"
        context = {"document": found, "row": row, "language": language, "ending": ending}
        return render(request, template, {**context, "crumbs": way_to(found, _("File"))})
    if request.headers.get("HX-Request"):
        return _go(request.path)
    headers = {
        "Content-Disposition": f'attachment; filename="{slug}.{language}.{ending}"',
        "Cache-Control": "private, no-store",
    }
    with row.file.open("rb") as file:
        return HttpResponse(file.read(), content_type=TYPES[ending], headers=headers)


def _go(address: str) -> HttpResponse:
    """Tell the polling page to fetch the file itself."""
    response = HttpResponse()
    response.headers["HX-Redirect"] = address
    return response


@needs(Permission.DOCUMENT_READ)
@require_POST
def ask(request: HttpRequest, slug: str, language: str, ending: str) -> HttpResponse:
    """Have the file made by the queue; asked twice, it is made once."""
    found = found_document(request, slug)
    _check(found, language, ending)
    row = ask_file(found, language, ending, at=timezone.now())
    if row.made_at is None:
        make_document_file.enqueue(row.key)
    return redirect("desk:document-file", found.slug, language, ending)
