"""What an import brought to each body: counted with the commit, since the staged rows do not stay."""

from __future__ import annotations

from collections import Counter

from portolan.exchange.domain.planning.state import Plan, Result
from portolan.exchange.enums import Verdict
from portolan.exchange.models import ImportRun, ImportShare
from portolan.network.enums import CITY_BODIES
from portolan.network.models import Membership, Organisation, Place

_BROUGHT = {Verdict.ADDED, Verdict.CHANGED, Verdict.CONFLICT}


class Shares:
    """The shares of one plan: counted before the transaction, stored within it, when what is new has its number."""

    def __init__(self, plan: Plan) -> None:
        self._bodies: dict[int, Organisation] = {}
        self._places: dict[int, Place] = {}
        self._rows: Counter[int] = Counter()
        for result in plan.results:
            if result.verdict in _BROUGHT:
                self._count(result)

    def _count(self, result: Result) -> None:
        bodies = {id(body): body for body in (*result.bodies, *_subject(result))}
        self._bodies |= bodies  # type: ignore[arg-type]
        self._rows.update(bodies.keys())
        if isinstance(result.thing, Place):
            self._places[id(result.thing)] = result.thing
            self._rows[id(result.thing)] += 1

    def store(self, run: ImportRun) -> None:
        """Keep how many rows brought something to each body; a row of a place counts for the municipality there."""
        rows = Counter({body.pk: self._rows[key] for key, body in self._bodies.items()})
        places = {place.pk: self._rows[key] for key, place in self._places.items()}
        for pk, place in _municipalities(list(places)):
            rows[pk] += places[place]
        shares = [ImportShare(run=run, organisation_id=pk, rows=count) for pk, count in sorted(rows.items())]
        ImportShare.objects.bulk_create(shares, batch_size=500)


def _subject(result: Result) -> tuple[Organisation, ...]:
    """The body a row is about, if it is about one."""
    about = result.thing.organisation if isinstance(result.thing, Membership) else result.thing
    return (about,) if isinstance(about, Organisation) else ()


def _municipalities(places: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start in range(0, len(places), 500):
        bodies = Organisation.objects.standing().filter(place__in=places[start : start + 500], kind__in=CITY_BODIES)
        found += bodies.values_list("pk", "place_id")
    return found
