"""What the worker does for the outbox. Each is idempotent and is run by the clock."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portolan.messages.domain import notices, outbox, submissions

# Digests are written after this hour, UTC: early morning around the Mediterranean.
DIGEST_HOUR = 5


@task()
def send_mail() -> int:
    """Send the approved messages that are due."""
    return outbox.send_waiting(at=timezone.now())


@task()
def write_digests() -> int:
    """Write the mails of the day, once it has begun."""
    now = timezone.now()
    return notices.send_digests(at=now) if now.hour >= DIGEST_HOUR else 0


@task()
def tidy() -> int:
    """Drop what nobody can use any more."""
    return submissions.forget_old(at=timezone.now())
