"""Who may be the same person, or the same body, and why it seems so. Only suggested: a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Q
from rapidfuzz import fuzz

from portolan.kernel.folding import match_key
from portolan.kernel.lists import say_list
from portolan.network.enums import Likeness
from portolan.network.models import NotTheSame, Organisation, OrganisationName, Person
from portolan.network.querysets import PersonQuerySet

# Similarity of folded names from which two people of one body are shown, in percent (rapidfuzz token_sort_ratio).
ALIKE = 87
# Within one body at most so many names are compared, so that a page of a large body stays quick.
MOST_COMPARED = 2000


@dataclass(frozen=True)
class Suggestion:
    """A likely double, with its reasons and how alike the names are, in percent."""

    other: Person | Organisation
    reasons: tuple[Likeness, ...]
    score: int

    @property
    def reasons_said(self) -> str:
        """The reasons as words, in the reader's language."""
        return say_list(str(reason.label) for reason in self.reasons)


def doubles_of_person(person: Person, *, among: PersonQuerySet | None = None) -> list[Suggestion]:
    """People who may be this one, most likely first; `among` limits them to those the reader may see."""
    people = (Person.objects.all() if among is None else among).standing()
    people = _without_refused(people.filter(record=person.record_id).exclude(pk=person.pk), person)
    bodies = person.affiliations.order_by().values("organisation")
    same = Q(match_key=person.match_key) | Q(match_key=_turned(person))
    same |= Q(email_key=person.email_key) if person.email_key else Q()
    found = {each.pk: each for each in people.filter(same)[:50]}
    near = people.filter(affiliations__organisation__in=bodies).distinct()
    near_keys = dict(near.values_list("pk", "match_key")[:MOST_COMPARED])
    alike = [pk for pk, key in near_keys.items() if _alike(person.match_key, key) >= ALIKE]
    found |= {each.pk: each for each in people.filter(pk__in=alike)}
    made = [_of_people(person, other, near_keys) for other in found.values()]
    return sorted(made, key=lambda each: (-len(each.reasons), -each.score, each.other.pk))


def _of_people(person: Person, other: Person, near: dict[int, str]) -> Suggestion:
    score = _alike(person.match_key, other.match_key)
    reasons = [
        (Likeness.SAME_NAME, other.match_key == person.match_key),
        (Likeness.TURNED_NAME, other.match_key != person.match_key and score == 100),
        (Likeness.ALIKE_NAME, ALIKE <= score < 100),
        (Likeness.SAME_EMAIL, bool(person.email_key) and other.email_key == person.email_key),
        (Likeness.SAME_BODY, other.pk in near),
    ]
    return Suggestion(other, tuple(reason for reason, holds in reasons if holds), score)


def doubles_of_organisation(body: Organisation, *, limit: int = 50) -> list[Suggestion]:
    """Bodies that share a name, or the place and kind, or the website, with this one."""
    keys = {name.key for name in body.names.all()}
    by_name = OrganisationName.objects.filter(key__in=keys).values("organisation")
    same = Q(pk__in=by_name)
    same |= Q(website=body.website) if body.website else Q()
    same |= Q(place=body.place_id, kind=body.kind) if body.place_id else Q()
    rows = Organisation.objects.standing().filter(same, record__kind=body.record.kind).exclude(pk=body.pk)
    rows = _without_refused(rows, body).prefetch_related("names")[:limit]
    made = [_of_bodies(body, other, keys) for other in rows]
    return sorted(made, key=lambda each: (-len(each.reasons), -each.score, each.other.pk))


def _of_bodies(body: Organisation, other: Organisation, keys: set[str]) -> Suggestion:
    own_key, other_key = match_key(str(body.name)), match_key(str(other.name))
    shared = keys & {name.key for name in other.names.all()}
    reasons = [
        (Likeness.SAME_NAME, own_key == other_key),
        (Likeness.SHARED_NAME, bool(shared) and own_key != other_key),
        (Likeness.SAME_PLACE, bool(body.place_id) and body.place_id == other.place_id),
        (Likeness.SAME_WEBSITE, bool(body.website) and body.website == other.website),
    ]
    return Suggestion(other, tuple(reason for reason, holds in reasons if holds), _alike(own_key, other_key))


def likeness(first: Person | Organisation, second: Person | Organisation) -> Suggestion:
    """How alike two chosen ones are; asks no more than their functions, or names, where these are not yet at hand."""
    if isinstance(first, Person) and isinstance(second, Person):
        bodies = [{row.organisation_id for row in each.affiliations.all()} for each in (first, second)]
        return _of_people(first, second, {second.pk: ""} if bodies[0] & bodies[1] else {})
    if isinstance(first, Organisation) and isinstance(second, Organisation):
        return _of_bodies(first, second, {name.key for name in first.names.all()})
    return Suggestion(second, (), 0)


def people_met_twice(people: PersonQuerySet, *, limit: int = 20) -> list[tuple[Person, Suggestion]]:
    """Pairs of people with one folded name or one address, for the list of likely doubles."""
    pairs: list[tuple[Person, Suggestion]] = []
    for column in ("match_key", "email_key"):
        twice = people.standing().exclude(**{column: ""}).order_by(column).values_list("record", column)
        twice = twice.annotate(number=Count("pk", distinct=True)).filter(number__gt=1)[:limit]
        for record, key, _number in twice:
            rows = list(people.standing().filter(**{column: key, "record": record}).order_by("pk").distinct()[:2])
            pairs.append((rows[0], _of_people(rows[0], rows[1], {})))
    shown = {(first.pk, found.other.pk): (first, found) for first, found in pairs}
    refused = _refused_pairs(shown)
    return [pair for ids, pair in shown.items() if ids not in refused][:limit]


def _refused_pairs(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    ids = {pk for pair in pairs for pk in pair}
    rows = NotTheSame.objects.filter(first_person__in=ids, second_person__in=ids)
    found = set(rows.values_list("first_person", "second_person"))
    return found | {(second, first) for first, second in found}


def _without_refused(rows: models.QuerySet[Any], thing: Person | Organisation) -> models.QuerySet[Any]:
    """Without those somebody said are not the same as this one."""
    field = "person" if isinstance(thing, Person) else "organisation"
    first, second = f"first_{field}", f"second_{field}"
    said = NotTheSame.objects.order_by()
    return rows.exclude(pk__in=said.filter(**{first: thing}).values(second)).exclude(
        pk__in=said.filter(**{second: thing}).values(first)
    )


def _turned(person: Person) -> str:
    return match_key(f"{person.family_name} {person.given_name}")


def _alike(first: str, second: str) -> int:
    return round(fuzz.token_sort_ratio(first, second))
