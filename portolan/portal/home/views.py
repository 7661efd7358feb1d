"""The public home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portolan.ui.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """The chart, what the network is, its figures."""
    return render(request, "portal/home.html")
