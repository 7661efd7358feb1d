import datetime as dt
import time

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portolan.messages import registry
from portolan.messages.models import Fault, Heartbeat, PeriodicRun
from portolan.operations.worker import Pace, Worker, beat, recover, tick
from tests.operations import sample_tasks

PACE = Pace(attempts=3, back_off=10, lease=30)


@pytest.fixture(autouse=True)
def _queue_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def clock(monkeypatch):
    """The clock of this test holds nothing of the applications."""
    monkeypatch.setattr(registry, "_periodic", {})
    registry.register_periodic("sound the bell", 3600, sample_tasks.works)


def attempt(row, name="worker-1"):
    """One attempt at a task, as the worker makes it after claiming it."""
    row = DBTaskResult.objects.get(pk=row.pk)
    row.claim(name)
    Worker(name, PACE).run_task(row)
    row.refresh_from_db()
    return row


def running(task, worker):
    task.enqueue()
    row = DBTaskResult.objects.get()
    row.claim(worker)
    return row


def test_task_that_works_is_done():
    sample_tasks.works.enqueue()

    row = attempt(DBTaskResult.objects.get())

    assert row.status == TaskResultStatus.SUCCESSFUL
    assert PeriodicRun.objects.filter(name="worked").count() == 1


def test_task_that_fails_waits_twice_as_long_before_each_attempt():
    sample_tasks.fails.enqueue()
    row = DBTaskResult.objects.get()

    waits = []
    for _ in range(2):
        row = attempt(row)
        waits.append(round((row.run_after - timezone.now()).total_seconds(), -1))

    assert row.status == TaskResultStatus.READY
    assert waits == [10, 20]


def test_task_that_fails_at_its_last_attempt_is_left_failed_without_anybodys_values():
    sample_tasks.fails.enqueue()
    row = DBTaskResult.objects.get()

    for _ in range(PACE.attempts):
        row = attempt(row)

    assert row.status == TaskResultStatus.FAILED
    assert row.traceback == ""
    assert Fault.objects.values_list("kind", "pattern", "count").get() == (
        "builtins.ValueError",
        "tests.operations.sample_tasks.fails",
        3,
    )


def test_task_refused_by_the_domain_is_not_tried_again():
    sample_tasks.is_refused.enqueue()

    row = attempt(DBTaskResult.objects.get())

    assert row.status == TaskResultStatus.FAILED
    assert len(row.worker_ids) == 1


def test_task_of_a_silent_worker_returns_to_the_queue():
    row = running(sample_tasks.works, "silent")
    Heartbeat.objects.create(worker="silent", at=timezone.now() - dt.timedelta(seconds=31))

    count = recover(PACE)

    row.refresh_from_db()
    assert (count, row.status) == (1, TaskResultStatus.READY)
    assert Heartbeat.objects.count() == 0


def test_task_of_a_worker_nobody_knows_returns_to_the_queue():
    row = running(sample_tasks.works, "never-heard-of")

    recover(PACE)

    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY


def test_task_of_a_living_worker_stays_with_it():
    row = running(sample_tasks.works, "alive")
    beat("alive")

    count = recover(PACE)

    row.refresh_from_db()
    assert (count, row.status) == (0, TaskResultStatus.RUNNING)


def test_task_that_killed_every_worker_is_given_up():
    row = running(sample_tasks.works, "one")
    row.worker_ids = ["one", "two", "three"]
    row.save()

    recover(PACE)

    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


def test_recovered_task_is_ready_at_once():
    running(sample_tasks.works, "silent")

    recover(PACE)
    time.sleep(0.01)

    assert DBTaskResult.objects.ready().count() == 1


@pytest.mark.usefixtures("clock")
def test_clock_enqueues_what_is_due_once():
    counts = [tick(), tick()]

    assert counts == [1, 0]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.usefixtures("clock")
def test_clock_after_a_long_silence_enqueues_once():
    tick()
    PeriodicRun.objects.update(due_at=timezone.now() - dt.timedelta(days=9))

    counts = [tick(), tick()]

    assert counts == [1, 0]


@pytest.mark.usefixtures("clock")
def test_clock_not_yet_due_enqueues_nothing():
    PeriodicRun.objects.create(name="sound the bell", due_at=timezone.now() + dt.timedelta(seconds=5))

    assert tick() == 0
