"""Making documents and changing what they consist of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.held import open_document, require_open, require_own, tell_change
from portolan.documents.domain.sections import add_section, move_section, remove_section, rename_section
from portolan.documents.domain.templates import current_template
from portolan.documents.models import Document, DocumentTemplate, Section
from portolan.documents.models.document import DOCUMENT_SLUG
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import slug as slug_of
from portolan.kernel.languages import KNOWN
from portolan.kernel.texts import Text
from portolan.network.models import Organisation
from portolan.provenance.models import Record
from portolan.search.domain.entries import refresh

__all__ = [
    "add_section",
    "create_document",
    "free_slug",
    "move_section",
    "open_document",
    "remove_section",
    "rename_document",
    "rename_section",
    "require_open",
    "set_dates",
    "set_languages",
]


def create_document(
    *,
    kind: str,
    title: Text,
    source_language: str,
    languages: Iterable[str],
    record: Record,
    by: User | None,
    at: dt.datetime,
    template: DocumentTemplate | None = None,
    city: Organisation | None = None,
    component: str = "",
    slug: str | None = None,
    due_on: dt.date | None = None,
) -> Document:
    """Make a document with the sections of its template, the current one of its kind by default.

    Raises DomainError for a title missing in the source language, an unknown language, a template of another kind, or
    when real and invented would mix.
    """
    template = template or current_template(kind)
    lies: dict[str, Any] = {"record": record, "city": city, "component": component, "due_on": due_on}
    made: dict[str, Any] = {"made_at": at, "made_by": by, "stage_since": at}
    document = Document(kind=kind, template=template, title=title, source_language=source_language, **lies, **made)
    document.languages = _languages(source_language, languages)
    _check(document)
    with transaction.atomic():
        document.slug = free_slug(slug or _latin(title, city, at), empty=kind)
        document.save()
        Section.objects.bulk_create(_sections(document, template))
        audit.record("document-created", document, by=by, at=at, changes={"template": [None, str(template)]})
        refresh(document)
    return document


def rename_document(document: Document, *, title: Text, by: User | None, at: dt.datetime) -> Document:
    """Give another title; the address stays. Raises DomainError while published, or without a title in the source."""
    with transaction.atomic():
        held = open_document(document)
        before, held.title = held.title, title
        _check(held)
        if before.to_json() != title.to_json():
            held.save(update_fields=["title"])
            changes = {"title": [before.to_json(), title.to_json()]}
            audit.record("document-renamed", held, by=by, at=at, changes=changes)
            refresh(held)
            tell_change(held, by=by, at=at)
    document.title = title
    return document


def set_languages(document: Document, *, languages: Iterable[str], by: User | None, at: dt.datetime) -> Document:
    """Say in which languages it is to exist; the source language always stays. Texts of one left out are kept."""
    wanted = _languages(document.source_language, languages)
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        before = held.languages
        if before != wanted:
            held.languages = wanted
            held.save(update_fields=["languages"])
            audit.record("document-languages-set", held, by=by, at=at, changes={"languages": [before, wanted]})
    document.languages = wanted
    return document


def set_dates(
    document: Document,
    *,
    due_on: dt.date | None,
    by: User | None,
    at: dt.datetime,
    sections: Mapping[Section, dt.date | None] | None = None,
) -> Document:
    """Say by when the document is due, and single sections of it. Raises DomainError for a section of another one."""
    wanted = dict(sections or {})
    require_own(document, *wanted)
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        changes = {}
        if held.due_on != due_on:
            changes["due_on"] = [_iso(held.due_on), _iso(due_on)]
            Document.objects.filter(pk=held.pk).update(due_on=due_on)
        for section in Section.objects.filter(pk__in=[each.pk for each in wanted]):
            day = wanted[section]
            if section.due_on != day:
                changes[section.key] = [_iso(section.due_on), _iso(day)]
                Section.objects.filter(pk=section.pk).update(due_on=day)
        if changes:
            audit.record("document-dates-set", held, by=by, at=at, changes=changes)
    document.due_on = due_on
    return document


# Words that stand for pages of their own beside those of documents.
RESERVED = frozenset({"new", "languages", "pictures", "choose"})


def free_slug(wanted: str, *, empty: str = "document") -> str:
    """An address nobody has: the wanted one, or with a number after it."""
    base = slug_of(wanted)[: DOCUMENT_SLUG - 5].strip("-") or empty
    taken = RESERVED | set(Document.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(each for number in count(1) if (each := base if number == 1 else f"{base}-{number}") not in taken)


def _latin(title: Text, city: Organisation | None, at: dt.datetime) -> str:
    words = next((title.get(code) for code in ("en", "fr") if title.get(code)), "")
    return words or (f"{city.slug} {at.year}" if city else "")


def _languages(source: str, languages: Iterable[str]) -> list[str]:
    wanted = [source, *(code for code in languages if code != source)]
    unknown = [code for code in wanted if code not in KNOWN]
    if unknown:
        words = _("“%(code)s” is not a language of this site.") % {"code": unknown[0]}
        raise DomainError(words, code="no-such-language", field="languages")
    return list(dict.fromkeys(wanted))


def _check(document: Document) -> None:
    if not document.title.get(document.source_language):
        raise DomainError(_("The text is missing in its source language."), code="title-needed", field="title")
    if document.template.kind != document.kind:
        raise DomainError(_("This template is for another kind of document."), code="wrong-template", field="template")
    city = document.city
    if city is not None and city.is_invented and not document.is_invented:
        raise DomainError(_("Something real cannot point at something invented."), code="mixed-records", field="city")


def _sections(document: Document, template: DocumentTemplate) -> list[Section]:
    return [
        Section(
            document=document,
            key=each.key,
            position=each.position,
            level=each.level,
            family=each.family,
            heading=each.heading,
            is_numbered=each.is_numbered,
            of_template=each,
        )
        for each in template.sections.order_by("position")
    ]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
