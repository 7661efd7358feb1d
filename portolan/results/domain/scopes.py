"""What a count is about: the programme, one city, one meeting."""

from __future__ import annotations

from dataclasses import dataclass

from portolan.meetings.models import Meeting
from portolan.network.models import Place, Programme


@dataclass(frozen=True)
class Scope:
    """A kind and the slug of a thing, written `programme:mc2cm`, `city:tangier`, `meeting:amman-2017`."""

    kind: str
    slug: str

    @classmethod
    def parse(cls, text: str) -> Scope:
        """Read the written form; raises ValueError for an unknown kind or a missing slug."""
        kind, _, slug = text.partition(":")
        if kind not in {"programme", "city", "meeting"} or not slug:
            raise ValueError(text)
        return cls(kind, slug)

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


def programme_scope(programme: Programme) -> Scope:
    """All that the programme did."""
    return Scope("programme", programme.slug)


def city_scope(place: Place) -> Scope:
    """What the municipality of a place took part in."""
    return Scope("city", place.slug)


def meeting_scope(meeting: Meeting) -> Scope:
    """One meeting."""
    return Scope("meeting", meeting.slug)
