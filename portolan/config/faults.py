"""What the site answers when something goes wrong. The pages use no database and no session: see `ui/errors.py`."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from portolan.messages.domain.faults import keep_fault
from portolan.ui.errors import error_response

BUSY_SIGNS = ("database is locked", "database table is locked", "too many clients", "could not connect", "connection")
BUSY_SECONDS = 5
TOO_MANY_SECONDS = 300


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for what is larger than we take."""
    too_large = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return error_response(request, "413" if too_large else "400")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403; with a reason, for a form whose token is missing or stale. The reason is told to nobody."""
    return error_response(request, "csrf" if reason else "403")


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
        return error_response(request, "busy", retry_after=BUSY_SECONDS)
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
