"""Who came to a meeting: noted, put right, taken away; and what the public may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.meetings.enums import COUNTED_CAPACITIES, AttendanceSource, Capacity
from portolan.meetings.models import Attendance, Meeting
from portolan.network.models import Organisation, Person
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.models import Source

# The public never gets groups under five (DESIGN section 5, rule 9).
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class PublicAttendance:
    """How many came, for the public: None when there are fewer than five; `any` says whether somebody came at all."""

    any: bool
    people: int | None = None
    bodies: int = 0


def public_attendance(meeting: Meeting) -> PublicAttendance:
    """People and organisations counted at one meeting, in one query; small groups are withheld."""
    counted = meeting.attendances.filter(capacity__in=COUNTED_CAPACITIES)
    found = counted.aggregate(
        people=Count(Coalesce("person__redirect_to", "person"), distinct=True),
        bodies=Count(Coalesce("organisation__redirect_to", "organisation"), distinct=True),
    )
    if found["people"] < SMALLEST_GROUP:
        return PublicAttendance(any=found["people"] > 0)
    return PublicAttendance(any=True, people=found["people"], bodies=found["bodies"])


def record_attendance(
    meeting: Meeting,
    person: Person,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    capacity: str = Capacity.PARTICIPANT,
    known_by: str = AttendanceSource.STAFF,
    days: int | None = None,
    source: Source | None = None,
) -> Attendance:
    """Note that a person came, of which organisation then, as what; a second note about the person corrects the first.

    Raises DomainError for a real meeting and an invented person or body, or the other way round, and for somebody
    erased or merged away.
    """
    _check(meeting, person, organisation)
    fields: dict[str, Any] = {"organisation": organisation, "capacity": capacity, "known_by": known_by, "days": days}
    with transaction.atomic():
        row, made = Attendance.objects.update_or_create(
            meeting=meeting, person=person, defaults={**fields, "source": source}
        )
        audit.record("attendance.noted" if made else "attendance.corrected", row, by=by, changes={"person": None})
        public_changed()
    return row


def remove_attendance(attendance: Attendance, *, by: User | None, reason: str) -> None:
    """Take a wrong note away. Raises DomainError without a reason."""
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    with transaction.atomic():
        audit.record("attendance.removed", attendance, by=by, reason=reason)
        attendance.delete()
        public_changed()


def _check(meeting: Meeting, person: Person, organisation: Organisation | None) -> None:
    if person.redirect_to_id or person.erased_at:
        raise DomainError(_("This person was merged into another or erased."), code="person-gone", field="person")
    others = [person, *([organisation] if organisation else [])]
    if any(thing.is_invented != meeting.is_invented for thing in others):
        raise DomainError(
            _("A real meeting has no invented participants, nor the other way round."), code="mixed-records"
        )
