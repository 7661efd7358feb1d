"""Finding the text a page is about, and asking whether its reader may write it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.documents.domain.translation import texts_of
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Revision, Section, SectionText
from portolan.kernel.languages import direction


@dataclass(frozen=True)
class FoundText:
    """A section in one language, with what is asked of it on every page."""

    section: Section
    language: str
    may_write: bool

    @property
    def document(self) -> Document:
        """The document it is a section of."""
        return self.section.document

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, of its language."""
        return direction(self.language)

    @property
    def is_translation(self) -> bool:
        """True in another language than the document's source."""
        return self.language != self.document.source_language

    @property
    def is_closed(self) -> bool:
        """True while the document is published: it is reopened before it is changed."""
        return self.document.stage == Stage.PUBLISHED

    def address(self, name: str, *more: Any) -> str:
        """The path of one of the pages of this text."""
        return reverse(f"desk:{name}", args=[self.document.slug, self.section.key, self.language, *more])

    def current(self) -> Revision | None:
        """Its newest revision, None while nothing is written."""
        rows = SectionText.objects.select_related("current__made_by", "renders")
        held = rows.filter(section=self.section, language=self.language).first()
        return held.current if held else None

    def revision(self, number: Any) -> Revision | None:
        """A revision by its number; None for none and for one that is not there."""
        if not isinstance(number, int) or isinstance(number, bool):
            return None
        rows = Revision.objects.select_related("made_by", "section__document")
        return rows.filter(section=self.section, language=self.language, number=number).first()


def found_text(request: HttpRequest, slug: str, key: str, language: str, *, to_write: bool = True) -> FoundText:
    """The text of an address: 404 where its reader may not even know of it, 403 where they may only read."""
    sections = Section.objects.visible_to(request.user).select_related("document__record", "of_template")
    section = get_object_or_404(sections, document__slug=slug, key=key)
    if language not in section.document.languages:
        raise Http404
    found = FoundText(section, language, may_write(request.user, section, language))
    if to_write and not found.may_write:
        raise PermissionDenied
    return found


def may_write(user: Any, section: Section, language: str) -> bool:
    """Authors write in every language, translators in all but the source."""
    if can(user, Permission.DOCUMENT_WRITE, on=section):
        return True
    return language != section.document.source_language and can(user, Permission.DOCUMENT_TRANSLATE, on=section)


def texts_by_section(document: Document) -> dict[int, dict[str, SectionText]]:
    """Section -> language -> where it stands; without the words themselves."""
    found: dict[int, dict[str, SectionText]] = {}
    for text in texts_of([document]):
        found.setdefault(text.section_id, {})[text.language] = text
    return found


def wants_json(request: HttpRequest) -> bool:
    """True for the editor's script, false for a plain form."""
    return request.headers.get("Accept", "").startswith("application/json")


def given(request: HttpRequest) -> dict[str, Any]:
    """What was sent: the script sends JSON, a form its fields. What is no object of JSON counts as nothing."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}
