"""A worker dies with kill -9 in the middle of a task; another finishes it, once in effect. On a SQLite file."""

import json
import os
import signal

import pytest

from tests.operations.processes import run_python, started, wait_for

ENQUEUE = "from tests.operations.sample_tasks import two_steps\ntwo_steps.enqueue({folder!r})"
MIGRATE = "from django.core.management import call_command\ncall_command('migrate', verbosity=0)"
LOOK = """
import json
from django_tasks_db.models import DBTaskResult
from portolan.messages.models import PeriodicRun
row = DBTaskResult.objects.get(task_path__endswith="two_steps")
marks = list(PeriodicRun.objects.filter(name__endswith="step").order_by("name").values_list("name", flat=True))
print(json.dumps({"status": row.status, "attempts": len(row.worker_ids), "marks": marks}))
"""


@pytest.fixture
def folder(tmp_path):
    run_python(tmp_path, MIGRATE)
    return tmp_path


def test_task_of_a_killed_worker_is_done_once_in_effect(folder):
    run_python(folder, ENQUEUE.format(folder=str(folder)))
    with started(folder, "worker", "--lease", "2") as first:
        wait_for((folder / "begun").exists)
        before = json.loads(run_python(folder, LOOK))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()

    with started(folder, "worker", "--lease", "2"):
        after = wait_for(lambda: (seen := json.loads(run_python(folder, LOOK)))["status"] == "SUCCESSFUL" and seen)

    assert before == {"status": "RUNNING", "attempts": 1, "marks": ["first step"]}
    assert after == {"status": "SUCCESSFUL", "attempts": 2, "marks": ["first step", "second step"]}
