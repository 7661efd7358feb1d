"""The same facts for machines: JSON-LD in the words of schema.org."""

from __future__ import annotations

from typing import Any

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.languages import current_language
from portolan.meetings.enums import Mode
from portolan.network.models import Organisation, Place, Programme
from portolan.portal.page import absolute

CONTEXT = "https://schema.org"
MODES = {
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def _bare(**fields: Any) -> dict[str, Any]:
    return {key.replace("at_", "@", 1): value for key, value in fields.items() if value}


def city_data(place: Place, url: str) -> dict[str, Any]:
    """A place as a City."""
    position = _bare(at_type="GeoCoordinates", latitude=float(place.latitude), longitude=float(place.longitude))
    return _bare(
        at_context=CONTEXT,
        at_type="City",
        name=str(place.name),
        alternateName=sorted(set(place.name.values()) - {str(place.name)}),
        address=_bare(at_type="PostalAddress", addressCountry=place.country),
        geo=position,
        sameAs=f"https://sws.geonames.org/{place.geonames}/" if place.geonames else "",
        url=absolute(url),
    )


def organisation_data(body: Organisation, url: str) -> dict[str, Any]:
    """A body as an Organization."""
    return _bare(
        at_context=CONTEXT,
        at_type="Organization",
        name=str(body.name),
        alternateName=str(body.acronym),
        url=body.website or absolute(url),
    )


def programme_data(programme: Programme, url: str) -> dict[str, Any]:
    """The programme as an Organization."""
    return _bare(
        at_context=CONTEXT,
        at_type="Organization",
        name=str(programme.name),
        alternateName=programme.short_name,
        description=str(programme.summary),
        email=programme.email,
        url=absolute(url),
        sameAs=[programme.website, *programme.social.values()]
        if programme.website
        else list(programme.social.values()),
    )


def event_data(event: PeerLearningEvent, hosts: list[Organisation], url: str) -> dict[str, Any]:
    """A peer-learning event as an Event; dates keep their precision, which ISO 8601 allows."""
    meeting = event.meeting
    place = meeting.venue or next((host.place for host in hosts if host.place), None)
    where = (
        _bare(at_type="VirtualLocation", url=absolute(url))
        if meeting.mode == Mode.ONLINE
        else _bare(
            at_type="Place",
            name=str(place.name),
            address=_bare(at_type="PostalAddress", addressLocality=str(place.name), addressCountry=place.country),
        )
        if place
        else None
    )
    return _bare(
        at_context=CONTEXT,
        at_type="EducationEvent",
        name=str(meeting.title),
        description=str(meeting.summary),
        startDate=str(meeting.start or ""),
        endDate=str(meeting.end or ""),
        eventAttendanceMode=f"{CONTEXT}/{MODES[Mode(meeting.mode)]}" if meeting.mode else "",
        eventStatus=f"{CONTEXT}/EventScheduled",
        location=where,
        organizer=[_bare(at_type="Organization", name=str(host.name)) for host in hosts],
        inLanguage=current_language(),
        url=absolute(url),
    )
