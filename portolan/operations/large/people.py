"""People, where they work, and what they came to.

A million rows go in as a backup's do, by `load_rows`: making objects of them would take most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from portolan.kernel.folding import match_key, sort_key
from portolan.meetings.enums import AttendanceSource, Capacity
from portolan.meetings.models import Attendance
from portolan.network.enums import Visibility
from portolan.network.models import Affiliation, Organisation, Person
from portolan.operations.backup_stream import load_rows
from portolan.operations.large import names
from portolan.provenance.models import Record

# So many cities, at least, send people to an event.
NEIGHBOURS = 12
Tell = Callable[[int], None]
PERSON = ("id", "record", "given_name", "family_name", "sort_key", "match_key", "email", "email_key", "language")
PERSON += ("phone", "sex", "visibility")
AFFILIATION = ("person", "organisation", "function", "start", "end")
ATTENDANCE = ("meeting", "person", "organisation", "capacity", "known_by")


class Somebody(NamedTuple):
    """A person, the body they work for, and the number of its city."""

    person: int
    body: int
    city: int


def make_people(
    record: Record, number: int, bodies: list[Organisation], cities: int, chance: Random, tell: Tell
) -> list[Somebody]:
    """People, each with a function in one body; some bodies have most of them."""
    first = (Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    _load(Person, PERSON, (_person(record, first + one, one, chance) for one in range(number)), tell)
    places = [int(len(bodies) * chance.random() ** 2) for _ in range(number)]
    people = [Somebody(first + one, bodies[place].pk, place % cities) for one, place in enumerate(places)]
    _load(Affiliation, AFFILIATION, ([one.person, one.body, {}, "2010", ""] for one in people), lambda _rows: None)
    with connection.cursor() as cursor:  # numbers were given, so the database's own numbering must catch up
        for statement in connection.ops.sequence_reset_sql(no_style(), [Person]):
            cursor.execute(statement)
    return people


def _load(model: Any, fields: tuple[str, ...], rows: Iterable[list[Any]], tell: Tell) -> None:
    for batch in load_rows(model, list(fields), rows):
        tell(batch)


def _person(record: Record, pk: int, number: int, chance: Random) -> list[Any]:
    given, family = names.person_name(chance)
    email, language = f"{given.lower()}{number}@islands.example", ("fr", "en", "ar")[number % 3]
    keys = [sort_key(f"{family} {given}"), match_key(f"{given} {family}")]
    return [pk, record.pk, given, family, *keys, email, email, language, "", "", Visibility.HIDDEN]


def make_attendances(
    number: int, meetings: list[tuple[int, int]], people: list[Somebody], cities: int, chance: Random, tell: Tell
) -> None:
    """Who came to what: some events are very large, some people come to many; they come from cities near the host.

    `meetings` are (meeting, number of the host's city). Neighbours only, since a thousand cities do not all meet all.
    """
    at_home: list[list[Somebody]] = [[] for _ in range(cities)]
    for one in people:
        at_home[one.city].append(one)
    _load(Attendance, ATTENDANCE, _attendances(number, meetings, at_home, chance), tell)


def _attendances(
    number: int, meetings: list[tuple[int, int]], at_home: list[list[Somebody]], chance: Random
) -> Iterator[list[Any]]:
    people = sum(map(len, at_home))
    for (meeting, city), size in zip(meetings, sizes(number, len(meetings), people, chance), strict=True):
        for place, one in enumerate(_who(size, _around(city, size, at_home), chance)):
            capacity = (Capacity.SPEAKER, Capacity.EXPERT)[place % 2] if place < 4 else Capacity.PARTICIPANT
            yield [meeting, one.person, one.body, capacity, AttendanceSource.IMPORT]


def _around(city: int, size: int, at_home: list[list[Somebody]]) -> list[Somebody]:
    """The people of a city and of those after it, as many cities as an event of that size takes."""
    found: list[Somebody] = []
    for step in range(len(at_home)):
        found += at_home[(city + step) % len(at_home)]
        if step + 1 >= NEIGHBOURS and len(found) >= 2 * size:
            break
    return found


def sizes(number: int, meetings: int, people: int, chance: Random) -> list[int]:
    """How many came to each event: they add up to `number`; none has more than half of all people."""
    weights = [1 / (place + 10) ** 0.6 for place in range(meetings)]
    chance.shuffle(weights)
    share = number / sum(weights)
    found = [min(int(weight * share), people // 2) for weight in weights]
    for place in range(number - sum(found)):
        found[place % meetings] += 1
    return found


def _who(size: int, people: list[Somebody], chance: Random) -> Iterable[Somebody]:
    """That many different people; those at the beginning come more often."""
    chosen: dict[int, None] = {}
    while len(chosen) < size:
        chosen[int(len(people) * chance.random() ** 1.5)] = None
    return [people[place] for place in chosen]
