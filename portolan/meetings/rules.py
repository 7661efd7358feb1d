"""In which scopes meetings lie, and how two rows become one when their people or bodies are merged."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from portolan.accounts.registry import Place
from portolan.meetings.enums import AttendanceSource, HostRole, MeetingKind
from portolan.meetings.models import Attendance, Meeting, MeetingHost
from portolan.network.registry import Resolution
from portolan.network.rules import ids_of

# How surely we know that somebody came, surest first.
_SURENESS = (AttendanceSource.STAFF, AttendanceSource.SELF, AttendanceSource.IMPORT)


def one_attendance(row: Attendance, other: Attendance) -> Resolution:
    """One person came once: the standing row takes the body, days and source it lacks, and the surer knowledge."""
    changes: dict[str, Any] = {}
    for name in ("organisation_id", "source_id"):
        if getattr(other, name) is None and getattr(row, name) is not None:
            changes[name] = getattr(row, name)
    days = [each for each in (row.days, other.days) if each is not None]
    if days and other.days != max(days):
        changes["days"] = max(days)
    surest = min(row.known_by, other.known_by, key=lambda each: _SURENESS.index(AttendanceSource(each)))
    return Resolution(other_changes={**changes, "known_by": surest})


def one_host(row: MeetingHost, other: MeetingHost) -> Resolution:
    """One body invites once: as host when it was host either way.

    The standing row becomes host only where the other was: the meeting's one host is then the row that goes.
    """
    if row.role == HostRole.HOST and other.role != HostRole.HOST and row.organisation_id != other.organisation_id:
        return Resolution(other_changes={"role": HostRole.HOST})
    return Resolution()


def place_of_meeting(meeting: Model) -> Place:
    """A meeting lies in itself, with the bodies that invite to it, and, when it is peer learning, in the dialogue.

    One not made yet lies in no body and no meeting: whoever holds a role in one event only may not make another.
    """
    if not isinstance(meeting, Meeting):
        return Place()
    keys: set[str] = set()
    if meeting.pk is not None:
        keys = {f"organisation:{pk}" for pk in ids_of(meeting, "hosts", "organisation_id")}
        keys.add(f"meetings.meeting:{meeting.pk}")
    if meeting.kind == MeetingKind.PEER_LEARNING:
        keys.add("component:dialogue")
    return Place(frozenset(keys))


def place_of_attendance(row: Model) -> Place:
    """An attendance lies where its meeting does."""
    return place_of_meeting(row.meeting) if isinstance(row, Attendance) else Place()
