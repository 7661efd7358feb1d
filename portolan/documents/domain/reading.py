"""A text as a page shows it: sources, links and pictures looked up in as many queries as kinds of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from portolan.documents.domain.sources import words_of_sources
from portolan.documents.models import Document, Picture, SectionText
from portolan.documents.registry import addresses_of
from portolan.documents.rules.blocks import citations_in, links_in, pictures_in
from portolan.documents.rules.compare import compare
from portolan.documents.rules.printed import SourceWords
from portolan.documents.rules.show import PictureAddress, Shown, show

# The address of a picture by its digest: each edge serves pictures to its own readers.
AddressOfPicture = Callable[[str], str]


@dataclass(frozen=True)
class Cited:
    """A source in the list below a text."""

    code: str
    whole: str
    address: str


@dataclass(frozen=True)
class ShownChange:
    """A block of two compared texts: `same`, `added`, `removed` or `changed`."""

    kind: str
    html: SafeString


@dataclass(frozen=True)
class ShownSection:
    """A text for a template, with the notes and sources that stand below it."""

    html: SafeString
    notes: list[SafeString]
    first_note: int
    sources: list[Cited]


def languages_with_text(document: Document) -> list[str]:
    """The languages in which there is something to read, in the document's order. One query."""
    there = set(SectionText.objects.filter(section__document=document).values_list("language", flat=True))
    return [language for language in document.languages if language in there]


def shown_section(
    html: str, *, language: str, pictures: AddressOfPicture, first_note: int = 1, marked: str = "", prefix: str = ""
) -> ShownSection:
    """A canonical text ready for a page; `marked` is the same with passages marked. Three queries at most."""
    sources = words_of_sources(citations_in(html), language)
    shown = _show(marked or html, html, sources, language, pictures, first_note, prefix)
    listed = [Cited(code, sources[code].whole, sources[code].address) for code in shown.cited if code in sources]
    return ShownSection(shown.html, shown.notes, shown.first_note, listed)


def shown_changes(old: str, new: str, *, language: str, pictures: AddressOfPicture) -> list[ShownChange]:
    """What changed from one canonical text to another, block by block; what stayed is left out, with a mark in its
    place."""
    sources = words_of_sources([*citations_in(old), *citations_in(new)], language)
    parts: list[ShownChange] = []
    for index, change in enumerate(compare(old, new)):
        if change.kind == "same":
            if parts and parts[-1].kind != "same":
                parts.append(ShownChange("same", mark_safe("<p>…</p>")))
            continue
        shown = _show(change.html, old + new, sources, language, pictures, 1, f"c{index}-")
        parts.append(ShownChange(change.kind, mark_safe(shown.html + _notes(shown))))
    return parts


def _notes(shown: Shown) -> SafeString:
    return mark_safe(f'<ol class="notes small">{"".join(shown.notes)}</ol>') if shown.notes else mark_safe("")


def _show(
    html: str,
    whole: str,
    sources: dict[str, SourceWords],
    language: str,
    pictures: AddressOfPicture,
    first_note: int,
    prefix: str,
) -> Shown:
    addresses = {f"to:{key}": address for key, (_label, address) in addresses_of(links_in(whole)).items()}
    kept = {row.digest: row for row in _pictures(whole)}

    def address(digest: str) -> PictureAddress | None:
        row = kept.get(digest)
        return PictureAddress(pictures(digest), row.width, row.height) if row else None

    return show(
        html,
        addresses=addresses,
        picture_address=address,
        sources=sources,
        first_note=first_note,
        prefix=prefix,
        language=language,
    )


def _pictures(html: str) -> list[Picture]:
    digests = pictures_in(html)
    return list(Picture.objects.filter(digest__in=digests)) if digests else []
