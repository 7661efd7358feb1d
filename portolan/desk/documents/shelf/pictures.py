"""Where the desk serves pictures of work texts."""

from __future__ import annotations

from django.urls import reverse


def picture_address(digest: str) -> str:
    """The address of a picture for those who work on a document with it."""
    return reverse("desk:document-picture", args=[digest])
