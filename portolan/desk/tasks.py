"""Tasks and notices in the words of the reader, for the components that show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.models import User
from portolan.kernel.dates import say_ago, say_date
from portolan.messages.models import Task
from portolan.messages.registry import label_of, task_kind


def said_tasks(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Tasks for `components/tasks.html`."""
    return [_said(task) for task in tasks]


def _said(task: Task) -> dict[str, Any]:
    kind, now = task_kind(task.kind), timezone.now()
    label = label_of(task)
    late = task.due_at is not None and task.due_at < now
    return {
        "title": kind.sentence(label, task.values),
        "url": kind.url(task.object_id, task.values),
        "note": label,
        "due": _due(task, now) if task.due_at else "",
        "late": late,
        "verb": kind.verb,
        "demonstration": task.is_demonstration,
    }


def _due(task: Task, now: Any) -> str:
    due = task.due_at
    if due is None:
        return ""
    near = abs((due - now).days) < 7
    return say_ago(due, now) if near else say_date(due.date(), width="short")


def said_waits(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Tasks others have, for `components/waits.html`: who, what, since when."""
    now = timezone.now()
    return [
        {
            "who": str(task.assignee) if isinstance(task.assignee, User) else _("the team"),
            "what": _("%(what)s, %(ago)s")
            % {"what": task_kind(task.kind).sentence(label_of(task), task.values), "ago": say_ago(task.made_at, now)},
            "url": "",
        }
        for task in tasks
    ]
