"""Housekeeping by the clock, for what the layers below cannot see."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from portolan.config import page_store

KEPT_DAYS = 14


@task()
def sweep_pages() -> int:
    """Delete stored pages of older generations; how many generations went."""
    return page_store.sweep()


@task()
def forget_finished_tasks() -> int:
    """Delete the traces of tasks that ended two weeks ago; how many."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]
