"""What the site answers when something goes wrong. The pages use no database and no session: `ui/errors/*.html`."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from portolan.messages.domain.faults import keep_fault

BUSY_SIGNS = ("database is locked", "database table is locked", "too many clients", "could not connect", "connection")
BUSY_SECONDS = 5
TOO_MANY_SECONDS = 300


def error_response(request: HttpRequest, name: str, *, status: int = 0, retry_after: int = 0) -> HttpResponse:
    """The page `ui/errors/<name>.html`, in the language of the address or of the browser."""
    code = translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)
    with translation.override(code):
        body = render_to_string(f"ui/errors/{name}.html", {"request_id": getattr(request, "id", "")})
    response = HttpResponse(body, status=status or int(name))
    response["Cache-Control"] = "no-store"
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """503 with a time to come back: the database is locked or out of connections."""
    return error_response(request, "busy", status=503, retry_after=BUSY_SECONDS)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for what is larger than we take."""
    too_large = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return error_response(request, "413" if too_large else "400")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, also for a form whose token is missing or stale; the reason is told to nobody."""
    return error_response(request, "403")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_response(request, "404")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return error_response(request, "429", retry_after=TOO_MANY_SECONDS)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database was busy, else 500; the error is kept, without anybody's values."""
    error = sys.exc_info()[1]
    if error is not None and is_busy(error):
        return busy(request)
    if error is not None:
        keep_fault(error, pattern=pattern_of(request), request_id=getattr(request, "id", ""))
    return error_response(request, "500")


def is_busy(error: BaseException) -> bool:
    """True when the database is locked, out of connections or away: worth another attempt in a moment."""
    return isinstance(error, OperationalError) and any(sign in str(error) for sign in BUSY_SIGNS)


def pattern_of(request: HttpRequest) -> str:
    """The pattern of the address (`<slug:slug>/edit`), never the address: that may hold a name."""
    match = request.resolver_match
    return match.route if match else ""
