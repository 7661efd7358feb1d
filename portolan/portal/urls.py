"""The public site. Each sub-package brings its own addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.translation import get_language_from_request

from portolan.portal.dialogue.urls import urlpatterns as dialogue
from portolan.portal.documents.urls import urlpatterns as documents
from portolan.portal.home.urls import urlpatterns as home
from portolan.portal.network.urls import urlpatterns as network
from portolan.portal.pages.urls import root_patterns as files
from portolan.portal.pages.urls import urlpatterns as pages
from portolan.portal.results.urls import urlpatterns as results
from portolan.portal.search.urls import urlpatterns as search
from portolan.portal.vocabulary.urls import urlpatterns as vocabulary
from portolan.ui.access import public

app_name = "portal"
urlpatterns: list[URLPattern] = [*home, *network, *dialogue, *documents, *results, *search, *vocabulary, *pages]
# Addresses without a language: sitemap, robots.
root_patterns: list[URLPattern] = [*files]


@public
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home page in the browser's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response.headers["Vary"] = "Accept-Language"
    return response
