"""Refusals as problem details (RFC 9457), in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Schema

from portolan.api.texts import LANGUAGES

MEDIA_TYPE = "application/problem+json"


class Mistake(Schema):
    """What is wrong with one parameter."""

    parameter: str
    message: str


class Problem(Schema):
    """A refusal."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[Mistake] = []


def problem(status: int, title: str, detail: str = "", errors: Iterable[Mistake] = ()) -> HttpResponse:
    """An answer that says what is wrong."""
    body = Problem(title=title, status=status, detail=detail, errors=list(errors))
    return HttpResponse(body.model_dump_json(), status=status, content_type=MEDIA_TYPE)


def speak_to(request: HttpRequest) -> Any:
    """The language to refuse in: `lang` where it is one of ours, else the browser's."""
    asked = request.GET.get("lang", "")
    return translation.override(asked if asked in LANGUAGES else translation.get_language_from_request(request))


def bad_parameters(request: HttpRequest, errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """400, with a sentence for each parameter."""
    with speak_to(request):
        mistakes = [Mistake(parameter=str(error["loc"][-1]), message=_sentence(error)) for error in errors]
        return problem(400, _("This request cannot be answered."), _("See the parameters below."), mistakes)


def not_found(request: HttpRequest) -> HttpResponse:
    """404."""
    with speak_to(request):
        return problem(404, _("There is nothing at this address."), _("The addresses are described at /api/docs."))


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405."""
    with speak_to(request):
        response = problem(405, _("The data can be read only."), _("Use GET."))
    response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429, with the time to wait."""
    with speak_to(request):
        response = problem(429, _("Too many questions in a short time."), _("Wait a minute, then ask again."))
    response.headers["Retry-After"] = str(max(seconds, 1))
    return response


def _sentence(error: Mapping[str, Any]) -> str:
    """One of our sentences for one of the validator's kinds of error."""
    kind, context = str(error.get("type", "")), error.get("ctx", {})
    if kind == "unknown":
        return _("There is no such parameter.")
    if kind == "literal_error":
        return _("Choose one of: %(values)s.") % {"values": str(context.get("expected", "")).replace("'", "")}
    if kind.startswith("int_"):
        return _("Give a whole number.")
    if kind in {"greater_than_equal", "less_than_equal"}:
        return _("The number is too small or too large.")
    if kind == "string_too_long":
        return _("This is too long.")
    if kind == "missing":
        return _("This parameter is needed.")
    return _("This value cannot be read.")
