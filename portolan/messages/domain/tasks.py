"""Work that waits for somebody, or for the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portolan.accounts.domain.audit import kind_of, record
from portolan.accounts.models import User
from portolan.kernel.texts import Text
from portolan.messages.models import Task


def about(thing: models.Model | None) -> dict[str, Any]:
    """How a task or notice names its thing: kind, id and the name it has now, in every language it has one."""
    if thing is None:
        return {}
    name = next((value for field in ("name", "title") if isinstance(value := getattr(thing, field, None), Text)), None)
    return {
        "object_kind": kind_of(thing),
        "object_id": str(thing.pk),
        "object_label": str(thing)[:300],
        "values": {"label": name.to_json()} if name else {},
    }


def assign(
    kind: str,
    *,
    key: str,
    by: User | None,
    to: User | None = None,
    on: models.Model | None = None,
    scope: str = "",
    values: Mapping[str, Any] | None = None,
    due_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
    is_demonstration: bool = False,
) -> Task:
    """Give work to somebody, or to the team when `to` is None; a second task with the same key is the first.

    `scope` says in whose scope it lies, as in `can()`: `organisation:12`.
    """
    named = about(on)
    defaults = {
        **named,
        "kind": kind,
        "assignee": to,
        "values": {**named.get("values", {}), **(values or {})},
        "scope": scope,
        "made_at": at or timezone.now(),
        "due_at": due_at,
        "is_demonstration": is_demonstration,
    }
    with transaction.atomic():
        task, is_new = Task.objects.get_or_create(key=key, defaults=defaults)
        if is_new:
            record("task-assigned", task, by=by, changes={"assignee": [None, to.pk if to else None]})
    return task


def finish(task: Task, *, by: User | None, at: dt.datetime | None = None) -> Task:
    """Close a task; one that is done stays as it was."""
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task.pk)
        if task.done_at is None:
            task.done_at, task.done_by = at or timezone.now(), by
            task.save(update_fields=["done_at", "done_by"])
            record("task-finished", task, by=by)
    return task


def finish_by_key(key: str, *, by: User | None, at: dt.datetime | None = None) -> None:
    """Close the task with this key, if there is one."""
    task = Task.objects.filter(key=key).first()
    if task is not None:
        finish(task, by=by, at=at)


def hand_over_tasks(*, giver: User, taker: User, scope: str, by: User) -> int:
    """Give the open tasks of one account in a scope to another; how many moved."""
    with transaction.atomic():
        tasks = list(Task.objects.select_for_update().open().filter(assignee=giver, scope=scope))
        for task in tasks:
            task.assignee = taker
            task.save(update_fields=["assignee"])
            record("task-handed-over", task, by=by, changes={"assignee": [giver.pk, taker.pk]})
    return len(tasks)
