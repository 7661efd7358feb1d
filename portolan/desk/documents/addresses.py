"""Where tasks and notices of documents lead on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from portolan.documents.domain import history, words
from portolan.documents.models import Document

Values = Mapping[str, Any]


def document_address(pk: str, values: Values) -> str:
    """The party that is asked, else the document's page; empty for one that is gone."""
    slug = values.get("slug") or Document.objects.filter(pk=pk).values_list("slug", flat=True).first()
    if not slug:
        return ""
    if values.get("step"):
        return reverse("desk:document-step", args=[slug, values["step"]])
    return reverse("desk:document", args=[slug])


def join() -> None:
    """Say it to all kinds of tasks and notices of documents."""
    history.join_notices(document_address)
    words.join_kinds(document_address)
