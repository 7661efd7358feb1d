"""Published documents: the newest edition of each."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Code, Collection, Language
from portolan.api.network.urls import OrganisationOut, organisation_out
from portolan.api.rows import Row
from portolan.api.texts import Closed, Said, said
from portolan.documents.enums import DocumentKind
from portolan.documents.models import Edition, EditionSection


class SectionOut(Closed):
    """A section in one language; its text stands on the document's pages and in its files."""

    language: str
    key: str
    number: str
    heading: str
    words: int


class DocumentRow(Row):
    """A published document."""

    kind: str
    edition: int
    title: Said | None
    city: OrganisationOut | None
    languages: list[str] = Field(..., description="those it exists in, the source first")
    hashes: dict[str, str] = Field(..., description="fingerprint of the validated text, by language")
    published: dt.date
    what_changed: Said | None
    address: str
    sections: list[SectionOut]


class AskedDocuments(Asked):
    """Filters of documents."""

    kind: Literal[tuple(DocumentKind.values)] | None = Field(None, description=gettext_noop("Kind of document."))  # type: ignore[valid-type]
    city: Code | None = Field(None, description=gettext_noop("Code of a city's body."))
    language: Language | None = Field(None, description=gettext_noop("Language it exists in."))
    year: int | None = Field(None, ge=1900, le=2200, description=gettext_noop("Year it was published."))


def _rows(asked: AskedDocuments) -> QuerySet[Edition]:
    rows = Edition.objects.current().shown(demonstration=asked.invented)
    wanted = {
        "document__kind": asked.kind,
        "document__city__slug": asked.city,
        "published_at__year": asked.year,
    }
    found = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.language:
        found = found.filter(Exists(EditionSection.objects.filter(edition=OuterRef("pk"), language=asked.language)))
    sections = EditionSection.objects.defer("html").order_by("language", "position")
    whole = found.select_related("document__record", "document__city__place")
    return whole.prefetch_related(Prefetch("sections", sections)).order_by("-published_at", "-pk")


def _give(edition: Edition, common: dict[str, Any], language: str | None) -> DocumentRow:
    document = edition.document
    return DocumentRow(
        **common,
        code=document.slug,
        kind=document.kind,
        edition=edition.number,
        title=said(edition.title, language),
        city=organisation_out(document.city, language) if document.city else None,
        languages=edition.languages,
        hashes={code: frozen["hash"] for code, frozen in edition.contents.items()},
        published=edition.published_at.date(),
        what_changed=said(edition.note, language),
        address=f"{settings.BASE_URL}/{language or document.source_language}/documents/{document.slug}/",
        sections=[
            SectionOut(language=row.language, key=row.key, number=row.number, heading=row.heading, words=row.words)
            for row in edition.sections.all()
        ],
    )


COLLECTION = Collection(
    name="documents",
    summary=gettext_noop("Published documents: city migration profiles, priority papers, learning notes and others."),
    asked=AskedDocuments,
    row=DocumentRow,
    rows=_rows,
    give=_give,
    subject=lambda edition: edition.document,
)
