"""Who a page is for. Every view declares it with one of these; a house test refuses one that does not.

The declaration asks the coarse question (may this reader do this anywhere?). A page about one thing asks again, on
that thing: `require(request.user, Permission.X, on=thing)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Audience:
    """`public`, `signed-in`, or the holders of a permission."""

    kind: str
    permission: Permission | None = None

    def admits(self, user: Any) -> bool:
        """True when this reader may see the page at all."""
        if self.kind == "public":
            return True
        if not user.is_authenticated:
            return False
        return self.permission is None or can(user, self.permission)


def public(view: View) -> View:
    """A page for everyone."""
    open_view = login_not_required(view)
    open_view.audience = Audience("public")  # type: ignore[attr-defined]
    return open_view


def signed_in(view: View) -> View:
    """A page for every account."""
    view.audience = Audience("signed-in")  # type: ignore[attr-defined]
    return view


def needs(permission: Permission) -> Callable[[View], View]:
    """A page for those who hold a permission somewhere."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.audience = Audience("permission", permission)  # type: ignore[attr-defined]
        return guarded

    return declare


def require(user: Any, permission: Permission, *, on: models.Model | None = None) -> None:
    """Raise PermissionDenied unless the user may do this, on this thing."""
    if not can(user, permission, on=on):
        raise PermissionDenied
