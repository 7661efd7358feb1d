"""Pictures and files of published documents."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from portolan.documents.domain.pictures import may_read_picture
from portolan.documents.exports.files import TYPES, made_files
from portolan.documents.models import Picture
from portolan.portal.documents.reading import choose
from portolan.portal.page import Reader
from portolan.ui.access import public

# A picture never changes under its digest; it may be withdrawn, so nobody keeps it longer than a day.
A_DAY = 86400


@public
def picture(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A picture of a text anyone may read."""
    found = Picture.objects.filter(digest=digest).first()
    if found is None or not may_read_picture(AnonymousUser(), digest):
        raise Http404
    response = FileResponse(found.file.open("rb"), content_type=f"image/{found.file.name.rpartition('.')[2]}")
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@public
def download(request: HttpRequest, slug: str, number: int, language: str, ending: str) -> HttpResponseBase:
    """The PDF or Word file of an edition in one of its languages."""
    chosen = choose(Reader.of(request), slug, number)
    row = made_files(chosen.edition).get((language, ending))
    if row is None:
        raise Http404
    name = f"{slug}.{number}.{language}.{ending}"
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type=TYPES[ending])
