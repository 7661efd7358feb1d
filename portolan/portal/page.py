"""What every public page shares: who reads, whether invented things are asked for, addresses, the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override

from portolan.kernel.languages import site_languages
from portolan.network.models import Programme


@dataclass(frozen=True)
class Reader:
    """The user, and whether they asked for the demonstration's rows too (`?demonstration=1`)."""

    user: Any
    demonstration: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Reader:
        """The reader of a request."""
        return cls(request.user, request.GET.get("demonstration") == "1")

    def url(self, name: str, *args: object) -> str:
        """The address of a public page; who sees the demonstration keeps seeing it."""
        address = _address(f"portal:{name}", args, get_language() or "")
        return f"{address}?demonstration=1" if self.demonstration else address


@lru_cache(maxsize=8192)
def _address(name: str, args: tuple[object, ...], language: str) -> str:
    """The address of a page in the reader's language: lists hold the same ones again and again."""
    return reverse(name, args=args)


def home_programme(request: HttpRequest) -> Programme | None:
    """The programme the site shows first; read once for a page and its frame."""
    if not hasattr(request, "home_programme"):
        request.home_programme = Programme.objects.filter(is_home=True).first()  # type: ignore[attr-defined]
    found: Programme | None = request.home_programme
    return found


def absolute(path: str) -> str:
    """An address with the site's own name, for other sites and for files."""
    return f"{settings.BASE_URL}{path}"


def in_each_language(name: str, *args: object) -> dict[str, str]:
    """Language code -> absolute address of a page in that language."""
    found = {}
    for language in site_languages():
        with override(language.code):
            found[language.code] = absolute(reverse(f"portal:{name}", args=args))
    return found


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: Any,
    description: Any = "",
    invented: bool = False,
    storable: bool = True,
) -> HttpResponse:
    """Answer with a page. `invented`: it shows a thing of the demonstration, so it carries the mark.

    `storable` is False for a page that is not worth keeping, such as a list nobody can have asked for by a link.
    """
    reader = Reader.of(request)
    extra = {
        "reader": reader,
        "page_title": str(title),
        "page_description": str(description),
        "demonstration": invented,
        "x_default": absolute("/"),
        "canonical": absolute(request.path),
    }
    response = render(request, template, {**extra, **context})
    if not storable:
        response.headers["Cache-Control"] = "private, no-store"
    elif request.user.is_authenticated:
        response.headers["Cache-Control"] = "private"
    return response
