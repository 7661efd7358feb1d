"""Making documents and changing what they consist of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import count

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.templates import current_template
from portolan.documents.enums import SectionFamily, Stage
from portolan.documents.models import Document, DocumentTemplate, Section
from portolan.documents.models.document import DOCUMENT_SLUG, SECTION_KEY
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import slug as slug_of
from portolan.kernel.languages import KNOWN
from portolan.kernel.texts import Text
from portolan.network.models import Organisation
from portolan.provenance.models import Record


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
    document = Document(
        kind=kind,
        template=template,
        title=title,
        source_language=source_language,
        languages=_languages(source_language, languages),
        record=record,
        city=city,
        component=component,
        stage_since=at,
        due_on=due_on,
        made_at=at,
        made_by=by,
    )
    _check(document)
    with transaction.atomic():
        document.slug = free_slug(slug or _latin(title, city, at), empty=kind)
        document.save()
        Section.objects.bulk_create(_sections(document, template))
        audit.record("document-created", document, by=by, at=at, changes={"template": [None, str(template)]})
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
    _require_own(document, *wanted)
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


def add_section(
    document: Document, *, heading: Text, after: Section | None, by: User | None, at: dt.datetime
) -> Section:
    """Add a section the template does not know, after another, or first of all without `after`.

    It takes the level and family of the one before it. Raises DomainError while published or for a foreign section.
    """
    _require_own(document, *([after] if after else []))
    with transaction.atomic():
        held = open_document(document)
        before = _fresh(after)
        position = before.position + 1 if before else 1
        held.sections.filter(position__gte=position).update(position=F("position") + 1)
        section = Section(
            document=held,
            key=_free_key(held, heading),
            position=position,
            level=before.level if before else 1,
            family=before.family if before else SectionFamily.OTHER,
            heading=heading,
            is_numbered=before.is_numbered if before else True,
        )
        _require_heading(section)
        section.save()
        audit.record("section-added", section, by=by, at=at, changes={"document": [None, held.slug]})
    return section


def rename_section(section: Section, *, heading: Text, by: User | None, at: dt.datetime) -> Section:
    """Give a section another heading; its key stays. Raises DomainError while the document is published."""
    with transaction.atomic():
        open_document(section.document)
        held = Section.objects.select_related("document").get(pk=section.pk)
        before, held.heading = held.heading, heading
        _require_heading(held)
        if before.to_json() != heading.to_json():
            held.save(update_fields=["heading"])
            changes = {"heading": [before.to_json(), heading.to_json()]}
            audit.record("section-renamed", held, by=by, at=at, changes=changes)
    section.heading = heading
    return section


def move_section(section: Section, *, after: Section | None, by: User | None, at: dt.datetime) -> Section:
    """Put a section after another, or first. Raises DomainError while published or beside a foreign section."""
    _require_own(section.document, *([after] if after else []))
    with transaction.atomic():
        held = open_document(section.document)
        order = list(held.sections.order_by("position", "id"))
        moved = next(each for each in order if each.pk == section.pk)
        before = [each.key for each in order]
        order.remove(moved)
        place = next((number for number, each in enumerate(order, 1) if after and each.pk == after.pk), 0)
        order.insert(place, moved)
        if (after is not None and after.pk == section.pk) or [each.key for each in order] == before:
            return section
        for position, each in enumerate(order, 1):
            each.position = position
        Section.objects.bulk_update(order, ["position"])
        audit.record("section-moved", moved, by=by, at=at, changes={"order": [before, [each.key for each in order]]})
    section.position = moved.position
    return section


def remove_section(section: Section, *, by: User | None, at: dt.datetime) -> None:
    """Take out a section nobody wrote in. Raises DomainError with a text or a draft, or where the template needs it."""
    with transaction.atomic():
        open_document(section.document)
        held = Section.objects.select_related("of_template", "document").get(pk=section.pk)
        if held.of_template is not None and held.of_template.is_required:
            raise DomainError(_("Every document of this kind has this section."), code="section-required")
        if held.revisions.exists():
            raise DomainError(_("This section has a text: it stays."), code="section-written")
        if held.drafts.exclude(html="").exists():
            raise DomainError(_("Somebody is writing in this section."), code="section-drafted")
        audit.record("section-removed", held, by=by, at=at, changes={"document": [held.document.slug, None]})
        held.delete()


def open_document(document: Document) -> Document:
    """The document, locked until the transaction ends; raises DomainError while it is published."""
    held = Document.objects.select_for_update().get(pk=document.pk)
    require_open(held)
    return held


def require_open(document: Document) -> None:
    """Raise DomainError for a published document: a change begins with reopening it."""
    if document.stage == Stage.PUBLISHED:
        words = _("This document is published: reopen it, with a reason, to change it.")
        raise DomainError(words, code="published")


def free_slug(wanted: str, *, empty: str = "document") -> str:
    """An address nobody has: the wanted one, or with a number after it."""
    base = slug_of(wanted)[: DOCUMENT_SLUG - 5].strip("-") or empty
    taken = set(Document.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(each for number in count(1) if (each := base if number == 1 else f"{base}-{number}") not in taken)


def _free_key(document: Document, heading: Text) -> str:
    latin = next((heading.get(code) for code in ("en", "fr", heading.source) if heading.get(code)), "")
    base = slug_of(latin)[: SECTION_KEY - 4].strip("-") or "section"
    taken = set(document.sections.values_list("key", flat=True))
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


def _require_heading(section: Section) -> None:
    """A heading that is short of the source language is shown in another: only an empty one is refused."""
    if not section.heading:
        raise DomainError(_("Give the section a heading."), code="heading-needed", field="heading")


def _require_own(document: Document, *sections: Section) -> None:
    if any(section.document_id != document.pk for section in sections):
        raise DomainError(_("This section belongs to another document."), code="foreign-section", field="section")


def _fresh(section: Section | None) -> Section | None:
    return Section.objects.get(pk=section.pk) if section else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
