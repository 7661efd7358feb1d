"""The page that describes the API."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from portolan.api.docs.views import docs_of


def patterns(schema: Callable[[], Any]) -> list[URLPattern]:
    """Its address; `schema()` gives what is described."""
    return [path("docs", docs_of(schema), name="docs")]
