"""What happens around every request: its id, its faults, its reader."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from portolan.accounts.domain import audit
from portolan.config import logs

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
    """The outermost net: pages for a busy database live in `portolan.config.faults`."""
    from portolan.config.faults import answer_busy  # noqa: PLC0415  settings must be complete first

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return answer_busy(request, exception)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def reader(get_response: GetResponse) -> GetResponse:
    """`request.region`, the reader's country for dates; outside the language prefixes, the account's language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = getattr(request, "user", None)
        known = bool(getattr(user, "is_authenticated", False))
        request.region = user.region if known and user else ""  # type: ignore[attr-defined]
        if known and user and translation.get_language_from_path(request.path_info) is None:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return get_response(request)

    return middleware
