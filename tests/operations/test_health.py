import datetime as dt

from django.core.files.storage import InMemoryStorage
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portolan.messages.models import Fault, Heartbeat


class ReadOnlyStorage(InMemoryStorage):
    def _save(self, name, content):
        raise PermissionError(name)


def beat(seconds_ago):
    Heartbeat.objects.create(worker=f"w{seconds_ago}", at=timezone.now() - dt.timedelta(seconds=seconds_ago))


def enqueue(seconds_ago, **fields):
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x",
        backend_name="default",
        run_after=timezone.now(),
        **fields,
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=timezone.now() - dt.timedelta(seconds=seconds_ago))


def test_everything_works(client):
    beat(3)

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "version": "0.1.0",
        "database": "ok",
        "queue": {"waiting": 0, "oldest_seconds": 0, "failed": 0},
        "worker": {"status": "ok", "beat_seconds": 3},
        "faults_24h": 0,
        "storage": "ok",
    }


def test_queue_is_counted(client):
    enqueue(90)
    enqueue(10)
    enqueue(500, status="FAILED")

    queue = client.get("/healthz").json()["queue"]

    assert queue == {"waiting": 2, "oldest_seconds": 90, "failed": 1}


def test_silent_worker_degrades_and_leaves_the_site_up(client):
    beat(61)

    response = client.get("/healthz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["worker"] == {"status": "silent", "beat_seconds": 61}


def test_faults_of_the_last_day_are_counted(client):
    now = timezone.now()
    for hours in (1, 23, 25):
        at = now - dt.timedelta(hours=hours)
        Fault.objects.create(kind="ValueError", place=f"drogeo:{hours}", first_at=at, last_at=at)

    assert client.get("/healthz").json()["faults_24h"] == 2


def test_files_that_cannot_be_written_fail(client, settings):
    beat(1)
    storage = {"BACKEND": "tests.operations.test_health.ReadOnlyStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": storage}

    response = client.get("/healthz")

    assert (response.status_code, response.json()["status"], response.json()["storage"]) == (503, "failing", "failing")


def test_database_that_does_not_answer_fails(client):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("away")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"status": "failing", "version": "0.1.0", "database": "failing"}
