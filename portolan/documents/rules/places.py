"""In which scopes documents and what belongs to them lie."""

from __future__ import annotations

from django.db.models import Model

from portolan.accounts.registry import Place
from portolan.documents.models import Document, Section


def _keys(document: Document) -> set[str]:
    """City, component, and, once it is made, the document itself."""
    keys = {
        f"organisation:{document.city_id}" if document.city_id else "",
        f"component:{document.component}" if document.component else "",
        f"documents.document:{document.pk}" if document.pk else "",
    }
    return keys - {""}


def place_of_document(document: Model) -> Place:
    """A document lies in its city, its component and itself.

    It does not lie in its sections: whoever may write one of them may not change the whole.
    """
    return Place(frozenset(_keys(document))) if isinstance(document, Document) else Place()


def place_of_section(section: Model) -> Place:
    """A section lies where its document does, and in itself."""
    if not isinstance(section, Section):
        return Place()
    return Place(frozenset(_keys(section.document) | {f"documents.section:{section.pk}"}))


def place_of_part(row: Model) -> Place:
    """A step, an edition, a guest, a file: where its document lies."""
    return place_of_document(getattr(row, "document", row))


def place_in_section(row: Model) -> Place:
    """A revision, a remark, a text: where its section lies."""
    return place_of_section(getattr(row, "section", row))


def place_of_signoff(row: Model) -> Place:
    """A sign-off lies where its step does."""
    return place_of_part(getattr(row, "step", row))
