"""The installations a bench measures, and running things inside them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Say = Callable[[str], None]
COMPLETE = "bench-complete"
# The same parts run in every process: what a bench needs of the environment and no more.
PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "CHROMIUM", "TMPDIR")


class PartError(Exception):
    """A part could not be measured; the message says why."""


@dataclass
class Installation:
    """A data folder and, with `database`, a PostgreSQL database."""

    folder: Path
    database: str = ""

    def environment(self, **more: str) -> dict[str, str]:
        """What its processes are started with."""
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return kept | {"PORTOLAN_DATA_DIR": str(self.folder), "DATABASE_URL": self.database, **more}

    def portolan(self, *words: str) -> str:
        """Run a command of ours to its end; raises PartError with the last thing it said when it fails."""
        return self._run([sys.executable, "-m", "portolan", *words])

    def inside(self, task: str, **options: Any) -> Any:
        """Run a task of `bench.inside` in a process of its own; gives its answer."""
        said = self._run([sys.executable, "-m", "portolan.operations.bench.inside", task, json.dumps(options)])
        return json.loads(said.splitlines()[-1])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise PartError((done.stderr.strip().splitlines() or ["ended without a word"])[-1][:300])
        return done.stdout


def shipped(folder: Path, say: Say) -> Installation:
    """The network as it ships, with the demonstration, as `make run` prepares it."""
    made = Installation(folder / "shipped")
    if not (made.folder / COMPLETE).exists():
        say("preparing the shipped network")
        made.inside("prepare")
        (made.folder / COMPLETE).touch()
    return made


def large(folder: Path, say: Say, database: str) -> Installation:
    """The large network, on SQLite, or in an empty PostgreSQL database when one is named; built once, kept."""
    made = Installation(folder / ("large-postgresql" if database else "large"), database)
    if not (made.folder / COMPLETE).exists():
        if made.folder.exists() and any(made.folder.iterdir()):
            raise PartError(f"{made.folder} holds a large network that was not finished: delete it")
        say("building the large network (minutes; it is kept for the next time)")
        made.portolan("demo", "--scale", "large")
        (made.folder / COMPLETE).touch()
    return made
