"""Pictures and files of published documents."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from portolan.documents.domain.pictures import may_read_picture, picture_bytes
from portolan.documents.exports.files import TYPES, made_files
from portolan.portal.documents.reading import choose
from portolan.portal.page import Reader
from portolan.ui.access import public

# Kept by whoever wants, but asked for again each time: what is withdrawn is gone at once, what stays costs no bytes.
ASK_AGAIN = "public, no-cache"
PNG = b"\x89PNG"


@public
def picture(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A picture of a text anyone may read."""
    content = picture_bytes(digest) if may_read_picture(AnonymousUser(), digest) else None
    if content is None:
        raise Http404
    headers = {"Cache-Control": ASK_AGAIN, "ETag": f'"{digest}"'}
    kind = "image/png" if content.startswith(PNG) else "image/jpeg"
    response = HttpResponse(content, content_type=kind, headers=headers)
    # A picture never changes under its digest.
    return get_conditional_response(request, etag=f'"{digest}"', response=response) or response


@public
def download(request: HttpRequest, slug: str, number: int, language: str, ending: str) -> HttpResponse:
    """The PDF or Word file of an edition in one of its languages."""
    chosen = choose(Reader.of(request), slug, number)
    row = made_files(chosen.edition).get((language, ending))
    if row is None:
        raise Http404
    name = f"{slug}.{number}.{language}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": ASK_AGAIN}
    with row.file.open("rb") as file:
        return HttpResponse(file.read(), content_type=TYPES[ending], headers=headers)
