"""Keeping what went wrong: the kind of error and its place, no value of anybody's."""

from __future__ import annotations

import datetime as dt
import logging
import traceback

from django.db import DatabaseError, models, transaction
from django.utils import timezone

from portolan.messages.models import Fault

log = logging.getLogger("portolan.faults")


def keep_fault(error: BaseException, *, pattern: str = "", request_id: str = "", at: dt.datetime | None = None) -> None:
    """Log an unhandled error and count it in the list of faults.

    `pattern` is the pattern of the address, or the path of a task. Never raises: with the database away, the log
    line remains.
    """
    kind, place = kind_of(error), place_of(error)
    log.error("unhandled error", extra={"kind": kind, "place": place, "pattern": pattern})
    try:
        with transaction.atomic():
            _count(kind, place, pattern[:200], request_id, at or timezone.now())
    except DatabaseError:
        log.warning("the fault could not be kept")


def kind_of(error: BaseException) -> str:
    """The error's class, with its module."""
    return f"{type(error).__module__}.{type(error).__qualname__}"[:120]


def place_of(error: BaseException) -> str:
    """`module:function:line` of the innermost step in our own code, else of the innermost step at all."""
    steps = [
        (frame.f_globals.get("__name__", ""), frame, line) for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [step for step in steps if step[0].startswith("portolan.")]
    if not steps:
        return ""
    module, frame, line = (ours or steps)[-1]
    return f"{module}:{frame.f_code.co_name}:{line}"[:200]


def _count(kind: str, place: str, pattern: str, request_id: str, at: dt.datetime) -> None:
    fault, is_new = Fault.objects.get_or_create(
        kind=kind, place=place, pattern=pattern, defaults={"request_id": request_id, "first_at": at, "last_at": at}
    )
    if not is_new:
        Fault.objects.filter(pk=fault.pk).update(count=models.F("count") + 1, last_at=at, request_id=request_id)
