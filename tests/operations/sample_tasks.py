"""Tasks the tests of the worker enqueue, also from other processes."""

import os
import time
from pathlib import Path

from django_tasks import task

from portolan.kernel.errors import DomainError
from portolan.messages.models import PeriodicRun


def leave_mark(key):
    """The effect the tests look for: a row by its key, so that a second attempt changes nothing."""
    PeriodicRun.objects.get_or_create(name=key, defaults={"due_at": "2017-03-25T00:00:00Z"})


@task()
def two_steps(folder):
    """Two committed steps. The first attempt stands still between them until it is killed."""
    leave_mark("first step")
    begun = Path(folder) / "begun"
    if not begun.exists():
        begun.write_text(str(os.getpid()))
        time.sleep(120)
    leave_mark("second step")


@task()
def works():
    leave_mark("worked")


@task()
def fails():
    raise ValueError("mayda@antillia.example")


@task()
def is_refused():
    raise DomainError("Nothing to send.", code="nothing")
