"""What happens around every request: its id, its faults, its reader."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from portolan.accounts.domain import audit
from portolan.config import logs
from portolan.ui.reading import use_region

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,40}$")


def request_id(get_response: GetResponse) -> GetResponse:
    """Give every request an id: the proxy's when it is well-formed, else a new one; answered in `X-Request-ID`."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if settings.TRUSTED_PROXIES and _SAFE_ID.match(given) else uuid.uuid4().hex
        request.id = number  # type: ignore[attr-defined]
        tokens = logs.request_id.set(number), audit.request_id.set(number)
        try:
            response = get_response(request)
        finally:
            logs.request_id.reset(tokens[0])
            audit.request_id.reset(tokens[1])
        response.headers["X-Request-ID"] = number
        return response

    return middleware


def faults(get_response: GetResponse) -> GetResponse:
    """Answer "busy" at once when a view finds the database locked: that is no fault of ours to keep."""
    from portolan.config.faults import busy, is_busy  # noqa: PLC0415  settings must be complete first

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return busy(request) if is_busy(exception) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def reader(get_response: GetResponse) -> GetResponse:
    """`request.region`, the reader's country for dates; outside the language prefixes, the account's language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            # Without a session nobody can be signed in: no look at it, so that public answers do not vary by cookie.
            request.user = AnonymousUser()
        user = request.user
        request.region = user.region if user.is_authenticated else ""  # type: ignore[attr-defined]
        use_region(request.region)  # type: ignore[attr-defined]
        if user.is_authenticated and translation.get_language_from_path(request.path_info) is None:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return get_response(request)

    return middleware
