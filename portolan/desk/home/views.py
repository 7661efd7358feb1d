"""The first screen of those signed in: what waits for me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portolan.accounts.enums import Permission
from portolan.ui.access import needs


@needs(Permission.DESK_USE)
def home(request: HttpRequest) -> HttpResponse:
    """My tasks, my city or my work."""
    return render(request, "desk/home.html")
