"""Telling every process that something public changed."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from portolan.provenance.models import Generation


def public_changed() -> None:
    """Start a new generation of the public pages, inside the transaction of the change itself."""
    if not _begin_another():
        # The first change of all; of two at once, one makes the row and both count.
        Generation.objects.bulk_create([Generation(pk=1, number=1, at=timezone.now())], ignore_conflicts=True)
        _begin_another()


def _begin_another() -> int:
    return Generation.objects.filter(pk=1).update(number=F("number") + 1, at=timezone.now())


def generation() -> int:
    """The present generation."""
    return Generation.objects.filter(pk=1).values_list("number", flat=True).first() or 1


def last_change() -> dt.datetime | None:
    """When something public changed last; None where nothing ever did."""
    return Generation.objects.filter(pk=1).values_list("at", flat=True).first()
