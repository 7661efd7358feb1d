"""A killed import leaves the database as it was."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from django.db import connection
from portolan.exchange.domain.imports import commit, preview
from portolan.exchange.models import ImportRun

def kill(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "network_affiliation"'):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

if sys.argv[1] == "preview":
    call_command("migrate", run_syncdb=True, verbosity=0)
    preview(Path(sys.argv[2]), by=None, name="people")
else:
    with connection.execute_wrapper(kill):
        commit(ImportRun.objects.get(), by=None)
"""


def run(step: str, folder: Path, data: Path) -> int:
    environment = {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "portolan.config.settings",
        "PORTOLAN_DATA_DIR": str(data),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", SCRIPT, step, str(folder)]
    return subprocess.run(command, env=environment, check=False, capture_output=True).returncode


def dump(data: Path) -> list[str]:
    """The whole database but the counters of numbers given, which may skip."""
    (path,) = data.glob("*.sqlite3")
    with sqlite3.connect(path) as connection:
        return [line for line in connection.iterdump() if "sqlite_sequence" not in line]


def test_a_commit_killed_halfway_leaves_the_database_as_it_was(tmp_path):
    folder, data = tmp_path / "book", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    (folder / "about.csv").write_text("key,value\ntemplate,1\nrecord,isles\nkind,desk\n")
    (folder / "organisations.csv").write_text("code,kind,name_en\nguild,ngo,Guild of Mayda\n")
    people = "".join(f"p-{number},Pilot{number},guild\n" for number in range(50))
    (folder / "people.csv").write_text(f"code,family_name,organisation\n{people}")
    assert run("preview", folder, data) == 0
    before = dump(data)

    killed = run("commit", folder, data)

    assert killed == -signal.SIGKILL
    assert dump(data) == before
