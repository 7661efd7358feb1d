"""The pages shown when something goes wrong: in three languages, without database and without context processors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation.trans_real import parse_accept_lang_header

from portolan.kernel.languages import KNOWN


@dataclass(frozen=True)
class Trouble:
    """What went wrong and what the reader can do, as message ids of this app's catalogue."""

    status: int
    title: str
    advice: str


TROUBLES = {
    "400": Trouble(
        400,
        gettext_noop("This request cannot be read"),
        gettext_noop("Something in the address or the form is not as expected. Go back, check it, and send it again."),
    ),
    "403": Trouble(
        403,
        gettext_noop("This page is not open to you"),
        gettext_noop("It may be for another city or another role. If you think it should be yours, write to us."),
    ),
    "csrf": Trouble(
        403,
        gettext_noop("The form was open for too long"),
        gettext_noop("For your safety it was not sent. Go back, reload the page, and send it again."),
    ),
    "404": Trouble(
        404,
        gettext_noop("There is no such page"),
        gettext_noop("It may have moved, or never existed. The home page leads everywhere."),
    ),
    "413": Trouble(
        413,
        gettext_noop("This file is too large"),
        gettext_noop("Nothing was kept. Make it smaller or cut it in parts, and send it again."),
    ),
    "429": Trouble(
        429,
        gettext_noop("Too many attempts"),
        gettext_noop("Wait a few minutes, then try again. Nothing is lost."),
    ),
    "500": Trouble(
        500,
        gettext_noop("Something broke on our side"),
        gettext_noop("It has been noted. Try again in a moment; if it persists, write to us with the time it happened."),
    ),
    "busy": Trouble(
        503,
        gettext_noop("The site is busy"),
        gettext_noop("Too many people are writing at once. Your page will work again in a few seconds: reload it."),
    ),
}


def reader_language(path: str, accept_language: str = "") -> str:
    """The language of the path's first part, else the best of `Accept-Language`, else the site's."""
    offered = [code for code, _ in settings.LANGUAGES]
    first = path.lstrip("/").split("/", 1)[0]
    if first in offered:
        return first
    for code, _ in parse_accept_lang_header(accept_language.lower()[:500]):
        if code.split("-")[0] in offered:
            return code.split("-")[0]
    return settings.LANGUAGE_CODE.split("-")[0]


def _said(trouble: Trouble, code: str) -> dict[str, str]:
    with translation.override(code):
        return {
            "code": code,
            "direction": KNOWN[code].direction,
            "title": gettext(trouble.title),
            "advice": gettext(trouble.advice),
            "home": gettext("Home page"),
        }


def _languages(reader: str) -> Iterable[str]:
    return (reader, *(code for code, _ in settings.LANGUAGES if code != reader))


def error_response(request: HttpRequest, name: str, *, retry_after: int | None = None) -> HttpResponse:
    """The page for `name`, a key of `TROUBLES`, in the reader's language first and then shortly in the others."""
    trouble = TROUBLES[name]
    reader = reader_language(request.path, request.headers.get("accept-language", ""))
    said = [_said(trouble, code) for code in _languages(reader)]
    with translation.override(reader):
        page = get_template("ui/errors/error.html").render(
            {"mine": said[0], "others": said[1:], "status": trouble.status, "request_id": getattr(request, "id", "")}
        )
    response = HttpResponse(page, status=trouble.status)
    response["Cache-Control"] = "no-store"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For `handler400`."""
    return error_response(request, "400")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For `handler403`."""
    return error_response(request, "403")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For `handler404`."""
    return error_response(request, "404")


def server_error(request: HttpRequest) -> HttpResponse:
    """For `handler500`."""
    return error_response(request, "500")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For `CSRF_FAILURE_VIEW`; the reason is for the log, never for the reader."""
    return error_response(request, "csrf")
