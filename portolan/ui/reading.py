"""The reader's region, for month names and digits: `جوان` in Tunis, `يونيو` in Rabat, `حزيران` in Amman.

Filters see no request, so the middleware that knows the reader calls `use_region()` once for each request.
"""

from __future__ import annotations

from contextvars import ContextVar

_region: ContextVar[str] = ContextVar("reading_region", default="")


def use_region(code: str) -> None:
    """Say dates and numbers from now on as in the region `code` (ISO 3166-1 alpha-2); empty for the language's own."""
    _region.set(code)


def reading_region(request: object = None) -> str:
    """The region of a request that knows its reader, else the one in use."""
    return getattr(request, "region", "") or _region.get()
