"""What the worker does for documents. Each is idempotent."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portolan.documents.domain import reminders


@task()
def keep_chains() -> int:
    """Note the silence of parties whose date has passed, and keep stages and tasks in line with roles and answers."""
    now = timezone.now()
    return reminders.close_silences(at=now) + reminders.keep_chains(at=now)


@task()
def remind() -> int:
    """Remind those who are waited for."""
    return reminders.remind(at=timezone.now())
