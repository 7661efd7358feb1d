"""The sections of a document: added, renamed, moved, taken out."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.held import open_document, require_own, tell_change
from portolan.documents.enums import SectionFamily
from portolan.documents.models import Document, Section
from portolan.documents.models.document import SECTION_KEY
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import slug as slug_of
from portolan.kernel.texts import Text


def add_section(
    document: Document, *, heading: Text, after: Section | None, by: User | None, at: dt.datetime
) -> Section:
    """Add a section the template does not know, after another, or first of all without `after`.

    It takes the level and family of the one before it. Raises DomainError while published or for a foreign section.
    """
    require_own(document, *([after] if after else []))
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
        tell_change(held, by=by, at=at)
    return section


def rename_section(section: Section, *, heading: Text, by: User | None, at: dt.datetime) -> Section:
    """Give a section another heading; its key stays. Raises DomainError while the document is published."""
    with transaction.atomic():
        document = open_document(section.document)
        held = Section.objects.select_related("document").get(pk=section.pk)
        before, held.heading = held.heading, heading
        _require_heading(held)
        if before.to_json() != heading.to_json():
            held.save(update_fields=["heading"])
            changes = {"heading": [before.to_json(), heading.to_json()]}
            audit.record("section-renamed", held, by=by, at=at, changes=changes)
            tell_change(document, by=by, at=at)
    section.heading = heading
    return section


def move_section(section: Section, *, after: Section | None, by: User | None, at: dt.datetime) -> Section:
    """Put a section after another, or first. Raises DomainError while published or beside a foreign section."""
    require_own(section.document, *([after] if after else []))
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
        tell_change(held, by=by, at=at)
    section.position = moved.position
    return section


def remove_section(section: Section, *, by: User | None, at: dt.datetime) -> None:
    """Take out a section nobody wrote in. Raises DomainError with a text or a draft, or where the template needs it."""
    with transaction.atomic():
        document = open_document(section.document)
        held = Section.objects.select_related("of_template", "document").get(pk=section.pk)
        if held.of_template is not None and held.of_template.is_required:
            raise DomainError(_("Every document of this kind has this section."), code="section-required")
        if held.revisions.exists():
            raise DomainError(_("This section has a text: it stays."), code="section-written")
        if held.drafts.exclude(html="").exists():
            raise DomainError(_("Somebody is writing in this section."), code="section-drafted")
        audit.record("section-removed", held, by=by, at=at, changes={"document": [held.document.slug, None]})
        held.delete()
        tell_change(document, by=by, at=at)


def _free_key(document: Document, heading: Text) -> str:
    latin = next((heading.get(code) for code in ("en", "fr", heading.source) if heading.get(code)), "")
    base = slug_of(latin)[: SECTION_KEY - 4].strip("-") or "section"
    taken = set(document.sections.values_list("key", flat=True))
    return next(each for number in count(1) if (each := base if number == 1 else f"{base}-{number}") not in taken)


def _require_heading(section: Section) -> None:
    """A heading that is short of the source language is shown in another: only an empty one is refused."""
    if not section.heading:
        raise DomainError(_("Give the section a heading."), code="heading-needed", field="heading")


def _fresh(section: Section | None) -> Section | None:
    return Section.objects.get(pk=section.pk) if section else None
