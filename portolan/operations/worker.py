"""The worker: the queue's own, plus what it lacks (docs/decisions): signs of life, second attempts, a clock.

A worker says every few seconds that it lives. The work of one that fell silent (killed, machine gone) goes back to
the queue. A task may therefore run twice in part: tasks are idempotent by key, and write in one transaction.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks_db.compat import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from portolan.kernel.errors import DomainError
from portolan.messages.domain.faults import keep_fault
from portolan.messages.models import Heartbeat, PeriodicRun
from portolan.messages.registry import periodic_tasks

log = logging.getLogger("portolan.worker")


@dataclass(frozen=True)
class Pace:
    """How often things happen, in seconds, and how often a task is tried."""

    poll: float = 1.0
    beat: float = 5.0
    # A worker silent for so long is taken for dead: several beats, so that a busy database kills nobody.
    lease: float = 45.0
    attempts: int = 5
    # Before the second attempt; doubled before each later one.
    back_off: float = 10.0


class Worker(QueueWorker):
    """Takes tasks one at a time; many may run side by side, on many machines."""

    def __init__(self, worker_id: str, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._gone = threading.Event()
        super().__init__(
            queue_names=["*"],
            interval=self.pace.poll,
            batch=False,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until asked to stop."""
        beat(self.worker_id)
        recover(self.pace)
        keeper = threading.Thread(target=self._keep_alive, name="heartbeat", daemon=True)
        keeper.start()
        try:
            super().run()
        finally:
            self._gone.set()
            keeper.join(timeout=self.pace.beat)
            Heartbeat.objects.filter(worker=self.worker_id).delete()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task; when it fails, put it back for later or, after the last attempt, leave it failed."""
        super().run_task(_Attempt(db_task_result, self.pace).row)

    def _keep_alive(self) -> None:
        """In a thread of its own with its own connection, so that a long task does not look dead."""
        while not self._gone.wait(self.pace.beat):
            try:
                beat(self.worker_id)
                recover(self.pace)
                tick()
            except DatabaseError:
                log.warning("the database did not answer the heartbeat")
                connection.close()
        connection.close()


class _Attempt:
    """One attempt at a task: its row, taught to go back to the queue when it may be tried again."""

    def __init__(self, row: DBTaskResult, pace: Pace) -> None:
        self.row = row
        self._pace = pace
        self._fail = row.set_failed
        row.set_failed = self.failed  # type: ignore[method-assign]

    def failed(self, error: BaseException) -> None:
        """Called in place of the queue's own: keep the fault, then wait for the next attempt or give up."""
        interrupted = isinstance(error, (SystemExit, KeyboardInterrupt))
        if not interrupted:
            keep_fault(error, pattern=self.row.task_path)
        used = len(self.row.worker_ids)
        if isinstance(error, DomainError) or (used >= self._pace.attempts and not interrupted):
            self._fail(error)
            # The trace holds values of people; the fault says where it was.
            DBTaskResult.objects.filter(pk=self.row.pk).update(traceback="")
            return
        wait = 0 if interrupted else self._pace.back_off * 2 ** (used - 1)
        _put_back(self.row, timezone.now() + dt.timedelta(seconds=wait))


def _put_back(row: DBTaskResult, when: dt.datetime) -> None:
    row.status = TaskResultStatus.READY
    row.run_after = when
    row.save(update_fields=["status", "run_after"])


def beat(worker_id: str) -> None:
    """Say that this worker lives."""
    Heartbeat.objects.update_or_create(worker=worker_id, defaults={"at": timezone.now()})


def recover(pace: Pace) -> int:
    """Put the work of silent workers back into the queue; returns how many tasks. Safe to call from many at once."""
    silent_since = timezone.now() - dt.timedelta(seconds=pace.lease)
    living = set(Heartbeat.objects.filter(at__gt=silent_since).values_list("worker", flat=True))
    count = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if row.worker_ids and row.worker_ids[-1] not in living:
            count += _recover_one(row, pace)
    Heartbeat.objects.filter(at__lt=silent_since).delete()
    return count


def _recover_one(row: DBTaskResult, pace: Pace) -> int:
    """Conditional on what was read, so that of two workers one does it, and a task just finished stays finished."""
    is_last = len(row.worker_ids) >= pace.attempts
    status = TaskResultStatus.FAILED if is_last else TaskResultStatus.READY
    same = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    changed = same.update(status=status, run_after=timezone.now(), finished_at=timezone.now() if is_last else None)
    if changed:
        log.warning("a worker fell silent", extra={"task": row.task_path, "attempts": len(row.worker_ids)})
    return changed


def tick() -> int:
    """Enqueue what the clock says is due; returns how many tasks. A task missed while nobody worked runs once."""
    now = timezone.now()
    count = 0
    for periodic in periodic_tasks():
        with transaction.atomic():
            run, _ = PeriodicRun.objects.get_or_create(name=periodic.name, defaults={"due_at": now})
            later = now + dt.timedelta(seconds=periodic.seconds)
            mine = PeriodicRun.objects.filter(pk=run.pk, due_at=run.due_at, due_at__lte=now).update(due_at=later)
            if mine:
                periodic.task.enqueue()
                count += 1
    return count
