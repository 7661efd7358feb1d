"""A document held for a change: locked, and open to it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from portolan.accounts.models import User
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Section
from portolan.documents.registry import after_change_steps
from portolan.kernel.errors import DomainError


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


def require_own(document: Document, *sections: Section) -> None:
    """Raise DomainError for a section of another document."""
    if any(section.document_id != document.pk for section in sections):
        raise DomainError(_("This section belongs to another document."), code="foreign-section", field="section")


def tell_change(document: Document, *, by: User | None, at: dt.datetime) -> None:
    """Have follow what follows when something printed other than a text has changed."""
    for step in after_change_steps():
        step(document, by=by, at=at)
