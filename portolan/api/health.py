"""Whether everything works, for those who watch."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from portolan.ui.access import public


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """Database, queue, storage and version."""
    return JsonResponse({"version": settings.VERSION})
