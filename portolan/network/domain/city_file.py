"""The file of a city: notes, what was agreed, and who governs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.periods import PartialDate
from portolan.messages.domain.notices import notify
from portolan.messages.domain.tasks import assign
from portolan.network.domain.changes import check, require_same, set_values
from portolan.network.domain.focal_points import scope_of
from portolan.network.enums import Confirmation, NoteReaders, Seat
from portolan.network.models import Agreement, CityNote, FocalPoint, Office, Organisation

# After a change of executive, this long to hear from the city again.
CONFIRM_WITHIN = dt.timedelta(days=60)


@dataclass(frozen=True)
class Agreed:
    """Something agreed: what, by whom it will be done, and by when."""

    what: str
    by_whom: str = ""
    due: dt.date | None = None


def add_note(city: Organisation, *, by: User | None, agreed: Sequence[Agreed] = (), **values: Any) -> CityNote:
    """Write a note of a call, a visit or a letter, with what was agreed; one shared with the city tells its people."""
    note = CityNote(organisation=city, made_by=by, made_at=timezone.now())
    set_values(note, values)
    check(note, leave_out=("made_by",))
    with transaction.atomic():
        note.save()
        Agreement.objects.bulk_create(
            [Agreement(note=note, what=each.what, by_whom=each.by_whom, due=each.due) for each in agreed if each.what]
        )
        record("city-note-added", note, by=by)
        _tell_the_city(note, by=by)
    return note


def edit_note(note: CityNote, *, by: User | None, seen: str = "", **values: Any) -> CityNote:
    """Change a note; DomainError `changed-meanwhile` when somebody else did so since the form was shown."""
    with transaction.atomic():
        note = CityNote.objects.select_for_update().select_related("organisation").get(pk=note.pk)
        require_same(note, seen)
        was_shared = note.readers == NoteReaders.CITY
        changes = set_values(note, values)
        check(note, leave_out=("made_by",))
        note.save()
        record("city-note-changed", note, by=by, changes=dict.fromkeys(changes))
        if not was_shared:
            _tell_the_city(note, by=by)
    return note


def settle(agreement: Agreement, *, on: dt.date, by: User | None) -> Agreement:
    """Note that what was agreed is done; done once, it stays as it was."""
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.done_on is None:
            agreement.done_on = on
            agreement.save(update_fields=["done_on"])
            record("agreement-settled", agreement, by=by)
    return agreement


def set_office(
    city: Organisation, *, by: User | None, seat: Seat, holder: str, start: PartialDate | None, **values: Any
) -> Office:
    """Note who governs from when on. The former holder's time ends then, and for a new head of the executive the team
    gets a list of what to confirm again."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=city.pk)
        former = Office.objects.filter(organisation=city, seat=seat, end="").first()
        if former and former.start and start and start < former.start:
            words = _("The former holder began later than this. Correct the date first.")
            raise DomainError(words, code="starts-before", field="start")
        office = Office(organisation=city, seat=seat, holder=holder.strip())
        office.start = start
        set_values(office, values)
        check(office)
        if former is not None:
            former.end = start or PartialDate(timezone.now().year)
            former.save(update_fields=["end"])
        office.save()
        record("office-changed", office, by=by, changes={"seat": [None, str(seat)]})
        if former is not None and seat == Seat.EXECUTIVE:
            _ask_again(office, by=by)
    return office


def _ask_again(office: Office, *, by: User | None) -> None:
    city = office.organisation
    for what in Confirmation:
        assign(
            "confirm-again",
            key=f"confirm:{office.pk}:{what}",
            on=city,
            scope=scope_of(city),
            values={"what": str(what), "holder": office.holder},
            due_at=timezone.now() + CONFIRM_WITHIN,
            by=by,
            is_demonstration=city.is_invented,
        )


def _tell_the_city(note: CityNote, *, by: User | None) -> None:
    if note.readers != NoteReaders.CITY:
        return
    posts = FocalPoint.objects.filter(organisation=note.organisation_id, end=None, person__user__isnull=False)
    users = [post.person.user for post in posts.select_related("person__user") if post.person.user]
    notify(users, "city-note", on=note.organisation, values={"note": str(note.kind)}, by=by)
