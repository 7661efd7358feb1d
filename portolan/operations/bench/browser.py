"""What a real browser fetches and when it has painted. Playwright is installed for development only."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portolan.operations.bench.installations import PartError

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
FLAGS += ("--disable-component-update", "--disable-sync")
# 400 kbit/s, 400 ms round trip, processor four times slower.
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
PAINTS = 3
LARGEST_PAINT = """() => new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done(last), 300);
})"""


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium; raises PartError where there is none."""
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  not there outside development
    except ImportError as error:
        raise PartError("Playwright is not installed (requirements-dev.lock)") from error
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=list(FLAGS)
            )
        except Error as error:
            raise PartError(f"there is no browser: {error.message.splitlines()[0]}") from error
        yield started
        started.close()


class Visit:
    """What one visit fetched: bytes on the wire, requests, requests to other hosts."""

    def __init__(self, page: Any, host: str) -> None:
        self.bytes, self.requests, self.elsewhere = 0.0, 0, 0
        self.host, self.kinds = host, {}
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._loaded)

    def _asked(self, event: Any) -> None:
        address = event["request"]["url"]
        if address.startswith("http"):
            self.requests += 1
            self.elsewhere += self.host not in address

    def _answered(self, event: Any) -> None:
        self.kinds[event["requestId"]] = event["response"]["mimeType"]

    def _loaded(self, event: Any) -> None:
        if not self.kinds.get(event["requestId"], "").startswith(("image/jpeg", "image/webp", "image/avif")):
            self.bytes += event["encodedDataLength"]

    def take(self) -> tuple[float, int, int]:
        """KB, requests and requests elsewhere since the last time."""
        found = self.bytes / 1000, self.requests, self.elsewhere
        self.bytes, self.requests, self.elsewhere = 0.0, 0, 0
        return found


def visit(started: Any, port: int, addresses: list[str], session: str = "") -> list[tuple[float, int, int]]:
    """What each address costs one new reader who opens them one after the other."""
    context = started.new_context()
    if session:
        context.add_cookies([{"name": "session", "value": session, "domain": "localhost", "path": "/"}])
    page = context.new_page()
    watched = Visit(page, f"localhost:{port}")
    found = []
    for address in addresses:
        answer = page.goto(f"http://localhost:{port}{address}", wait_until="networkidle")
        if not answer or answer.status != 200:
            raise PartError(f"{address} answered {answer.status if answer else 'nothing'}")
        found.append(watched.take())
    context.close()
    return found


def largest_paint(started: Any, port: int, address: str) -> float:
    """Seconds to the largest paint on a slow line and processor; the median of several new readers."""
    taken = []
    for _ in range(PAINTS):
        context = started.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"http://localhost:{port}{address}", wait_until="networkidle")
        taken.append(page.evaluate(LARGEST_PAINT) / 1000)
        context.close()
    return statistics.median(taken)
