"""Starting our own commands in a data folder of their own, as somebody would at a terminal."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


def environment(folder, **more):
    """The environment of a fresh installation: nothing of the tests' own settings."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PORTOLAN_DATA_DIR": str(folder), **more}


def run_python(folder, code, **more):
    """Run a few lines with Django awake; returns what they printed."""
    lines = f"from portolan.operations.start import start_django\nstart_django()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", lines], env=environment(folder, **more), check=True, capture_output=True, text=True
    ).stdout.strip()


def portolan(folder, *arguments, **more):
    """Run a command to its end."""
    command = [sys.executable, "-m", "portolan", *arguments]
    return subprocess.run(
        command, check=False, env=environment(folder, **more), capture_output=True, text=True, timeout=PATIENCE
    )


@contextmanager
def started(folder, *arguments, **more):
    """A command that runs until the block ends; its output, this start's only, goes to a file of the folder."""
    folder = Path(folder)
    with (folder / f"{arguments[0]}.log").open("w") as log:
        command = [sys.executable, "-m", "portolan", *arguments]
        process = subprocess.Popen(command, env=environment(folder, **more), stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=PATIENCE)


def wait_for(what, *, seconds=PATIENCE):
    """Ask until the answer is true; fail after a long while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"never became true: {what}")


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
