"""What documents hold about the owner of an account, for the personal-data export."""

from __future__ import annotations

from typing import Any

from portolan.accounts.models import User
from portolan.documents.models import Draft, Revision


def texts_as_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """The texts somebody saved, by place and time, and what they are typing, with its words."""
    saved = Revision.objects.filter(made_by=user).select_related("section__document").order_by("made_at", "pk")
    typing = Draft.objects.filter(user=user).select_related("section__document").order_by("saved_at", "pk")
    return {
        "saved": [
            {**_place(row), "revision": row.number, "words": row.words, "at": row.made_at.isoformat()}
            for row in saved.defer("html", "text")
        ],
        "drafts": [{**_place(row), "text": row.html, "at": row.saved_at.isoformat()} for row in typing],
    }


def _place(row: Revision | Draft) -> dict[str, str]:
    return {"document": row.section.document.slug, "section": row.section.key, "language": row.language}
