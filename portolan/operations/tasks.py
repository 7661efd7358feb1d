"""Housekeeping by the clock, for what the layers below cannot see."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from portolan.config import page_store
from portolan.exchange.domain import imports
from portolan.operations.erasures import keep_journal

KEPT_DAYS = 14


@task()
def sweep_pages() -> int:
    """Delete stored pages of older generations; how many generations went."""
    return page_store.sweep()


@task()
def keep_erasures() -> int:
    """Write new erasures into the journal outside the database; how many. A restored backup replays them."""
    return keep_journal()


@task()
def sweep_imports() -> int:
    """Delete the staged rows of imports two weeks old: they hold what people wrote about people; how many."""
    return imports.sweep(before=timezone.now() - dt.timedelta(days=KEPT_DAYS))


@task()
def forget_finished_tasks() -> int:
    """Delete the traces of tasks that ended two weeks ago; how many."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]
