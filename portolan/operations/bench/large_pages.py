"""Pages and searches of the large network, each over things picked at random, the largest always among them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from portolan.dialogue.models import PeerLearningEvent
from portolan.meetings.models import MeetingHost
from portolan.network.enums import CITY_BODIES
from portolan.network.models import Membership, Organisation, Person, Place
from portolan.operations.bench.pages import client
from portolan.results.domain.counts import RULES
from portolan.vocabulary.models import Theme

SEED = 1424  # the chart Antillia first stands on
OF_A_KIND = 12
# The slowest kinds are told by name.
SHOWN = 8
WORDS = ("antillia", "mayda 43", "logement", "housing in", "بلدية أنتيليا", "universite de drogeo", "x", "السكن")
# Words of a tenth to a half of all entries.
WORDS += ("ville", "university", "ava", "بلدية")
DESK_LISTS = ("desk:people", "desk:network", "desk:places", "desk:events", "desk:cities", "desk:audit")
LISTS = {"page": 40, "year": 2015}


def measure_large(*, times: int = OF_A_KIND) -> dict[str, Any]:
    """The 95th percentile over all requests, and which kind of page is slowest."""
    chance = Random(SEED)  # noqa: S311  nothing secret is drawn
    taken: list[tuple[float, str]] = []
    by_kind: dict[str, list[float]] = {}
    for kind, signed_in, addresses in kinds(chance, times):
        if not addresses:
            return {"large-pages": (None, f"this version has no view {kind}: name its successor in the bench")}
        reader = client(signed_in=signed_in)
        forget_pages()
        for address in addresses:
            seconds, status = _time(reader, address)
            if status != 200:
                return {"large-pages": (None, f"{address} answered {status}")}
            taken.append((seconds, address))
            by_kind.setdefault(kind, []).append(seconds)
    slow = sorted(((_percentile(found), kind) for kind, found in by_kind.items()), reverse=True)[:SHOWN]
    note = f"{len(taken)} requests of {len(by_kind)} kinds, {connection.vendor}; slowest {max(taken)[1]}; "
    note += ", ".join(f"{kind} {seconds * 1000:.0f}" for seconds, kind in slow)
    return {"large-pages": (_percentile([seconds for seconds, _ in taken]) * 1000, note)}


def kinds(chance: Random, times: int) -> Iterator[tuple[str, bool, list[str]]]:
    """(kind, signed in, addresses) of every kind of page that there is."""
    with translation.override("fr"):
        for view, rows, key in _things():
            yield view, view.startswith("desk:"), _addresses(view, key, _picked(rows(), key, chance, times))
        for view in ("portal:home", "portal:figures", "portal:programme", "portal:glossary", "desk:home"):
            yield view, view.startswith("desk:"), _addresses(view, "", [None])
        for view in ("portal:cities", "portal:events", *DESK_LISTS):
            lists = _addresses(view, "", [None])
            further = [f"{address}?{name}={value}" for address in lists for name, value in LISTS.items()]
            yield view, view.startswith("desk:"), lists + further
        yield "portal:count", False, _addresses("portal:count", "code", [rule.code for rule in RULES])
        for view in ("portal:search", "desk:search"):
            asked = [f"{address}?q={word}" for address in _addresses(view, "", [None]) for word in WORDS]
            yield view, view.startswith("desk:"), asked
    listed = [f"/api/v1/{name}" for name in ("members", "places", "events", "organisations", "figures", "themes")]
    yield "api", False, listed + [f"{address}?page=7" for address in listed[:4]] + ["/api/v1/search?q=antillia"]


def _things() -> list[tuple[str, Callable[[], Any], str]]:
    """(view, the things it shows with the largest first, the key its address names them by)."""
    hosts = MeetingHost.objects.values("organisation__place").annotate(n=Count("pk")).order_by("-n")
    busiest = list(hosts.values_list("organisation__place", flat=True)[:1])
    members = Organisation.objects.filter(pk__in=Membership.objects.values("organisation"))
    cities = Organisation.objects.filter(kind__in=CITY_BODIES)
    events = PeerLearningEvent.objects.annotate(n=Count("meeting__attendances"))
    return [
        ("portal:city", lambda: (Place.objects.filter(pk__in=busiest), Place.objects.all()), "slug"),
        ("portal:event", lambda: (events.order_by("-n"), PeerLearningEvent.objects.all()), "meeting__slug"),
        ("portal:organisation", lambda: (members.order_by("pk"), members), "slug"),
        ("portal:theme", lambda: (Theme.objects.order_by("pk"), Theme.objects.all()), "code"),
        ("desk:person", lambda: (Person.objects.order_by("pk"), Person.objects.all()), "pk"),
        ("desk:organisation", lambda: (Organisation.objects.order_by("pk"), Organisation.objects.all()), "slug"),
        ("desk:city", lambda: (cities.order_by("pk"), cities), "slug"),
        ("desk:event", lambda: (events.order_by("-n"), PeerLearningEvent.objects.all()), "pk"),
        ("desk:event-attendance", lambda: (events.order_by("-n"), PeerLearningEvent.objects.all()), "pk"),
    ]


def _picked(rows: Any, key: str, chance: Random, times: int) -> list[Any]:
    largest, everything = rows
    found = list(largest.values_list(key, flat=True)[:1])
    known = everything.order_by("pk").values_list(key, flat=True)
    number = known.count()
    return found + [known[chance.randrange(number)] for _ in range(times)]


def _addresses(view: str, key: str, values: list[Any]) -> list[str]:
    """The addresses of a view; none when this version has no such view, or names its things otherwise."""
    found = []
    for value in values:
        name = key.rpartition("_")[2]
        ways = (
            ({},)
            if value is None
            else ({name: value}, {"slug": value}, {"pk": value}, {"number": value}, {"code": value})
        )
        for way in ways:
            try:
                found.append(reverse(view, kwargs=way))
            except NoReverseMatch:
                continue
            break
    return found


def _time(reader: Any, address: str) -> tuple[float, int]:
    """Seconds of one core and the status: of this process on SQLite, which is all of it; of the clock elsewhere."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    cache.clear()
    began = clock()
    answer = reader.get(address)
    return clock() - began, answer.status_code


def forget_pages() -> None:
    """Nothing of the database stays in memory: neither in this process nor, as far as it lets us, in the system."""
    connection.close()
    if connection.vendor == "sqlite":
        descriptor = os.open(settings.DATABASES["default"]["NAME"], os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def _percentile(taken: list[float]) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]
