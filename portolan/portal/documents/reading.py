"""A published document: what it is and what is in it, and each of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portolan.documents.domain.editions import citation
from portolan.documents.domain.reading import shown_section
from portolan.documents.exports.files import TYPES, made_files
from portolan.documents.models import Edition, EditionSection
from portolan.kernel.languages import KNOWN, current_language, direction, reading_order
from portolan.kernel.texts import Text
from portolan.portal.documents.forms import public_editions
from portolan.portal.documents.structured import document_data
from portolan.portal.page import Reader, absolute, show
from portolan.ui.access import public


@dataclass(frozen=True)
class Chosen:
    """An edition in the language this reader gets it in."""

    edition: Edition
    language: str
    others: Sequence[Edition]

    @property
    def direction(self) -> str:
        """Of the language the text is in."""
        return direction(self.language)

    @property
    def is_fallback(self) -> bool:
        """True when the reader's language is not among those of the edition."""
        return self.language != current_language()


def choose(reader: Reader, slug: str, number: int | None = None) -> Chosen:
    """The newest edition of a document, or the one of that number. Raises Http404 for one that nobody may read.

    Where the newest was withdrawn, an older one does not take its place: it is read at its own address only.
    """
    rows = public_editions(demonstration=reader.demonstration).filter(document__slug=slug)
    found = list(rows.select_related("document__city__place", "document__record").order_by("-number"))
    edition = next((row for row in found if (row.is_current if number is None else row.number == number)), None)
    if edition is None:
        raise Http404
    language = next((code for code in reading_order(current_language()) if code in edition.languages), "")
    return Chosen(edition, language or edition.languages[0], found)


@public
def document(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """What a document is, how it was validated, its contents, files and editions."""
    reader = Reader.of(request)
    chosen = choose(reader, slug, number)
    edition = chosen.edition
    sections = list(edition.sections.filter(language=chosen.language).defer("html"))
    context = {
        **_frame(chosen, reader),
        "sections": [(section, _address(chosen, section.key, reader)) for section in sections],
        "total_words": sum(section.words for section in sections),
        "files": _files(chosen, reader),
        "validation": edition.contents[chosen.language]["validation"],
        "reservations": [reservation(row) for row in edition.reservations],
        "citation": citation(edition, chosen.language),
        "editions": [(row, reader.url("edition", slug, row.number)) for row in chosen.others],
        "structured": document_data(edition, chosen.language, absolute(reader.url("document", slug))),
    }
    title, invented = edition.title, edition.document.is_invented
    lead = _lead(edition)
    return show(
        request, "portal/document.html", {**context, "lead": lead}, title=title, description=lead, invented=invented
    )


@public
def newest_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A section of the newest edition: what search and other sites lead to."""
    return _section(request, slug, None, key)


@public
def section(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """A section of one edition."""
    return _section(request, slug, number, key)


def _section(request: HttpRequest, slug: str, number: int | None, key: str) -> HttpResponse:
    """One section, with its notes and sources, and the way to the next."""
    reader = Reader.of(request)
    chosen = choose(reader, slug, number)
    rows = list(chosen.edition.sections.filter(language=chosen.language).defer("html"))
    place = next((index for index, row in enumerate(rows) if row.key == key), None)
    if place is None:
        raise Http404
    row = rows[place]
    first_note = 1 + sum(each.notes for each in rows[:place])
    shown = shown_section(row.html, language=chosen.language, pictures=_picture, first_note=first_note)
    context = {
        **_frame(chosen, reader, last=row.heading),
        "section": row,
        "shown": shown,
        "before": _neighbour(chosen, rows, place - 1, reader),
        "after": _neighbour(chosen, rows, place + 1, reader),
    }
    title = f"{row.heading} · {chosen.edition.title}"
    return show(
        request, "portal/document_section.html", context, title=title, invented=chosen.edition.document.is_invented
    )


def _picture(digest: str) -> str:
    return reverse("portal:document-picture", args=[digest])


def reservation(row: dict[str, Any]) -> dict[str, Any]:
    """A reservation a party asked to have printed, for the page."""
    return {**row, "party": Text.from_json(row["party"])}


def _frame(chosen: Chosen, reader: Reader, last: str = "") -> dict[str, Any]:
    """What both pages show around the text."""
    crumbs = [
        {"label": _("Home"), "url": reader.url("home")},
        {"label": _("Library"), "url": reader.url("documents")},
        {"label": chosen.edition.title, "url": _home(chosen, reader) if last else ""},
    ]
    document = chosen.edition.document
    return {
        "chosen": chosen,
        "edition": chosen.edition,
        "document": document,
        "kind": capfirst(document.get_kind_display()),
        "offered": [KNOWN[code] for code in chosen.edition.languages if code in KNOWN],
        "newest_url": _newest_url(chosen, reader),
        "city_url": reader.url("city", document.city.place.slug) if document.city and document.city.place else "",
        "crumbs": [*crumbs, *([{"label": last}] if last else [])],
    }


def _newest_url(chosen: Chosen, reader: Reader) -> str:
    """Where the newest edition is read; empty when it was withdrawn, and on its own pages."""
    has_newer = not chosen.edition.is_current and any(row.is_current for row in chosen.others)
    return reader.url("document", chosen.edition.document.slug) if has_newer else ""


def _home(chosen: Chosen, reader: Reader) -> str:
    """The edition's own stable address."""
    return reader.url("edition", chosen.edition.document.slug, chosen.edition.number)


def _address(chosen: Chosen, key: str, reader: Reader) -> str:
    return reader.url("edition-section", chosen.edition.document.slug, chosen.edition.number, key)


def _neighbour(chosen: Chosen, rows: list[EditionSection], index: int, reader: Reader) -> dict[str, str] | None:
    if not 0 <= index < len(rows):
        return None
    row = rows[index]
    return {"label": f"{row.number} {row.heading}".strip(), "url": _address(chosen, row.key, reader)}


def _lead(edition: Edition) -> str:
    """A sentence for the page, search engines and social cards."""
    known = {"number": edition.number, "kind": capfirst(edition.document.get_kind_display())}
    city = edition.document.city
    if city is None:
        return _("%(kind)s, edition %(number)s.") % known
    return _("%(kind)s of %(city)s, edition %(number)s.") % {
        **known,
        "city": city.place.name if city.place else city.name,
    }


def _files(chosen: Chosen, reader: Reader) -> list[dict[str, Any]]:
    """The files that are made, with their sizes: language by language, the one that is read first."""
    edition, made = chosen.edition, made_files(chosen.edition)
    rows = []
    for language in sorted(edition.languages, key=lambda code: code != chosen.language):
        files = [
            {
                "ending": ending,
                "size": made[language, ending].file.size,
                "url": reader.url("edition-file", edition.document.slug, edition.number, language, ending),
            }
            for ending in TYPES
            if (language, ending) in made
        ]
        if files:
            name = KNOWN[language].own_name if language in KNOWN else language
            rows.append({"name": name, "language": language, "files": files})
    return rows
