"""Publishing: a text frozen as an edition with a stable address; withdrawing one; reopening a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.chain import advance_if_passed, lock, return_to_authors
from portolan.documents.domain.completeness import lacks_in, languages_ready, missing_references
from portolan.documents.domain.pictures import note_published
from portolan.documents.domain.publication_notices import tell
from portolan.documents.domain.sources import words_of_sources
from portolan.documents.domain.standing import StepState, chain_of
from portolan.documents.domain.validation import printed_reservations, validation_sentence
from portolan.documents.domain.whole import (
    Whole,
    city_name,
    full_address,
    network_name,
    read_whole,
)
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Edition, EditionSection
from portolan.documents.rules.blocks import citations_in, notes_in
from portolan.documents.rules.stages import MOVES
from portolan.documents.rules.words import count_words, plain_text
from portolan.kernel.errors import DomainError
from portolan.kernel.lists import say_list
from portolan.kernel.texts import Text
from portolan.provenance.domain.publication import public_changed
from portolan.search.domain.entries import refresh_many


def publish(document: Document, *, by: User | None, at: dt.datetime, note: Text) -> Edition:
    """Freeze a document that is ready as its next edition: its source language, and others complete and up to date.

    `note` says what changed since the edition before; the first may go without. Raises DomainError from another stage,
    when a party's answer is missing or stale, while the source text lacks something (`lacks`), names a picture or
    source nobody has, or a further edition comes without a note.
    """
    with transaction.atomic():
        held = lock(document)
        MOVES.require(held.stage, Stage.PUBLISHED)
        whole, states = read_whole(held), chain_of(held)
        _require_signed(states)
        languages = languages_ready(whole)
        _require_complete(whole, languages)
        before = held.editions.order_by("-number").first()
        if before is not None and not note:
            raise DomainError(_("Say what changed since the last edition."), code="note-needed", field="note")
        edition = _freeze(whole, states, languages, number=before.number + 1 if before else 1, by=by, at=at, note=note)
        held.stage, held.stage_since = Stage.PUBLISHED, at
        held.save(update_fields=["stage", "stage_since"])
        changes = {"edition": [before.number if before else None, edition.number], "languages": [None, languages]}
        audit.record("edition-published", edition, by=by, at=at, changes=changes, reason=str(note))
        # Closes the tasks of those who waited for it.
        advance_if_passed(held, by=by, at=at)
        _show(held)
        tell("document-published", held, by=by, at=at, values={"number": edition.number})
    document.stage, document.stage_since = held.stage, held.stage_since
    return edition


def withdraw(edition: Edition, *, by: User | None, at: dt.datetime, reason: str) -> Edition:
    """Take an edition from the public at once: pages, files, pictures, search. An older one does not take its place.

    Withdrawn twice, nothing more happens. Raises DomainError without a reason.
    """
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    with transaction.atomic():
        document = lock(edition.document)
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        if held.withdrawn_at is None:
            held.is_current, held.withdrawn_at, held.withdrawn_by = False, at, by
            held.withdrawal_reason = reason.strip()[:500]
            document.sections.filter(in_edition=held).update(in_edition=None)
            held.save(update_fields=["is_current", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
            audit.record("edition-withdrawn", held, by=by, at=at, reason=held.withdrawal_reason)
            _show(document)
            values = {"number": held.number, "reason": held.withdrawal_reason}
            tell("document-withdrawn", document, by=by, at=at, values=values)
    return held


def reopen(document: Document, *, by: User | None, at: dt.datetime, reason: str) -> Document:
    """Begin a change of a published document: it is a draft again, while its edition stays public as it is.

    Raises DomainError without a reason, and for a document that is not published.
    """
    with transaction.atomic():
        held = lock(document)
        if held.stage != Stage.PUBLISHED:
            raise DomainError(_("This step is not possible from the present state."), code="no-such-move")
        return_to_authors(held, by=by, at=at, reason=reason)
    document.stage, document.stage_since = held.stage, held.stage_since
    return held


def edition_of(document: Document) -> Edition | None:
    """The edition the public reads now: the newest, unless it was withdrawn."""
    return document.editions.current().first()


def citation(edition: Edition, language: str) -> str:
    """How an edition is cited: city or network, year, title, edition, network, address."""
    frozen: Mapping[str, Any] = edition.contents.get(language) or next(iter(edition.contents.values()), {})
    title = frozen.get("title") or edition.title.pick(language).text
    city, network = frozen.get("city", ""), frozen.get("network", "")
    with override(language):
        number = _("edition %(number)d") % {"number": edition.number}
    parts = [f"{city or network} ({edition.published_at.year})".strip(), title, number, network if city else ""]
    address = full_address(f"documents.edition:{edition.pk}", language)
    return ". ".join(part.rstrip(".") for part in parts if part) + "." + (f" {address}" if address else "")


def _require_signed(states: Sequence[StepState]) -> None:
    if not states:
        raise DomainError(_("Say first who answers for this document."), code="not-signed")
    if waiting := [str(state.step.party) for state in states if not state.is_passed]:
        values = {"parties": say_list(waiting)}
        words = _("The text as it is has not the agreement of all parties: %(parties)s") % values
        raise DomainError(words, code="not-signed")


def _require_complete(whole: Whole, languages: Sequence[str]) -> None:
    source = whole.document.source_language
    lacking = [each for each in lacks_in(whole, source) if each.blocking]
    if lacking:
        first = lacking[0]
        values = {"section": str(first.section.heading), "lack": str(first.blocking[0].words), "number": len(lacking)}
        words = (
            ngettext(
                "%(number)d section lacks something. “%(section)s”: %(lack)s",
                "%(number)d sections lack something, first of them “%(section)s”: %(lack)s",
                len(lacking),
            )
            % values
        )
        raise DomainError(words, code="lacks")
    missing = missing_references([each for code in languages for each in whole.printed(code, numbers="none")])
    if missing["pictures"]:
        raise DomainError(_("A picture of this text is not there any more."), code="picture-missing")
    if missing["sources"]:
        words = _("The text cites a source that is not on record: %(code)s") % {"code": missing["sources"][0]}
        raise DomainError(words, code="source-missing")


def _freeze(
    whole: Whole,
    states: Sequence[StepState],
    languages: Sequence[str],
    *,
    number: int,
    by: User | None,
    at: dt.datetime,
    note: Text,
) -> Edition:
    document = whole.document
    contents = {language: _contents(whole, states, language) for language in languages}
    Edition.objects.filter(document=document, is_current=True).update(is_current=False)
    edition = Edition.objects.create(
        document=document,
        number=number,
        languages=list(languages),
        title=document.title,
        published_at=at,
        published_by=by,
        note=note,
        contents=contents,
        reservations=printed_reservations(states),
    )
    rows = [row for language in languages for row in _sections(whole, edition, language)]
    EditionSection.objects.bulk_create(rows)
    document.sections.update(in_edition=None)
    document.sections.filter(key__in={row.key for row in rows}).update(in_edition=edition)
    note_published(edition, [row.html for row in rows])
    return edition


def _contents(whole: Whole, states: Sequence[StepState], language: str) -> Mapping[str, Any]:
    """Everything that is printed in a language, so that nothing said later changes it."""
    document = whole.document
    sections = whole.printed(language)
    codes = [code for each in sections for code in citations_in(each.html)]
    return {
        "hash": whole.hash(language),
        "title": document.title.pick(language).text,
        "kind": document.kind,
        "template": str(document.template),
        "city": city_name(document, language),
        "network": network_name(language),
        "validation": validation_sentence(states, language),
        "sources": {code: asdict(words) for code, words in words_of_sources(codes, language).items()},
    }


def _sections(whole: Whole, edition: Edition, language: str) -> Iterator[EditionSection]:
    """The sections as they are printed in a language, to be frozen."""
    for position, each in enumerate(whole.printed(language), 1):
        yield EditionSection(
            edition=edition,
            language=language,
            position=position,
            key=each.section.key,
            level=each.section.level,
            number=each.number,
            heading=each.heading,
            html=each.html,
            hash=each.hash,
            words=count_words(plain_text(each.html)),
            notes=notes_in(each.html),
        )


def _show(document: Document) -> None:
    """Bring what the public sees in line: stored pages and search, in the transaction of the change."""
    public_changed()
    refresh_many(document.editions.all())
    refresh_many(document.sections.all())
