"""Pages, opened in this process, so that neither a server nor a stored page stands between: queries and cost."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from portolan.operations.bench.people import a_manager

LINK = re.compile(r'href="(/[^"#]*)"')
HOST = "localhost"
# So many pages of one view are opened: the first may be special.
OF_A_VIEW = 3
TIMES = 9


def client(*, signed_in: bool = False) -> Client:
    """A reader; `signed_in` as a manager."""
    made = Client(SERVER_NAME=HOST, headers={"host": HOST}, raise_request_exception=False)
    if signed_in:
        made.force_login(a_manager(), backend=settings.AUTHENTICATION_BACKENDS[0])
    return made


def crawl(reader: Client, start: str, inside: str, *, leave: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Follow links from a page; yields (view, address) of every page that answers, a few of each view."""
    waiting, seen, opened = [start], {start}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        view = _view_of(address)
        if not view or opened[view] >= OF_A_VIEW:
            continue
        answer = reader.get(address)
        if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        opened[view] += 1
        yield view, address
        for found in LINK.findall(answer.content.decode()):
            link = found.replace("&amp;", "&")
            if link.startswith(inside) and not link.startswith(leave) and link not in seen:
                seen.add(link)
                waiting.append(link)


def _view_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Exception:  # noqa: BLE001  whatever the address, it is no page
        return ""


def public_pages() -> list[tuple[str, str]]:
    """Public pages a reader reaches from the home page."""
    return list(crawl(client(), "/fr/", "/fr/", leave=("/fr/desk/", "/fr/accounts/")))


def desk_pages() -> list[tuple[str, str]]:
    """Desk pages a manager reaches from the desk's home page."""
    leave = ("/fr/desk/account/data",)  # an export, which leaves its trace in the audit
    return list(crawl(client(signed_in=True), "/fr/desk/", "/fr/desk/", leave=leave))


def count_queries() -> dict[str, Any]:
    """The page with the most queries, of the public ones and of the desk's, once everything is warm."""
    answer = {}
    for name, reader, pages in (
        ("public-queries", client(), public_pages()),
        ("desk-queries", client(signed_in=True), desk_pages()),
    ):
        counted = []
        for _, address in pages:
            with CaptureQueriesContext(connection) as captured:
                reader.get(address)
            counted.append((len(captured), address))
        most, where = max(counted, default=(None, "no page was reached"))
        answer[name] = (most, f"{where}; {len(counted)} pages opened")
    return answer


def measure_cost() -> dict[str, Any]:
    """The processor time of a bare view, and of the dearest public page in bare views; the median of several."""
    with override_settings(ROOT_URLCONF="portolan.operations.bench.bare"):
        bare = processor_time(client(), "/bare")
    costs = [(processor_time(client(), address), address) for _, address in public_pages()]
    dearest, where = max(costs)
    home = {address: cost for cost, address in costs}["/fr/"]
    return {
        "bare-view": (bare * 1000, "baseline"),
        "public-cost": (dearest / bare, f"{where}, {dearest * 1000:.1f} ms; home page {home / bare:.0f} ×"),
    }


def processor_time(reader: Client, address: str) -> float:
    """Seconds of processor time of one request."""
    reader.get(address)
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        reader.get(address)
        taken.append(time.process_time() - began)
    return statistics.median(taken)
