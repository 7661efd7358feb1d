"""What every address of the API does around its answer: open to all, other sites included; validators; read only."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import NinjaAPI
from ninja.errors import ValidationError

from portolan.api.problems import MEDIA_TYPE, bad_parameters, not_found, wrong_method
from portolan.provenance.domain.publication import last_change
from portolan.ui.access import public

SETTLED = dt.timedelta(seconds=1)
METHODS = "GET, HEAD, OPTIONS"


def open_to_all(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of the API: for everyone, read only, with validators, and readable by other sites' pages."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "OPTIONS":
            response: Any = HttpResponse(status=204, headers={"Allow": METHODS})
        elif request.method not in {"GET", "HEAD"}:
            response = wrong_method(request)
        else:
            # Read before the rows, so that no row is newer than what is said of them.
            changed = _last_change(request)
            response = _conditional(request, _answer(view, request, args, kwargs), changed)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Accept-Language"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
        return response

    open_view: Any = public(wrapped)
    open_view.csrf_exempt = True
    return open_view


def _answer(view: Callable[..., Any], request: HttpRequest, args: Any, kwargs: Any) -> Any:
    """The view's answer; to HEAD as to GET, since the server leaves the body out."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _last_change(request: HttpRequest) -> dt.datetime | None:
    """When anything the data tell changed last.

    None for what tells no data, and within the second of a change: HTTP counts whole seconds, and a second change in
    one would go unseen.
    """
    if "/v1/" not in request.path:
        return None
    changed = last_change()
    if changed is None or timezone.now() - changed < SETTLED:
        return None
    return changed


def _conditional(request: HttpRequest, response: Any, changed: dt.datetime | None) -> Any:
    """With an ETag and the time of the last change, and 304 to who has it already. What is streamed has none."""
    if response.status_code != 200 or getattr(response, "streaming", False):
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=60"
    moment = int(changed.timestamp()) if changed else None
    if moment is not None:
        response.headers["Last-Modified"] = http_date(moment)
    return get_conditional_response(request, etag=etag, last_modified=moment, response=response)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address of the API that is none."""
    return not_found(request)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return bad_parameters(request, error.errors)


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return not_found(request)


class OpenAPI(NinjaAPI):
    """The API with its addresses wrapped, and its description as it truly answers."""

    def __init__(self, *args: Any, more: Callable[[Any], list[URLPattern]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.more = more
        self.add_exception_handler(ValidationError, _refused)
        self.add_exception_handler(Http404, _missing)

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        """As `include()` wants them: ninja's, ours, and an answer for all other addresses."""
        patterns, application, namespace = super().urls
        kept: list[Any] = [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]
        kept += self.more(self)
        for pattern in kept:
            pattern.callback = open_to_all(pattern.callback)
        rest = [
            path("", open_to_all(nothing_here), name="api-root"),
            re_path(r"^.+$", open_to_all(nothing_here), name="elsewhere"),
        ]
        return [*kept, *rest], application, namespace

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """Refusals are problem details, and a parameter is left out rather than null; ninja describes neither."""
        schema = super().get_openapi_schema(*args, **kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for parameter in operation["parameters"]:
                    ways = parameter["schema"].pop("anyOf", [])
                    parameter["schema"].update(next((way for way in ways if way.get("type") != "null"), {}))
                for code, response in operation["responses"].items():
                    if int(code) >= 400:
                        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        return schema
