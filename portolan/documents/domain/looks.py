"""What changed in a document since somebody last looked."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Q, Subquery

from portolan.accounts.models import User
from portolan.documents.models import Document, LastLook, Revision, Section, SectionText


def look(document: Document, user: User, language: str, *, at: dt.datetime) -> None:
    """Note that somebody has read a document in a language up to now. Ask `changed_since` before."""
    fields = {"document": document, "user": user, "language": language}
    held, is_new = LastLook.objects.get_or_create(**fields, defaults={"at": at})
    if not is_new and held.at < at:
        # Of two pages opened at once the later look counts, whichever is written last.
        LastLook.objects.filter(pk=held.pk, at__lt=at).update(at=at)


def last_look(document: Document, user: User, language: str) -> dt.datetime | None:
    """When somebody last looked; None for never."""
    looks = LastLook.objects.filter(document=document, user=user, language=language)
    return looks.values_list("at", flat=True).first()


def changed_since(document: Document, user: User, language: str) -> list[tuple[Section, str, str]]:
    """The sections whose text is another than at the last look, in order, with the text then and now.

    A section written since has an empty text then. Who never looked has nothing to compare with. Two queries, and one
    for the older texts.
    """
    at = last_look(document, user, language)
    if at is None:
        return []
    seen = Revision.objects.filter(section=OuterRef("section"), language=language, made_at__lte=at)
    texts = (
        SectionText.objects.filter(Q(current__made_at__gt=at), section__document=document, language=language)
        .annotate(seen=Subquery(seen.order_by("-number").values("pk")[:1]))
        .select_related("section", "current")
        .order_by("section__position", "section_id")
    )
    rows = list(texts)
    older = Revision.objects.in_bulk([row.seen for row in rows if row.seen is not None])
    compared = [(row.section, older[row.seen].html if row.seen else "", row.current.html) for row in rows]
    return [(section, old, new) for section, old, new in compared if old != new]
