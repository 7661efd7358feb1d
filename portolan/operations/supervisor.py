"""Web server and worker side by side: they start together and stop together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

STARTING_SECONDS = 60.0
STOPPING_SECONDS = 25.0


def address_is_free(host: str, port: int) -> bool:
    """True when nothing listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Supervisor:
    """Runs `portolan` commands as children until one ends or somebody asks to stop."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def start(self, name: str, *arguments: str) -> None:
        """Start `portolan <arguments>` in a process group of its own: Ctrl-C reaches it through us, once."""
        command = [sys.executable, "-m", "portolan", *arguments]
        self._children[name] = subprocess.Popen(command, process_group=0)  # noqa: S603  our own command

    def listen(self) -> None:
        """Ctrl-C and SIGTERM ask to stop, from now on."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def wait_until_answering(self, url: str) -> bool:
        """Wait until the site answers anything at all; False when it never does, a child ended or we are to stop."""
        end = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < end and not self._stopping and self.ended() is None:
            if _answers(url):
                return True
            time.sleep(0.1)
        return False

    def ended(self) -> str | None:
        """The name of a child that ended by itself."""
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def wait(self) -> str | None:
        """Wait until asked to stop (None) or until a child ends (its name)."""
        while not self._stopping:
            name = self.ended()
            if name is not None:
                return name
            time.sleep(0.2)
        return None

    def stop(self) -> None:
        """Ask all to end, wait, and end those that do not."""
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + STOPPING_SECONDS
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
