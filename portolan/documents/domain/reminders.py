"""What the clock does for chains: reminders before and after a due day, silence noted, tasks kept in line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portolan.accounts.models import User
from portolan.documents.domain.chain import advance_if_passed
from portolan.documents.domain.hands import hands_of
from portolan.documents.domain.signing import close_by_silence
from portolan.documents.domain.waiting import TASK
from portolan.documents.enums import REVIEW_STAGES, Stage
from portolan.documents.models import Document, Step
from portolan.documents.rules.audiences import AUTHOR_ROLES
from portolan.kernel.errors import DomainError
from portolan.messages.domain.notices import notify
from portolan.messages.models import Notice, Task

# Days before the due day on which somebody hears of it; after it, every week.
BEFORE = (7, 1)
AFTER_EVERY = 7
DUE, LATE = "document-due", "document-late"


@dataclass(frozen=True)
class Reminder:
    """Somebody to be told of one due day of one document."""

    user: User
    document: Document
    due_on: dt.date
    mark: str
    kind: str
    values: dict[str, Any]


def keep_chains(*, at: dt.datetime) -> int:
    """Bring stages and tasks of all documents in review in line with roles and answers; how many were looked at.

    Roles begin and end by date, and titles and sections change: nothing else would notice.
    """
    live = Document.objects.filter(stage__in=(*REVIEW_STAGES, Stage.READY))
    waiting = Task.objects.open().filter(kind=TASK).values_list("object_id", flat=True)
    ids = {*live.values_list("pk", flat=True), *(int(pk) for pk in waiting)}
    for document in Document.objects.filter(pk__in=ids).order_by("pk"):
        advance_if_passed(document, by=None, at=at)
    return len(ids)


def close_silences(*, at: dt.datetime) -> int:
    """Note the silence of every party whose chain lets it count and whose date has passed; how many."""
    steps = Step.objects.standing().filter(
        document__stage__in=REVIEW_STAGES, due_on__lt=at.date() + dt.timedelta(days=1)
    )
    closed = 0
    for step in steps.exclude(silence_basis="").select_related("document").order_by("pk"):
        try:
            close_by_silence(step, by=None, at=at)
        except DomainError:
            # Not yet, or never: the page of the document says why.
            continue
        closed += 1
    return closed


def remind(*, at: dt.datetime) -> int:
    """Tell those who are waited for a week and a day before a due day, and every week after it; how many notices.

    Run twice on one day it tells nobody twice; a day without a run is made good on the next.
    """
    wanted = [*_of_steps(at.date()), *_of_drafts(at.date())]
    told = _told(wanted)
    sent = 0
    for each in wanted:
        key = (each.user.pk, str(each.document.pk), each.mark)
        if key not in told:
            told.add(key)
            notify(each.user, each.kind, on=each.document, values=each.values, by=None, at=at)
            sent += 1
    return sent


def _of_steps(today: dt.date) -> Iterator[Reminder]:
    tasks = Task.objects.open().filter(kind=TASK, due_at__isnull=False, assignee__is_active=True)
    rows = list(tasks.select_related("assignee"))
    ids = {task.values.get("step") for task in rows} - {None}
    steps = Step.objects.filter(pk__in=ids, due_on__isnull=False).select_related("document")
    by_pk = {step.pk: step for step in steps}
    for task in rows:
        step = by_pk.get(task.values.get("step"))
        if step is not None and step.due_on and task.assignee:
            party = {"party": step.party.to_json()}
            yield from _for(task.assignee, step.document, step.due_on, today, f"step-{step.pk}", party)


def _of_drafts(today: dt.date) -> Iterator[Reminder]:
    soon = today + dt.timedelta(days=max(BEFORE))
    drafts = Document.objects.filter(stage=Stage.DRAFT)
    due = Q(due_on__lte=soon) | Q(sections__due_on__lte=soon)
    for document in drafts.filter(due).distinct().order_by("pk"):
        for hand in hands_of(document):
            day = (hand.section.due_on if hand.section else None) or document.due_on
            if hand.role in AUTHOR_ROLES and day is not None:
                yield from _for(hand.user, document, day, today, "draft", {})


def _for(
    user: User, document: Document, due_on: dt.date, today: dt.date, what: str, values: dict[str, Any]
) -> Iterator[Reminder]:
    when = _when(due_on, today)
    if when:
        mark = f"{what}:{due_on.isoformat()}:{when}"
        kind = LATE if today > due_on else DUE
        yield Reminder(
            user,
            document,
            due_on,
            mark,
            kind,
            {**values, "due_on": due_on.isoformat(), "mark": mark, "slug": document.slug},
        )


def _when(due_on: dt.date, today: dt.date) -> str:
    """Which of the reminders of a due day has come: the last one that has; empty before the first."""
    left = (due_on - today).days
    if left < 0:
        return f"late-{(-left - 1) // AFTER_EVERY}"
    return next((f"before-{days}" for days in sorted(BEFORE) if left <= days), "")


def _told(wanted: list[Reminder]) -> set[tuple[int, str, str]]:
    ids = {str(each.document.pk) for each in wanted}
    rows = Notice.objects.filter(kind__in=(DUE, LATE), object_kind="documents.document", object_id__in=ids)
    return {
        (pk, thing, values.get("mark", "")) for pk, thing, values in rows.values_list("user", "object_id", "values")
    }
