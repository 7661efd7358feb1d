"""Pages for what went wrong. They use no database and no session."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

BUSY_SIGNS = ("database is locked", "database table is locked", "too many clients", "could not connect", "connection")


def page(request: HttpRequest, status: int, name: str | None = None) -> HttpResponse:
    """The page for a status, in the language of the path or of the browser."""
    code = translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)
    with translation.override(code):
        body = render_to_string(f"ui/errors/{name or status}.html", {"request_id": getattr(request, "id", "")})
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, also for a form whose token is missing or stale."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return page(request, 500)


def answer_busy(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
    """503 with a time to come back when the database is locked or out of connections; None for any other fault."""
    if not isinstance(exception, OperationalError) or not any(sign in str(exception) for sign in BUSY_SIGNS):
        return None
    response: Any = page(request, 503, "busy")
    response.headers["Retry-After"] = "5"
    return response
