"""People, where they work, and what they came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

from portolan.kernel.folding import match_key, sort_key
from portolan.meetings.enums import Capacity
from portolan.meetings.models import Attendance, Meeting
from portolan.network.models import Affiliation, Organisation, Person
from portolan.operations.large import names
from portolan.provenance.models import Record

BATCH = 10_000
Tell = Callable[[int], None]


def make_people(record: Record, number: int, bodies: list[Organisation], chance: Random, tell: Tell) -> list[Person]:
    """People, each with a function in one body; large bodies have most of them."""
    people: list[Person] = []
    for start in range(0, number, BATCH):
        batch = Person.objects.bulk_create(
            _person(record, one, chance) for one in range(start, min(start + BATCH, number))
        )
        for person in batch:
            person.body = bodies[int(len(bodies) * chance.random() ** 2)]  # type: ignore[attr-defined]
        Affiliation.objects.bulk_create(
            Affiliation(person=person, organisation=person.body, start="2010")  # type: ignore[attr-defined]
            for person in batch
        )
        people += batch
        tell(len(batch))
    return people


def _person(record: Record, number: int, chance: Random) -> Person:
    given, family = names.person_name(chance)
    email = f"{given.lower()}{number}@islands.example"
    return Person(
        record=record,
        given_name=given,
        family_name=family,
        sort_key=sort_key(f"{family} {given}"),
        match_key=match_key(f"{given} {family}"),
        email=email,
        email_key=email,
        language=("fr", "en", "ar")[number % 3],
    )


def make_attendances(number: int, meetings: list[Meeting], people: list[Person], chance: Random, tell: Tell) -> None:
    """Who came to what: some events are very large, some people come to hundreds."""
    rows = _attendances(number, meetings, people, chance)
    while batch := list(islice(rows, BATCH)):
        Attendance.objects.bulk_create(batch)
        tell(len(batch))


def _attendances(number: int, meetings: list[Meeting], people: list[Person], chance: Random) -> Iterator[Attendance]:
    for meeting, size in zip(meetings, sizes(number, len(meetings), len(people), chance), strict=True):
        for place, who in enumerate(_who(size, len(people), chance)):
            person: Any = people[who]
            yield Attendance(
                meeting_id=meeting.pk,
                person_id=person.pk,
                organisation_id=person.body.pk,
                capacity=(Capacity.SPEAKER, Capacity.EXPERT)[place % 2] if place < 4 else Capacity.PARTICIPANT,
            )


def sizes(number: int, meetings: int, people: int, chance: Random) -> list[int]:
    """How many came to each event: they add up to `number`; none has more than half of all people."""
    weights = [1 / (place + 10) ** 0.6 for place in range(meetings)]
    chance.shuffle(weights)
    share = number / sum(weights)
    found = [min(int(weight * share), people // 2) for weight in weights]
    for place in range(number - sum(found)):
        found[place % meetings] += 1
    return found


def _who(size: int, people: int, chance: Random) -> Iterable[int]:
    """That many different people; those with low numbers come more often."""
    chosen: dict[int, None] = {}
    while len(chosen) < size:
        chosen[int(people * chance.random() ** 1.5)] = None
    return chosen
