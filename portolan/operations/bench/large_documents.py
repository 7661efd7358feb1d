"""Addresses of documents of the large network: the lists with their filters, documents and sections at random."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from django.urls import reverse

from portolan.documents.enums import DocumentKind, Stage
from portolan.documents.models import Document, Edition, Section, SectionText
from portolan.operations.large.profile import SLUG

KIND = DocumentKind.BACKGROUND_PAPER
LIBRARY = ("page=40", "page=600", f"kind={KIND}", "language=ar", "year=2015", f"kind={KIND}&language=fr&page=3")
SHELF = ("page=40", f"kind={KIND}", f"stage={Stage.DRAFT}", "q=logement", "q=%D8%A7%D9%84%D8%B3%D9%83%D9%86")


def document_kinds(chance: Random, times: int) -> Iterator[tuple[str, bool, list[str]]]:
    """(kind, signed in, addresses) of the pages of documents; the longest document and section come first."""
    busiest = Edition.objects.current().order_by("pk").values_list("document__city__place__slug", flat=True)[0]
    yield "portal:documents", False, _list("portal:documents", (*LIBRARY, f"city={busiest}"))
    yield "desk:documents", True, _list("desk:documents", SHELF)
    yield "desk:documents-matrix", True, _list("desk:documents-matrix", ("page=40",))
    published = [SLUG, *_some(Edition.objects.current().values_list("document__slug", flat=True), chance, times)]
    yield "portal:document", False, [reverse("portal:document", args=[slug]) for slug in published]
    yield "portal:document-section", False, _sections(chance, times)
    slugs = [SLUG, *_some(Document.objects.values_list("slug", flat=True), chance, times)]
    yield "desk:document", True, [reverse("desk:document", args=[slug]) for slug in slugs]
    for view in ("desk:section-read", "desk:document-write"):
        yield view, True, list(_texts(view, chance, times))


def _list(view: str, queries: tuple[str, ...]) -> list[str]:
    address = reverse(view)
    return [address, *(f"{address}?{query}" for query in queries)]


def _some(rows, chance: Random, times: int) -> list:
    known = rows.order_by("pk")
    number = known.count()
    return [known[chance.randrange(number)] for _ in range(times)]


def _sections(chance: Random, times: int) -> list[str]:
    rows = Section.objects.filter(in_edition__isnull=False).values_list("document__slug", "key")
    wanted = [rows.filter(document__slug=SLUG).order_by("pk")[0], *_some(rows, chance, times)]
    return [reverse("portal:document-section", args=names) for names in wanted]


def _texts(view: str, chance: Random, times: int) -> Iterator[str]:
    rows = SectionText.objects.values_list("section__document__slug", "section__key", "language")
    longest = rows.filter(section__document__slug=SLUG).order_by("section__position")[0]
    for slug, key, language in [longest, *_some(rows, chance, times)]:
        yield reverse(view, args=[slug, language, key] if view == "desk:section-read" else [slug, key, language])
