"""A document as a whole in one language: its fingerprint, and what is printed of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from portolan.documents.domain.pictures import picture_bytes
from portolan.documents.domain.sources import words_of_sources
from portolan.documents.domain.translation import has_text
from portolan.documents.enums import DocumentKind
from portolan.documents.models import Document, Edition, Section, SectionText
from portolan.documents.registry import addresses_of
from portolan.documents.rules.blocks import citations_in, links_in
from portolan.documents.rules.printed import PrintedDocument, PrintedReservation, PrintedSection, SourceWords
from portolan.kernel.texts import Text
from portolan.network.models import Programme

# Short texts whose sections carry no number.
UNNUMBERED = (DocumentKind.STORY, DocumentKind.NEWS, DocumentKind.PAGE)


@dataclass(frozen=True)
class WholeSection:
    """A section as it is printed in one language."""

    section: Section
    heading: str
    html: str
    hash: str
    number: str


@dataclass(frozen=True)
class Whole:
    """A document with its sections in order and their texts in all languages, read once."""

    document: Document
    sections: Sequence[Section]
    texts: Mapping[tuple[int, str], SectionText]

    def printed(self, language: str, *, numbers: str = "auto") -> list[WholeSection]:
        """The sections that are printed in a language: those the template asks for, those with a text, and the
        headings above them. `numbers` is `auto` or `none`.
        """
        shown = self._shown(language)
        numbered = numbers == "auto" and self.document.kind not in UNNUMBERED
        said = number_sections(shown) if numbered else [""] * len(shown)
        return [self._row(section, language, number) for section, number in zip(shown, said, strict=True)]

    def hash(self, language: str) -> str:
        """The fingerprint of everything printed in a language: 64 hexadecimal digits, see `docs/text-format.md`."""
        return hash_of(self.document, language, self.printed(language, numbers="none"))

    def text(self, section: Section, language: str) -> SectionText | None:
        """Where a section stands in a language."""
        return self.texts.get((section.pk, language))

    def has_text(self, section: Section, language: str) -> bool:
        """Whether something is written."""
        return has_text(self.text(section, language))

    def _row(self, section: Section, language: str, number: str) -> WholeSection:
        text = self.text(section, language)
        html, digest = (text.current.html, text.current.hash) if text else ("", "")
        return WholeSection(section, section.heading.pick(language).text, html, digest, number)

    def _shown(self, language: str) -> list[Section]:
        """Read from the end: a section without a text is shown when the template asks for it, or for those below it.

        What the source leaves out is left out in every language, so that a translation has the same sections.
        """
        shown: list[Section] = []
        below = 0
        for section in reversed(self.sections):
            is_written = any(self.has_text(section, code) for code in (language, self.document.source_language))
            is_asked = section.of_template is not None and section.of_template.is_required
            if is_written or is_asked or below > section.level:
                shown.insert(0, section)
                below = section.level
        return shown


def read_whole(document: Document) -> Whole:
    """A document as a whole, in two queries."""
    sections = list(document.sections.select_related("of_template").order_by("position", "id"))
    texts = SectionText.objects.filter(section__document=document).select_related("current", "renders")
    light = texts.defer("current__text", "renders__text", "renders__html")
    return Whole(document, sections, {(text.section_id, text.language): text for text in light})


def whole_sections(document: Document, language: str, *, numbers: str = "auto") -> list[WholeSection]:
    """The sections that are printed in a language, in order, as `Whole.printed` says."""
    return read_whole(document).printed(language, numbers=numbers)


def content_hash(document: Document, language: str) -> str:
    """The fingerprint of everything that is printed of a document in a language: 64 hexadecimal digits."""
    return read_whole(document).hash(language)


def content_hashes(document: Document, languages: Iterable[str] = ()) -> dict[str, str]:
    """The fingerprint in each language, by default those it is to exist in; as many queries as for one."""
    whole = read_whole(document)
    return {language: whole.hash(language) for language in (languages or document.languages)}


def hash_of(document: Document, language: str, sections: Sequence[WholeSection]) -> str:
    """Over template and version, title, and of each section key, heading as shown, and text: `docs/text-format.md`."""
    listed: list[dict[str, str]] = [
        {"template": str(document.template), "title": document.title.pick(language).text},
        *({"key": each.section.key, "heading": each.heading, "html": each.html} for each in sections),
    ]
    said = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def printed_document(document: Document, language: str, *, reader: Any, numbers: str = "auto") -> PrintedDocument:
    """The work text in a language, ready to be written to a file. `numbers` is `auto` or `none`.

    `reader` is for whom it is made: who may read the document decides before, not this.
    """
    sections = whole_sections(document, language, numbers=numbers)
    rows = [
        PrintedSection(each.section.key, each.section.level, each.heading, each.html, each.number, each.hash)
        for each in sections
    ]
    return PrintedDocument(
        title=document.title.pick(language).text,
        language=language,
        kind=document.kind,
        template=str(document.template),
        content_hash=hash_of(document, language, sections),
        sections=rows,
        city=city_name(document, language),
        date=_last_change(document, language),
        address=full_address(f"documents.document:{document.pk}", language),
        network=network_name(language),
        is_invented=document.is_invented,
        sources=words_of_sources(_codes(rows), language),
        addresses=full_addresses(_links(rows), language),
        pictures=picture_bytes,
    )


def printed_edition(edition: Edition, language: str) -> PrintedDocument:
    """A published text as it was frozen, with today's addresses. Raises KeyError for a language it does not have."""
    frozen: Mapping[str, Any] = edition.contents[language]
    document = edition.document
    found = edition.sections.filter(language=language)
    rows = [PrintedSection(row.key, row.level, row.heading, row.html, row.number, row.hash) for row in found]
    return PrintedDocument(
        title=frozen["title"],
        language=language,
        kind=frozen["kind"],
        template=frozen["template"],
        content_hash=frozen["hash"],
        sections=rows,
        city=frozen["city"],
        date=edition.published_at.date(),
        edition=str(edition.number),
        address=full_address(f"documents.edition:{edition.pk}", language),
        validation=frozen["validation"],
        network=frozen["network"],
        is_invented=document.is_invented,
        sources={code: SourceWords(**words) for code, words in frozen["sources"].items()},
        addresses=full_addresses(_links(rows), language),
        reservations=[_reservation(row, language) for row in edition.reservations],
        pictures=picture_bytes,
    )


def city_name(document: Document, language: str) -> str:
    """The city's name in a language; empty for a document of no city."""
    return document.city.name.pick(language).text if document.city else ""


def network_name(language: str) -> str:
    """The name of the programme at home here, for the cover."""
    home = Programme.objects.filter(is_home=True).first()
    return home.name.pick(language).text if home else ""


def full_address(key: str, language: str) -> str:
    """The address of one thing with the host, as it is printed; empty for one that has no page."""
    return full_addresses([key], language).get(f"to:{key}", "")


def full_addresses(keys: Iterable[str], language: str) -> dict[str, str]:
    """`to:kind:id` -> address with the host, of the things that have a page in this language's part of the site."""
    with override(language):
        found = addresses_of(keys)
    return {
        f"to:{key}": settings.BASE_URL + address if address.startswith("/") else address
        for key, (_label, address) in found.items()
        if address
    }


def number_sections(sections: Iterable[Section]) -> list[str]:
    """`1`, `1.1`, `2`: the number of each section; empty for front matter, annexes and what lies below them."""
    counters: list[int] = []
    said = []
    unnumbered_above = 0
    for section in sections:
        if unnumbered_above and section.level > unnumbered_above:
            said.append("")
            continue
        unnumbered_above = 0 if section.is_numbered else section.level
        if not section.is_numbered:
            said.append("")
            continue
        counters = [*counters[: section.level], *[0] * (section.level - len(counters))]
        counters[section.level - 1] += 1
        said.append(".".join(str(number) for number in counters))
    return said


def _last_change(document: Document, language: str) -> dt.date | None:
    texts = SectionText.objects.filter(section__document=document, language=language)
    newest = texts.order_by("-current__made_at").values_list("current__made_at", flat=True).first()
    return newest.date() if newest else None


def _codes(sections: Iterable[PrintedSection]) -> list[str]:
    return [code for section in sections for code in citations_in(section.html)]


def _links(sections: Iterable[PrintedSection]) -> list[str]:
    return [key for section in sections for key in links_in(section.html)]


def _reservation(row: Mapping[str, Any], language: str) -> PrintedReservation:
    party = Text.from_json(row["party"]).pick(language).text
    return PrintedReservation(party, row["words"], dt.date.fromisoformat(row["date"]))
