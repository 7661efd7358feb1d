"""The public site. Each sub-package brings its own addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.translation import get_language_from_request

from portolan.portal.home.urls import urlpatterns as home
from portolan.ui.access import public

app_name = "portal"
urlpatterns: list[URLPattern] = [*home]
# Addresses without a language: sitemap, robots, feeds.
root_patterns: list[URLPattern] = []


@public
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home page in the browser's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response.headers["Vary"] = "Accept-Language"
    return response
