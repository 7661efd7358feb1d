"""A real web server to measure from outside."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portolan.operations.bench.installations import Installation, PartError

PATIENCE = 60


@contextmanager
def serving(installation: Installation) -> Iterator[tuple[str, int, int]]:
    """`portolan serve` on a free port; yields host, port and the number of its first process."""
    port = free_port()
    environment = installation.environment(BASE_URL=f"http://localhost:{port}", WEB_CONCURRENCY="2")
    command = [sys.executable, "-m", "portolan", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(process, port)
        yield "127.0.0.1", port, process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            raise PartError(f"the web server ended with {process.returncode}")
        try:
            if get(port, "/robots.txt")[0] < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise PartError("the web server did not answer")


def get(port: int, address: str) -> tuple[int, bytes]:
    """One request, as a browser that takes no compressed answer; status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def memory_of(first: int) -> tuple[float, int]:
    """MiB of a process and all below it, shared pages counted once (PSS), and how many processes that are."""
    processes = _below(first)
    return sum(_proportional(one) for one in processes) / 1024, len(processes)


def _below(first: int) -> list[int]:
    found = [first]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == first:
            found += _below(int(folder.name))
    return found


def _proportional(process: int) -> int:
    """KiB of one process; raises PartError where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError as error:
        raise PartError(
            f"the system does not tell the memory of a process ({os.strerror(error.errno or 0)})"
        ) from error
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
