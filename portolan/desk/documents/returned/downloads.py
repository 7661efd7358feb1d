"""Files for translators: XLIFF, and a Word table with the source beside the translation."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from portolan.accounts.enums import Permission
from portolan.desk.documents.shelf.found import found_document
from portolan.documents.domain.whole import printed_document
from portolan.documents.exports.files import TYPES, WORD
from portolan.documents.exports.two_columns import write_two_columns
from portolan.documents.exports.xliff import write_xliff
from portolan.documents.rules.printed import PrintedDocument
from portolan.ui.access import needs

XLIFF = "application/xliff+xml"


def _file(
    request: HttpRequest,
    slug: str,
    language: str,
    write: Callable[[PrintedDocument, PrintedDocument], bytes],
    ending: str,
    kind: str,
) -> HttpResponse:
    found = found_document(request, slug)
    if language not in found.languages or language == found.source_language:
        raise Http404
    source = printed_document(found, found.source_language, reader=request.user, numbers="none")
    target = printed_document(found, language, reader=request.user, numbers="none")
    response = HttpResponse(write(source, target), content_type=kind)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slug}.{found.source_language}-{language}.{ending}"'
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@needs(Permission.DOCUMENT_READ)
def xliff(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The text for a translation program."""
    return _file(request, slug, language, write_xliff, "xlf", XLIFF)


@needs(Permission.DOCUMENT_READ)
def columns(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The text for a translator who works in Word."""
    return _file(request, slug, language, write_two_columns, "docx", TYPES[WORD])
