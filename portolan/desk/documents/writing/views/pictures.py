"""Pictures of texts: taken in while writing, shown to those who may see a text they stand in."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.writing.views.texts import found_text
from portolan.documents.domain.pictures import may_read_picture, picture_bytes, take_picture
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs

_DIGEST = re.compile(r"[0-9a-f]{64}")
# A picture is known by its digest: what an address shows never changes. `private`, since not everyone may see it.
FOR_EVER = "private, max-age=31536000, immutable"
PNG = b"\x89PNG"


@needs(Permission.DOCUMENT_READ)
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """One picture, for those who may see it; to all others it does not exist."""
    if not _DIGEST.fullmatch(digest) or not may_read_picture(request.user, digest):
        raise Http404
    content = picture_bytes(digest)
    if content is None:
        raise Http404
    kind = "image/png" if content.startswith(PNG) else "image/jpeg"
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": FOR_EVER})


@require_POST
@needs(Permission.DOCUMENT_READ)
def add(request: HttpRequest, slug: str, key: str, language: str) -> HttpResponse:
    """Take a picture in; the answer says its digest, or what is wrong with it."""
    found_text(request, slug, key, language)
    user: Any = request.user
    upload = request.FILES.get("picture")
    if upload is None:
        return JsonResponse({"error": _("Choose a picture first.")}, status=400)
    try:
        kept = take_picture(upload, by=user, at=timezone.now())
    except DomainError as refused:
        return JsonResponse({"error": refused.message}, status=400)
    return JsonResponse({"digest": kept.digest, "width": kept.width, "height": kept.height})
