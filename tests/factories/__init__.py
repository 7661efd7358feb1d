"""Boring factories: what a test does not name has no meaning. Places and people are invented."""

from tests.factories.accounts import UserFactory, user_with
from tests.factories.meetings import AttendanceFactory, EventFactory, MeetingFactory, MeetingHostFactory
from tests.factories.network import (
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    PlaceFactory,
    ProgrammeFactory,
)
from tests.factories.provenance import RecordFactory, SourceFactory, record
from tests.factories.results import KeyFigureFactory
from tests.factories.vocabulary import ThemeFactory

__all__ = [
    "AffiliationFactory",
    "AttendanceFactory",
    "EventFactory",
    "KeyFigureFactory",
    "MeetingFactory",
    "MeetingHostFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "PersonFactory",
    "PhaseFactory",
    "PlaceFactory",
    "ProgrammeFactory",
    "RecordFactory",
    "SourceFactory",
    "ThemeFactory",
    "UserFactory",
    "record",
    "user_with",
]
