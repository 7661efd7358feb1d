"""The file of all open data."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from portolan.api.collections import Collection
from portolan.api.dump.views import dump_of


def patterns(collections: Sequence[Collection]) -> list[URLPattern]:
    """Its address."""
    return [path("v1/dump.zip", dump_of(collections), name="dump")]
