"""The reader's region, for month names and digits: `جوان` in Tunis, `يونيو` in Rabat, `حزيران` in Amman.

Filters see no request, so the middleware that knows the reader calls `use_region()` once for each request.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

_region: ContextVar[str] = ContextVar("reading_region", default="")


def use_region(code: str) -> None:
    """Say dates and numbers from now on as in the region `code` (ISO 3166-1 alpha-2); empty for the language's own."""
    _region.set(code)


def reading_region(context: Mapping[str, Any] | None = None) -> str:
    """The region of `context["request"]` when it has one, else the one in use."""
    request = context.get("request") if context is not None else None
    return getattr(request, "region", "") or _region.get()
