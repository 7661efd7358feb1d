"""The way to a second factor, for the team; and what allauth's pages lack in ours."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.config.addresses import is_loopback
from portolan.config.middleware import GetResponse


class SecondFactor:
    """Lead a member of the team without a second factor to set one up, before any page of the desk.

    Until then `can()` gives them nothing anyway; this says why. A session of a demonstration account that turns up
    elsewhere than on this machine is ended.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Without a cookie there is no session to ask: public pages must not open one.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            if user.is_authenticated and user.is_demonstration and not is_loopback(request):
                logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """To the page of the second factor, for all of the desk that is not public."""
        match = request.resolver_match
        audience = getattr(view, "audience", None)
        if match is None or "desk" not in match.namespaces or getattr(audience, "kind", "") == "public":
            return None
        if can(request.user, Permission.SECOND_FACTOR_DUE):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Without the `site` that allauth's entrance pages bring: it would hide the one our frame reads."""
        if response.context_data and request.resolver_match and not request.resolver_match.namespaces:
            response.context_data.pop("site", None)
        return response
