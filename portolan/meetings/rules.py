"""How two rows of a meeting become one when their people or bodies are merged."""

from __future__ import annotations

from typing import Any

from portolan.meetings.enums import AttendanceSource, HostRole
from portolan.meetings.models import Attendance, MeetingHost
from portolan.network.registry import Resolution

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
