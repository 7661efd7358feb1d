"""What each role may do, and how far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from portolan.accounts.enums import Permission as P
from portolan.accounts.models import User
from portolan.accounts.registry import Grant, Place
from portolan.network.enums import Role
from portolan.network.models import (
    Affiliation,
    FocalPoint,
    Membership,
    Organisation,
    Person,
    Phase,
    Programme,
    RoleAssignment,
)
from portolan.network.models import Place as NetworkPlace

_TEAM = {
    P.DESK_USE,
    P.NETWORK_READ,
    P.NETWORK_EDIT,
    P.PEOPLE_READ,
    P.PEOPLE_EDIT,
    P.PEOPLE_MERGE,
    P.CITY_READ,
    P.CITY_WRITE,
    P.CITY_FILE_READ,
    P.CITY_FILE_WRITE,
    P.FOCAL_POINT_CHANGE,
    P.MEETING_READ,
    P.MEETING_EDIT,
    P.ATTENDANCE_READ,
    P.FIGURE_EDIT,
    P.ROWS_READ,
    P.VOCABULARY_EDIT,
    P.TRANSLATION_EDIT,
    P.IMPORT_RUN,
    P.CONFLICT_DECIDE,
    P.OUTBOX_APPROVE,
}
_OWN_EVENT = {P.DESK_USE, P.MEETING_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.MANAGER: frozenset(P),
    Role.OFFICER: frozenset(_TEAM),
    Role.FOCAL_POINT: frozenset(
        {P.DESK_USE, P.CITY_READ, P.CITY_WRITE, P.CITY_FILE_READ, P.PEOPLE_READ, P.PEOPLE_EDIT, P.MEETING_READ}
    ),
    Role.LOCAL_EXPERT: frozenset({P.DESK_USE, P.CITY_READ}),
    Role.INTERNATIONAL_EXPERT: frozenset({P.DESK_USE, P.CITY_READ}),
    Role.STAKEHOLDER: frozenset({P.DESK_USE}),
    Role.EVALUATOR: frozenset({P.DESK_USE}),
    Role.DONOR_READER: frozenset({P.DESK_USE, P.NETWORK_READ}),
    Role.TRANSLATOR: frozenset({P.DESK_USE, P.TRANSLATION_EDIT}),
    Role.AUDITOR: frozenset({P.DESK_USE, P.NETWORK_READ, P.ROWS_READ, P.ATTENDANCE_READ, P.AUDIT_READ}),
    Role.HOST: frozenset(_OWN_EVENT | {P.MEETING_EDIT, P.ATTENDANCE_READ}),
    Role.ORGANISER: frozenset(_OWN_EVENT | {P.MEETING_EDIT, P.ATTENDANCE_READ}),
    Role.RAPPORTEUR: frozenset(_OWN_EVENT),
    Role.MODERATOR: frozenset(_OWN_EVENT),
    Role.PRESENTER: frozenset(_OWN_EVENT),
    Role.PARTICIPANT: frozenset(_OWN_EVENT),
    Role.APPLICANT: frozenset({P.DESK_USE}),
    Role.IMPLEMENTER: frozenset({P.DESK_USE}),
    Role.PANEL_MEMBER: frozenset({P.DESK_USE}),
}


def standing(day: dt.date) -> Q:
    """Role assignments in force on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def scope_of(assignment: RoleAssignment) -> frozenset[str]:
    """The keys a thing must carry for the assignment to reach it."""
    keys = {
        f"organisation:{assignment.organisation_id}" if assignment.organisation_id else "",
        f"component:{assignment.component}" if assignment.component else "",
        f"{assignment.object_kind}:{assignment.object_id}" if assignment.object_kind else "",
    }
    return frozenset(keys - {""})


def role_grants(user: User) -> Iterable[Grant]:
    """The grants that follow from a user's roles of today, in one query."""
    today = timezone.now().date()
    for assignment in RoleAssignment.objects.filter(standing(today), user=user):
        scope = scope_of(assignment)
        for permission in ROLE_PERMISSIONS[Role(assignment.role)]:
            yield Grant(permission, scope)


def place_of_organisation(organisation: Organisation) -> Place:
    """A body lies in its own scope."""
    return Place(frozenset({f"organisation:{organisation.pk}"}))


def place_of_person(person: Person) -> Place:
    """A person lies in the scope of every body they belong or belonged to."""
    ids = person.affiliations.values_list("organisation_id", flat=True)
    return Place(frozenset(f"organisation:{pk}" for pk in ids))


def place_of_child(row: Membership | Affiliation | FocalPoint) -> Place:
    """A row about a body lies in the body's scope."""
    return Place(frozenset({f"organisation:{row.organisation_id}"}))


def place_of_anywhere(row: NetworkPlace | Programme | Phase) -> Place:
    """Things of the whole network lie in no narrower scope."""
    return Place()
