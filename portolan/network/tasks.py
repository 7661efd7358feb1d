"""What the worker does for the network, by the clock."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portolan.network.domain import merging


@task()
def forget_old_merges() -> int:
    """Drop the old values of merges nobody may undo any more."""
    return merging.forget_old_moves(at=timezone.now())
