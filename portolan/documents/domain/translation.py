"""How far a document is translated: of each section and language, missing, in work, done, or out of date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.held import open_document
from portolan.documents.enums import TranslationState
from portolan.documents.models import Document, Revision, Section, SectionText
from portolan.documents.rules.canonical import text_hash
from portolan.kernel.errors import DomainError

MISSING, WORK, DONE, OUTDATED = TranslationState
EMPTY = text_hash("")


@dataclass(frozen=True)
class Cell:
    """A document in one language: how many of its sections stand how. What the source leaves empty is not counted."""

    counts: Mapping[TranslationState, int]

    @property
    def total(self) -> int:
        """The sections there are to be."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Those done and up to date."""
        return self.counts.get(DONE, 0)

    @property
    def percent(self) -> int:
        """The share done in whole percent, rounded down: 100 is all of them. 0 where there is nothing to do yet."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def state(self) -> TranslationState:
        """The whole in one word: out of date when a section is, done when all are, missing when nothing is there."""
        if self.counts.get(OUTDATED):
            return OUTDATED
        if self.total and self.done == self.total:
            return DONE
        return WORK if self.done or self.counts.get(WORK) else MISSING


@dataclass(frozen=True)
class MatrixRow:
    """A document with its cell in each language it is to exist in, the source among them."""

    document: Document
    cells: Mapping[str, Cell] = field(default_factory=dict)


def translation_state(section_text: SectionText | None, source_text: SectionText | None) -> TranslationState:
    """How a section stands in a language, beside its source text.

    The source itself is done when it is there. A translation is out of date when it was done and the source says
    something else since; taken back, the old words make it up to date again.
    """
    if section_text is None or not has_text(section_text):
        return MISSING
    if source_text is not None and section_text.language == source_text.language:
        return DONE
    if not section_text.is_done:
        return WORK
    return OUTDATED if _is_behind(section_text, source_text) else DONE


def has_text(section_text: SectionText | None) -> bool:
    """Whether something is written: a text that was emptied again is none."""
    return section_text is not None and section_text.current.hash != EMPTY


def outdated_since(section_text: SectionText | None, source_text: SectionText | None) -> int | None:
    """The number of the first source revision a finished translation does not render; None while it is up to date."""
    if section_text is None or translation_state(section_text, source_text) != OUTDATED:
        return None
    return section_text.renders.number + 1 if section_text.renders else 1


def texts_of(documents: Iterable[Document]) -> QuerySet[SectionText]:
    """Where the sections of documents stand in all languages, without the texts themselves: one query."""
    light = ("current__html", "current__text", "renders__html", "renders__text")
    return (
        SectionText.objects.filter(section__document__in=[document.pk for document in documents])
        .select_related("current", "renders")
        .defer(*light)
    )


def matrix(documents: Iterable[Document]) -> list[MatrixRow]:
    """Documents x languages, in the order given: two queries however many documents."""
    wanted = list(documents)
    sections = Section.objects.filter(document__in=[document.pk for document in wanted])
    required: dict[int, list[tuple[int, bool]]] = {}
    for pk, document_id, is_required in sections.values_list("pk", "document_id", "of_template__is_required"):
        required.setdefault(document_id, []).append((pk, bool(is_required)))
    texts = {(text.section_id, text.language): text for text in texts_of(wanted)}
    return [_row(document, required.get(document.pk, []), texts) for document in wanted]


def mark_done(
    section: Section,
    language: str,
    *,
    by: User | None,
    at: dt.datetime,
    renders: Revision | None = None,
) -> SectionText:
    """Say that a translation says the same as the newest source text, whether or not its words changed.

    `renders` is the source revision its translator had before them. Raises DomainError when the source moved on from
    it meanwhile, where there is no translation, for the source language itself, and while the document is published.
    """
    with transaction.atomic():
        document = open_document(section.document)
        if language == document.source_language:
            raise DomainError(_("The source language is not a translation."), code="source-language", field="language")
        source = _held(section, document.source_language)
        text = _held(section, language)
        if source is None or text is None:
            raise DomainError(_("There is no translation of this section yet."), code="no-translation")
        if renders is not None and renders.hash != source.current.hash:
            words = _("The source changed while you translated: look at what is new first.")
            raise DomainError(words, code="source-moved")
        if not text.is_done or text.renders_id != source.current_id:
            changes = {"language": [None, language], "renders": [_number(text.renders), source.current.number]}
            text.renders, text.is_done = source.current, True
            text.save(update_fields=["renders", "is_done"])
            audit.record("translation-done", section, by=by, at=at, changes=changes)
    return text


def reopen_translation(section: Section, language: str, *, by: User | None, at: dt.datetime) -> None:
    """Say that a translation said to be done needs work. Raises DomainError while the document is published."""
    with transaction.atomic():
        open_document(section.document)
        if SectionText.objects.filter(section=section, language=language, is_done=True).update(is_done=False):
            changes = {"language": [None, language]}
            audit.record("translation-reopened", section, by=by, at=at, changes=changes)


def changes_since_rendered(section: Section, language: str) -> tuple[str, str]:
    """The source text a translation renders, and the newest one: what a translator compares. Empty where none is."""
    source = _held(section, section.document.source_language)
    text = _held(section, language)
    old = text.renders.html if text is not None and text.renders else ""
    return old, source.current.html if source else ""


def _row(
    document: Document, sections: list[tuple[int, bool]], texts: Mapping[tuple[int, str], SectionText]
) -> MatrixRow:
    cells = {}
    for language in document.languages:
        counts: Counter[TranslationState] = Counter()
        for pk, is_required in sections:
            source = texts.get((pk, document.source_language))
            if has_text(source) or is_required:
                counts[translation_state(texts.get((pk, language)), source)] += 1
        cells[language] = Cell(dict(counts))
    return MatrixRow(document, cells)


def _is_behind(section_text: SectionText, source_text: SectionText | None) -> bool:
    if source_text is None:
        return False
    return section_text.renders is None or section_text.renders.hash != source_text.current.hash


def _held(section: Section, language: str) -> SectionText | None:
    return SectionText.objects.select_related("current", "renders").filter(section=section, language=language).first()


def _number(revision: Revision | None) -> int | None:
    return revision.number if revision else None
