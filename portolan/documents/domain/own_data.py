"""What documents hold about the owner of an account, for the personal-data export."""

from __future__ import annotations

from typing import Any

from portolan.accounts.models import User
from portolan.documents.models import Draft, Revision
from portolan.documents.rules.words import plain_text


def texts_as_data(user: User) -> list[dict[str, Any]]:
    """The texts somebody saved: where, when, how many words."""
    rows = Revision.objects.filter(made_by=user).select_related("section__document").order_by("made_at", "pk")
    return [
        {**_place(row), "revision": row.number, "words": row.words, "at": row.made_at.isoformat()}
        for row in rows.defer("html", "text")
    ]


def drafts_as_data(user: User) -> list[dict[str, Any]]:
    """What somebody is typing and has not saved, with its words."""
    rows = Draft.objects.filter(user=user).select_related("section__document").order_by("saved_at", "pk")
    return [{**_place(row), "text": plain_text(row.html), "at": row.saved_at.isoformat()} for row in rows]


def _place(row: Revision | Draft) -> dict[str, str]:
    return {"document": str(row.section.document), "section": str(row.section), "language": row.language}
