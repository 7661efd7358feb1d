"""Load on a server: as many requests of one address as it answers, from processes of our own or from `wrk`."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
import time
from concurrent.futures import ProcessPoolExecutor

from portolan.operations.bench.installations import PartError

SECONDS, PROCESSES, THREADS = 4.0, 2, 4


def rate(port: int, address: str) -> tuple[float, str]:
    """Answers a second, and who asked."""
    if shutil.which("wrk"):
        return _with_wrk(port, address), "wrk, 8 connections"
    with ProcessPoolExecutor(PROCESSES) as pool:
        counts = list(pool.map(_ask, [port] * PROCESSES, [address] * PROCESSES))
    return sum(counts) / SECONDS, f"{PROCESSES} Python processes of {THREADS} threads"


def _with_wrk(port: int, address: str) -> float:
    command = ["wrk", "-t1", "-c8", f"-d{int(SECONDS)}s", "-H", f"Host: localhost:{port}"]
    said = subprocess.run(  # noqa: S603
        [*command, f"http://127.0.0.1:{port}{address}"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", said)
    if not found or "Non-2xx" in said:
        raise PartError(f"wrk could not measure {address}")
    return float(found.group(1))


def _ask(port: int, address: str) -> int:
    counts: list[int] = []
    threads = [threading.Thread(target=_ask_in_a_row, args=(port, address, counts)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def _ask_in_a_row(port: int, address: str, counts: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    until, answered = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        connection.request("GET", address, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        answer.read()
        answered += answer.status == 200
    counts.append(answered)
    connection.close()
