"""People and their functions: made, changed, shown or hidden."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold, match_key, sort_key
from portolan.kernel.periods import PartialDate
from portolan.network.domain.changes import check, require_same, set_values
from portolan.network.enums import ConsentPurpose
from portolan.network.models import Affiliation, Consent, Person
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.domain.records import desk_record
from portolan.search.domain.entries import refresh


def create_person(*, by: User | None, **values: Any) -> Person:
    """Add somebody, hidden unless `visibility` says otherwise; no account is made and nobody is asked to sign in."""
    person = Person(record=values.pop("record", None) or desk_record())
    return _keep(person, set_values(person, values), "person-added", by=by)


def edit_person(person: Person, *, by: User | None, seen: str = "", **values: Any) -> Person:
    """Change somebody's names, ways to reach them or visibility; DomainError for one erased or merged."""
    with transaction.atomic():
        person = _standing(person)
        require_same(person, seen)
        return _keep(person, set_values(person, values), "person-changed", by=by)


def _keep(person: Person, changes: dict[str, Any], verb: str, *, by: User | None) -> Person:
    person.sort_key = sort_key(f"{person.family_name} {person.given_name}")
    person.match_key = match_key(f"{person.given_name} {person.family_name}")
    person.email_key = fold(person.email)
    check(person)
    with transaction.atomic():
        person.save()
        record(verb, person, by=by, changes=changes)
        refresh(person)
        public_changed()
    return person


def add_affiliation(person: Person, *, by: User | None, **values: Any) -> Affiliation:
    """Say that somebody has a function in a body, from when to when."""
    with transaction.atomic():
        row = Affiliation(person=_standing(person))
        return _keep_affiliation(row, values, "affiliation-added", by=by)


def edit_affiliation(row: Affiliation, *, by: User | None, **values: Any) -> Affiliation:
    """Change a function, or end it by its last day; it stays, since meetings remember it."""
    with transaction.atomic():
        row = Affiliation.objects.select_for_update().get(pk=row.pk)
        return _keep_affiliation(row, values, "affiliation-changed", by=by)


def _keep_affiliation(row: Affiliation, values: dict[str, Any], verb: str, *, by: User | None) -> Affiliation:
    changes = set_values(row, values)
    if row.start and row.end and row.end.last_day() < row.start.first_day():
        raise DomainError(_("The end lies before the beginning."), code="ends-before", field="end")
    check(row)
    row.save()
    record(verb, row.person, by=by, changes=changes)
    refresh(row.person)
    public_changed()
    return row


def end_affiliation(row: Affiliation, *, end: PartialDate, by: User | None) -> Affiliation:
    """Say until when somebody had the function."""
    return edit_affiliation(row, by=by, end=end)


def give_consent(
    person: Person, purpose: ConsentPurpose, *, by: User | None, evidence: str = "", at: dt.datetime | None = None
) -> Consent:
    """Note that somebody agreed to one purpose; while one agreement stands, a second is the first."""
    with transaction.atomic():
        person = _standing(person)
        moment = at or timezone.now()
        consent, is_new = Consent.objects.get_or_create(
            person=person,
            purpose=purpose,
            withdrawn_at=None,
            defaults={"given_at": moment, "evidence": evidence},
        )
        if is_new:
            record("consent-given", person, by=by, at=moment, changes={"purpose": [None, str(purpose)]})
            _shown_anew(person)
    return consent


def withdraw_consent(
    person: Person, purpose: ConsentPurpose, *, by: User | None, at: dt.datetime | None = None
) -> bool:
    """Note that somebody no longer agrees; true when an agreement stood. What it allowed is gone at once everywhere."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        moment = at or timezone.now()
        rows = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None, given_at__lte=moment)
        withdrawn = rows.update(withdrawn_at=moment) > 0
        if withdrawn:
            record("consent-withdrawn", person, by=by, at=moment, changes={"purpose": [str(purpose), None]})
            _shown_anew(person)
    return withdrawn


def _shown_anew(person: Person) -> None:
    refresh(person)
    public_changed()


def _standing(person: Person) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.redirect_to_id or person.erased_at:
        raise DomainError(_("This person was merged or erased and can no longer be changed."), code="not-standing")
    return person
