"""What of documents search finds: published texts section by section for all, work texts for those who read them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from portolan.documents.models import Document, Edition, EditionSection, Section
from portolan.documents.rules.words import plain_text
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.search import registry

# After the kinds readers look for first; those of the network's other things stand in `results`.
EDITION, SECTION, DOCUMENT = 20, 21, 22


def join_search() -> None:
    """Let them be found. Called once all apps are loaded."""
    registry.register_kind(
        Edition, rank=EDITION, rows=_editions, document=edition, visible=lambda user: Edition.objects.current()
    )
    registry.register_kind(Section, rank=SECTION, rows=_sections, document=section, visible=_published)
    registry.register_kind(
        Document, rank=DOCUMENT, rows=_documents, document=document, visible=Document.objects.visible_to
    )


def _editions() -> QuerySet:
    headings = Prefetch("sections", EditionSection.objects.defer("html"))
    rows = Edition.objects.current().select_related("document__record", "document__city__place")
    return rows.prefetch_related(headings)


def edition(row: Edition) -> registry.Document:
    """A published document by its title, city and headings, in the languages it was published in."""
    return registry.Document(
        _by_language(row, {code: frozen["title"] for code, frozen in row.contents.items()}),
        row.document.slug,
        texts=[
            _by_language(row, {code: frozen["city"] for code, frozen in row.contents.items()}),
            _by_language(row, {code: _headings(row, code) for code in row.languages}),
        ],
        date=_day(row),
        facets=_facets(row.document),
        is_invented=row.document.is_invented,
    )


def _published(user: Any) -> QuerySet:
    return Section.objects.filter(in_edition__isnull=False)


def _sections() -> QuerySet:
    editions = Edition.objects.select_related("document__record", "document__city__place").prefetch_related("sections")
    # Prefetched, not joined: the sections of one edition share its frozen text.
    return _published(None).prefetch_related(Prefetch("in_edition", editions))


def section(row: Section) -> registry.Document:
    """A section as it was published; its address is that of its document, with the section's mark."""
    held = row.in_edition
    assert held is not None  # noqa: S101  of those alone
    texts = {each.language: each for each in held.sections.all() if each.key == row.key}
    return registry.Document(
        _by_language(held, {code: each.heading for code, each in texts.items()}),
        f"{held.document.slug}#{row.key}",
        texts=[
            _by_language(held, {code: held.contents[code]["title"] for code in texts}),
            _by_language(held, {code: plain_text(each.html) for code, each in texts.items()}),
        ],
        date=_day(held),
        facets=_facets(held.document),
        is_invented=held.document.is_invented,
    )


def _documents() -> QuerySet:
    return Document.objects.select_related("record", "city__place")


def document(row: Document) -> registry.Document:
    """A document in work by its title and city, for those who may read it."""
    return registry.Document(
        row.title,
        row.slug,
        texts=[row.city.name] if row.city else [],
        facets=_facets(row),
        is_invented=row.is_invented,
    )


def _by_language(row: Edition, texts: dict[str, str]) -> Text:
    """A text in the languages of the edition only; its source is the edition's first."""
    kept = {code: words for code, words in texts.items() if words}
    first = next((code for code in row.languages if code in kept), "")
    return Text(first, kept) if first else Text()


def _headings(row: Edition, language: str) -> str:
    return " · ".join(each.heading for each in row.sections.all() if each.language == language)


def _day(row: Edition) -> PartialDate:
    return PartialDate(row.published_at.year, row.published_at.month, row.published_at.day)


def _facets(row: Document) -> dict[str, list[str]]:
    place = row.city.place if row.city else None
    return {"city": [place.slug] if place else []}
