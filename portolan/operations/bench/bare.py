"""Addresses of a site with one view that does nothing, to compare pages with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portolan.ui.access import public


@public
def bare(request: HttpRequest) -> HttpResponse:
    """A short answer."""
    return HttpResponse("Antillia")


urlpatterns = [path("bare", bare)]
