"""Texts as a reader sees them, whole or with what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from portolan.documents.domain.sources import words_of_sources
from portolan.documents.models import Picture
from portolan.documents.registry import addresses_of
from portolan.documents.rules.blocks import citations_in, links_in
from portolan.documents.rules.compare import Change, compare
from portolan.documents.rules.show import show


@dataclass(frozen=True)
class ShownChange:
    """A block of two compared texts: `same`, `added`, `removed` or `changed`."""

    kind: str
    html: SafeString


def shown_text(html: str, language: str) -> dict[str, Any]:
    """A text ready for a template: `html` and its `notes`."""
    shown = show(html, **_surroundings(html, language))
    return {"html": mark_safe(shown.html), "notes": [mark_safe(note) for note in shown.notes]}  # show() cleans
