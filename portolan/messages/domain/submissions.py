"""Forms that are sent twice do their work once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone

from portolan.messages.models import Submission

KEPT_FOR = dt.timedelta(days=2)


def do_once(token: uuid.UUID, work: Callable[[], str]) -> str:
    """Run `work` unless this form was sent before; the address of its result, then and now.

    The token is written first, in the transaction of the work: of two sendings at once the second waits, then finds
    the first one's result. If the work raises, nothing is kept and the form can be sent again.
    """
    kept = Submission.objects.filter(token=token).first()
    if kept is not None:
        return kept.address
    try:
        with transaction.atomic():
            row = Submission.objects.create(token=token, at=timezone.now())
            row.address = work()
            row.save(update_fields=["address"])
            return row.address
    except IntegrityError:
        kept = Submission.objects.filter(token=token).first()
        if kept is None:
            raise
        return kept.address


def forget_old(*, at: dt.datetime) -> int:
    """Drop tokens no browser still shows; how many."""
    return Submission.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
