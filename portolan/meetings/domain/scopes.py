"""Where a meeting lies, for permissions."""

from __future__ import annotations

from portolan.accounts.registry import Place
from portolan.meetings.enums import MeetingKind
from portolan.meetings.models import Meeting


def place_of_meeting(meeting: Meeting) -> Place:
    """A meeting lies in itself, with the bodies that invite to it, and, when it is peer learning, in the dialogue."""
    keys = {f"organisation:{pk}" for pk in meeting.hosts.values_list("organisation_id", flat=True)}
    keys.add(f"meetings.meeting:{meeting.pk}")
    if meeting.kind == MeetingKind.PEER_LEARNING:
        keys.add("component:dialogue")
    return Place(frozenset(keys))
