"""Search entries, written by domain verbs."""

from __future__ import annotations

from django.db import models


def refresh(thing: models.Model) -> None:
    """Bring the entry of a thing up to date."""


def refresh_many(queryset: models.QuerySet) -> None:
    """Bring the entries of many things of one kind up to date."""


def forget(kind: str, pk: int | str) -> None:
    """Remove the entry of a thing that is gone."""
