"""What a document still lacks before it can be published, and in which languages it could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portolan.documents.domain.translation import translation_state
from portolan.documents.domain.whole import Whole, WholeSection, read_whole
from portolan.documents.enums import TranslationState
from portolan.documents.models import Document, Picture, Section
from portolan.documents.rules.blocks import citations_in, pictures_in
from portolan.documents.rules.completeness import Lack, lacks
from portolan.provenance.models import Source

# A short section is told to its authors; it keeps nothing from being published.
TOLD_ONLY = frozenset({"short"})


@dataclass(frozen=True)
class SectionLacks:
    """A section with what it lacks in one language."""

    section: Section
    lacks: tuple[Lack, ...]

    @property
    def blocking(self) -> tuple[Lack, ...]:
        """What keeps it from being published."""
        return tuple(lack for lack in self.lacks if lack.code not in TOLD_ONLY)


def lacks_of(document: Document, language: str) -> list[SectionLacks]:
    """The sections that lack something in a language, in order: two queries."""
    return lacks_in(read_whole(document), language)


def lacks_in(whole: Whole, language: str) -> list[SectionLacks]:
    """The same of a document that has been read. A heading that stands for those below it needs no text."""
    found = [SectionLacks(each.section, _lacks(each)) for each in whole.printed(language, numbers="none")]
    return [each for each in found if each.lacks]


def languages_ready(whole: Whole) -> list[str]:
    """The languages a document could be published in: those in which everything printed is there and up to date.

    The source language comes first and is always among them: what it lacks is refused, not left out.
    """
    source = whole.document.source_language
    others = [code for code in whole.document.languages if code != source and _is_ready(whole, code)]
    return [source, *others]


def missing_references(sections: Iterable[WholeSection]) -> Mapping[str, list[str]]:
    """What texts name and nobody has: digests of pictures, codes of sources. Two queries."""
    rows = list(sections)
    pictures = {digest for each in rows for digest in pictures_in(each.html)}
    sources = {code for each in rows for code in citations_in(each.html)}
    known = set(Picture.objects.filter(digest__in=pictures).values_list("digest", flat=True))
    cited = set(Source.objects.filter(code__in=sources).values_list("code", flat=True))
    return {"pictures": sorted(pictures - known), "sources": sorted(sources - cited)}


def _lacks(each: WholeSection) -> tuple[Lack, ...]:
    asked = each.section.of_template
    is_required = asked is not None and asked.is_required
    if not each.html and not is_required:
        return ()
    return tuple(lacks(each.html, least_words=asked.least_words if asked else 0))


def _is_ready(whole: Whole, language: str) -> bool:
    """Title, every heading, and every text the source has; each text done, up to date and whole."""
    document = whole.document
    if not document.title.get(language):
        return False
    for each in whole.printed(language, numbers="none"):
        source = whole.text(each.section, document.source_language)
        if not each.section.heading.get(language):
            return False
        state = translation_state(whole.text(each.section, language), source)
        if whole.has_text(each.section, document.source_language) and state != TranslationState.DONE:
            return False
    return not any(found.blocking for found in lacks_in(whole, language))
