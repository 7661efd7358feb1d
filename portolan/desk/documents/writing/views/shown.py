"""Texts as a reader sees them, whole or with what changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portolan.documents.domain.sources import words_of_sources
from portolan.documents.models import Picture
from portolan.documents.registry import addresses_of
from portolan.documents.rules.blocks import citations_in, links_in, pictures_in
from portolan.documents.rules.compare import Change
from portolan.documents.rules.printed import SourceWords
from portolan.documents.rules.show import PictureAddress, show

_PICTURE = re.compile(r'src="picture:([0-9a-f]{64})"')
_CITATION = re.compile(r'<cite data-source="([^"]*)"(?: data-locator="([^"]*)")?></cite>')
_LINK = re.compile(r'<a href="to:[^"]*">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class ShownChange:
    """A block of two compared texts: `same`, `added`, `removed` or `changed`."""

    kind: str
    html: SafeString


def picture_address(digest: str) -> str:
    """Where the desk shows a picture."""
    return reverse("desk:document-picture", args=[digest])


def shown_text(html: str, language: str, *, prefix: str = "") -> dict[str, Any]:
    """A text for a template: `html`, its `notes`, and the `sources` it cites, by the id its citations link to."""
    addresses = {key: address for key, (_label, address) in addresses_of(links_in(html)).items()}
    sources = cited(language, html)
    pictures = {
        row.digest: PictureAddress(picture_address(row.digest), row.width, row.height)
        for row in Picture.objects.filter(digest__in=pictures_in(html))
    }
    shown = show(
        html,
        addresses=addresses,
        picture_address=pictures.get,
        sources=sources,
        prefix=prefix,
        language=language,
    )
    named = [(f"{prefix}source-{code}", words) for code, words in sources.items()]
    return {"html": shown.html, "notes": shown.notes, "sources": named}


def cited(language: str, *htmls: str) -> dict[str, SourceWords]:
    """How the sources are said that some texts cite: one query."""
    return words_of_sources({code: None for html in htmls for code in citations_in(html)}, language)


def shown_changes(changes: Iterable[Change], sources: Mapping[str, SourceWords]) -> list[ShownChange]:
    """Compared blocks for a template, in their order."""
    return [ShownChange(change.kind, _resolved(change.html, sources)) for change in changes]


def one_side(changes: Iterable[ShownChange], *, keeps: str) -> list[SafeString]:
    """Of compared texts only the older (`removed`) or the newer (`added`), its own words marked."""
    own, other = ("del", "ins") if keeps == "removed" else ("ins", "del")
    side = [change.html for change in changes if change.kind in ("same", "changed", keeps)]
    # Marks of words hold no tags, so that they end where they say.
    without = [re.sub(f"<{other}>.*?</{other}>", "", html, flags=re.DOTALL) for html in side]
    return [mark_safe(re.sub(f"<(/?){own}>", r"<\1mark>", html)) for html in without]


def _resolved(html: str, sources: Mapping[str, SourceWords]) -> SafeString:
    """Canonical text with pictures shown and citations said; a link to a thing of the site is its words."""

    def said(match: re.Match[str]) -> str:
        code, locator = match[1], match[2]
        short = escape(sources[code].short) if code in sources else code
        return f"({short}, {locator})" if locator else f"({short})"

    html = _PICTURE.sub(lambda match: f'loading="lazy" src="{picture_address(match[1])}"', html)
    return mark_safe(_LINK.sub(r"\1", _CITATION.sub(said, html)))
