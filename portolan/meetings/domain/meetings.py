"""Writing meetings: made, changed, their hosts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import slug as slug_of
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.meetings.enums import HostRole, Mode
from portolan.meetings.models import Meeting, MeetingHost
from portolan.network.models import Organisation
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.models import Record, Recorded
from portolan.search.domain.entries import refresh

# What `edit_meeting` may change; the address changes by a verb of its own, which keeps the old one.
EDITABLE = frozenset(
    {
        "kind",
        "title",
        "summary",
        "start",
        "end",
        "mode",
        "scope",
        "venue",
        "zone",
        "phase",
        "declared_participants",
        "is_public",
    }
)


def create_meeting(*, by: User | None, record: Record, title: Text, kind: str, **fields: Any) -> Meeting:
    """Make a meeting with an address of its own. Raises DomainError for dates in the wrong order or an online venue."""
    meeting = Meeting(record=record, title=title, kind=kind, **_known(fields))
    _check(meeting)
    with transaction.atomic():
        meeting.slug = _free_slug(meeting)
        meeting.save()
        audit.record("meeting.created", meeting, by=by)
        public_changed()
        refresh(meeting)
    return meeting


def edit_meeting(meeting: Meeting, *, by: User | None, **fields: Any) -> Meeting:
    """Change what is given; nothing is written when nothing differs. Raises DomainError as `create_meeting` does."""
    changes = {name: value for name, value in _known(fields).items() if getattr(meeting, name) != value}
    if not changes:
        return meeting
    before = {name: getattr(meeting, name) for name in changes}
    for name, value in changes.items():
        setattr(meeting, name, value)
    _check(meeting)
    with transaction.atomic():
        meeting.save(update_fields=list(changes))
        told = {name: [_said(before[name]), _said(value)] for name, value in changes.items()}
        audit.record("meeting.edited", meeting, by=by, changes=told)
        public_changed()
        refresh(meeting)
    return meeting


def set_hosts(
    meeting: Meeting, *, by: User | None, host: Organisation | None, co_hosts: Iterable[Organisation] = ()
) -> None:
    """Say who invites: one host, any number of co-hosts. Raises DomainError for an invented host of a real meeting."""
    wanted = {body.pk: (body, HostRole.CO_HOST) for body in co_hosts}
    if host is not None:
        wanted[host.pk] = (host, HostRole.HOST)
    require_one_record(meeting, *(body for body, _role in wanted.values()))
    present = {row.organisation_id: row.role for row in meeting.hosts.all()}
    if present == {pk: role for pk, (_body, role) in wanted.items()}:
        return
    before = [str(row.organisation) for row in meeting.hosts.select_related("organisation")]
    with transaction.atomic():
        meeting.hosts.all().delete()
        MeetingHost.objects.bulk_create(
            [MeetingHost(meeting=meeting, organisation=body, role=role) for body, role in wanted.values()]
        )
        after = [str(body) for body, _role in wanted.values()]
        audit.record("meeting.hosts-set", meeting, by=by, changes={"hosts": [before, after]})
        public_changed()
        refresh(meeting)


def require_one_record(thing: Recorded, *others: Recorded) -> None:
    """Raise DomainError when a real thing would point at an invented one, or an invented one at a real."""
    if any(other.is_invented and not thing.is_invented for other in others):
        raise DomainError(_("Something real cannot point at something invented."), code="mixed-records")


def free_slug(wanted: str, *, but: Meeting | None = None) -> str:
    """An address nobody has: the wanted one, or with a number after it."""
    taken = Meeting.objects.exclude(pk=but.pk) if but else Meeting.objects.all()
    base = slug_of(wanted)[:90] or "meeting"
    tries = (base if number == 1 else f"{base}-{number}" for number in range(1, 10_000))
    return next(each for each in tries if not taken.filter(slug=each).exists())


def _free_slug(meeting: Meeting) -> str:
    latin = next((meeting.title.get(code) for code in ("en", "fr") if meeting.title.get(code)), "")
    year = meeting.start.year if meeting.start else ""
    return free_slug(f"{latin} {year}")


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not a field of a meeting: {', '.join(sorted(unknown))}")
    return {name: _date(value) if name in {"start", "end"} else value for name, value in fields.items()}


def _date(value: Any) -> PartialDate | None:
    return PartialDate.parse(value) if isinstance(value, str) and value else value or None


def _check(meeting: Meeting) -> None:
    start, end = meeting.start, meeting.end
    if end and not start:
        raise DomainError(_("A meeting with an end needs a beginning."), code="no-start", field="start")
    if start and end and end.last_day() < start.first_day():
        raise DomainError(_("The end lies before the beginning."), code="end-before-start", field="end")
    if meeting.mode == Mode.ONLINE and meeting.venue is not None:
        raise DomainError(_("A meeting held online has no venue."), code="online-venue", field="venue")
    if meeting.venue is not None:
        require_one_record(meeting, meeting.venue)


def _said(value: Any) -> Any:
    """A value as the audit trail keeps it."""
    if isinstance(value, Text):
        return value.to_json()
    return value if isinstance(value, int | bool) or value is None else str(value)
