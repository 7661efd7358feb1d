"""Texts of documents written straight into the tables, as the verbs leave them: revisions, and editions of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from portolan.accounts.models import User
from portolan.documents.models import Document, Edition, EditionSection, Revision, Section, SectionText
from portolan.documents.rules.blocks import notes_in
from portolan.documents.rules.canonical import text_hash
from portolan.documents.rules.words import count_words, plain_text

BATCH = 2_000


class Frozen(NamedTuple):
    """A document that is to have its first edition, and its sections in order."""

    document: Document
    sections: Sequence[Section]


def revisions_of(texts: Iterable[tuple[Section, str, str]], *, by: User | None, at: dt.datetime) -> list[Revision]:
    """The first revision of each (section, language, canonical HTML), in that order, each the newest of its text.

    Of each section the source comes first; what follows renders it and is done.
    """
    revisions = Revision.objects.bulk_create(
        (_revision(section, language, html, by, at) for section, language, html in texts), batch_size=BATCH
    )
    sources: dict[int, Revision] = {}
    SectionText.objects.bulk_create(
        (_standing(revision, sources.setdefault(revision.section_id, revision)) for revision in revisions),
        batch_size=BATCH,
    )
    return revisions


def _revision(section: Section, language: str, html: str, by: User | None, at: dt.datetime) -> Revision:
    text = plain_text(html)
    made = {"made_at": at, "made_by": by, "hash": text_hash(html), "words": count_words(text)}
    return Revision(section=section, language=language, number=1, html=html, text=text, **made)


def _standing(revision: Revision, source: Revision) -> SectionText:
    renders = None if revision is source else source
    is_done = renders is not None
    return SectionText(
        section_id=revision.section_id, language=revision.language, current=revision, renders=renders, is_done=is_done
    )


def publish_rows(wanted: Sequence[Frozen], revisions: Mapping[tuple[int, str], Revision]) -> list[Edition]:
    """The first edition of each document, of the day it is in its stage since; its sections stand in it."""
    editions = Edition.objects.bulk_create((_edition(each.document) for each in wanted), batch_size=BATCH)
    told = list(zip(editions, wanted, strict=True))
    EditionSection.objects.bulk_create(
        (
            _frozen(edition, language, position, section, revisions[section.pk, language])
            for edition, each in told
            for language in edition.languages
            for position, section in enumerate(each.sections, 1)
        ),
        batch_size=BATCH,
    )
    if editions:
        ours = Edition.objects.filter(pk__gte=editions[0].pk)
        edition = ours.filter(document=OuterRef("document")).values("pk")[:1]
        Section.objects.filter(document__in=ours.values("document")).update(in_edition=Subquery(edition))
    return editions


def _edition(document: Document) -> Edition:
    return Edition(
        document=document,
        number=1,
        languages=document.languages,
        title=document.title,
        published_at=document.stage_since,
        contents={language: _contents(document, language) for language in document.languages},
    )


def _contents(document: Document, language: str) -> dict[str, object]:
    return {
        "hash": text_hash(f"{document.slug} {language}"),
        "title": document.title.pick(language).text,
        "kind": document.kind,
        "template": "",
        "city": document.city.name.pick(language).text if document.city else "",
        "network": "",
        "validation": "",
        "sources": {},
    }


def _frozen(edition: Edition, language: str, position: int, section: Section, revision: Revision) -> EditionSection:
    return EditionSection(
        edition=edition,
        language=language,
        position=position,
        key=section.key,
        level=section.level,
        number=str(position),
        heading=section.heading.pick(language).text,
        html=revision.html,
        hash=revision.hash,
        words=revision.words,
        notes=notes_in(revision.html),
    )
