"""What each role may do, and how far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from portolan.accounts.enums import IN_A_COMPONENT, PROGRAMME_WIDE
from portolan.accounts.enums import Permission as P
from portolan.accounts.models import User
from portolan.accounts.registry import Grant, Place
from portolan.accounts.rules import can, grants_for
from portolan.network.enums import DOCUMENT_ROLES, OBJECT_ROLES, OFFICER_GIVES, TEAM_ROLES, Role
from portolan.network.models import (
    Affiliation,
    FocalPoint,
    Invitation,
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
    P.DOCUMENT_READ,
    P.DOCUMENT_WRITE,
    P.DOCUMENT_REMARK,
    P.DOCUMENT_TRANSLATE,
    P.DOCUMENT_SUPERVISE,
    P.DOCUMENT_SIGN,
    P.DOCUMENT_RECORD_PAPER,
    P.DOCUMENT_MANAGE,
    P.FIGURE_EDIT,
    P.ROWS_READ,
    P.VOCABULARY_EDIT,
    P.TRANSLATION_EDIT,
    P.IMPORT_RUN,
    P.CONFLICT_DECIDE,
    P.OUTBOX_APPROVE,
    P.USERS_INVITE,
}
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_OWN_EVENT = {P.DESK_USE, P.MEETING_READ}
_OWN_DOCUMENT = {P.DESK_USE, P.DOCUMENT_READ, P.DOCUMENT_REMARK}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.MANAGER: frozenset(set(P) - {P.SECOND_FACTOR_DUE}),
    Role.OFFICER: frozenset(_TEAM),
    Role.FOCAL_POINT: frozenset(
        {
            P.DESK_USE,
            P.CITY_READ,
            P.CITY_WRITE,
            P.CITY_FILE_READ,
            P.PEOPLE_READ,
            P.PEOPLE_EDIT,
            P.MEETING_READ,
            P.DOCUMENT_READ,
            P.DOCUMENT_REMARK,
            P.DOCUMENT_SIGN,
            P.DOCUMENT_RECORD_PAPER,
        }
    ),
    Role.LOCAL_EXPERT: frozenset({P.DESK_USE, P.CITY_READ}),
    Role.INTERNATIONAL_EXPERT: frozenset({P.DESK_USE, P.CITY_READ}),
    Role.STAKEHOLDER: frozenset({P.DESK_USE}),
    Role.EVALUATOR: frozenset({P.DESK_USE}),
    Role.DONOR_READER: frozenset({P.DESK_USE, P.NETWORK_READ}),
    Role.TRANSLATOR: frozenset({P.DESK_USE, P.TRANSLATION_EDIT, P.DOCUMENT_READ, P.DOCUMENT_TRANSLATE}),
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
    Role.LEAD_AUTHOR: frozenset(_OWN_DOCUMENT | {P.DOCUMENT_WRITE}),
    Role.CO_AUTHOR: frozenset(_OWN_DOCUMENT | {P.DOCUMENT_WRITE}),
    Role.SUPERVISOR: frozenset(_OWN_DOCUMENT | {P.DOCUMENT_SUPERVISE, P.DOCUMENT_SIGN}),
    Role.QUALITY_OFFICER: frozenset(_OWN_DOCUMENT | {P.DOCUMENT_SUPERVISE, P.DOCUMENT_SIGN}),
    Role.VALIDATOR: frozenset(_OWN_DOCUMENT | {P.DOCUMENT_SIGN}),
    Role.READER: frozenset(_OWN_DOCUMENT),
}


def standing(day: dt.date) -> Q:
    """Role assignments in force on a day."""
    return Q(starts_on__lte=day, ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=day))


def scope_of(assignment: RoleAssignment | Invitation) -> frozenset[str]:
    """The keys a thing must carry for the assignment to reach it; no key reaches everything.

    A city, a component and one thing limit together. The partner says for whom an officer works: beside another
    limit it adds none, since a partner that leads the dialogue leads it in every city; alone it limits to what is the
    partner's own, that is the partner's body, its people, and the meetings it invites to.
    """
    keys = {
        f"organisation:{assignment.organisation_id}" if assignment.organisation_id else "",
        f"component:{assignment.component}" if assignment.component else "",
    }
    if isinstance(assignment, RoleAssignment) and assignment.object_kind:
        keys.add(f"{assignment.object_kind}:{assignment.object_id}")
    limits = frozenset(keys - {""})
    if not limits and assignment.partner_id:
        return frozenset({f"organisation:{assignment.partner_id}"})
    return limits


def scope_for(permission: P, scope: frozenset[str]) -> frozenset[str] | None:
    """How far one permission of a role limited to `scope` goes; None when a limited role does not give it.

    The registry of cities and people belongs to all components, so a component limits only what lies in one.
    """
    if not scope:
        return scope
    if permission in PROGRAMME_WIDE:
        return None
    if permission in IN_A_COMPONENT:
        return scope
    return frozenset(key for key in scope if not key.startswith("component:"))


def grants_of_role(role: Role, scope: frozenset[str]) -> Iterator[Grant]:
    """What a role limited to `scope` gives."""
    for permission in sorted(ROLE_PERMISSIONS[role]):
        limit = scope_for(permission, scope)
        if limit is not None:
            yield Grant(permission, limit)


def role_grants(user: User) -> Iterable[Grant]:
    """The grants that follow from a user's roles of today, in one query.

    A team role gives nothing until the account has a second factor: not a page, not a file, not the API.
    """
    today = timezone.now().date()
    factor = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    held = RoleAssignment.objects.filter(standing(today), user=user).annotate(has_factor=Exists(factor))
    for assignment in held:
        role = Role(assignment.role)
        if role in TEAM_ROLES and not assignment.has_factor:
            yield Grant(P.SECOND_FACTOR_DUE)
        else:
            yield from grants_of_role(role, scope_of(assignment))


def may_give(by: User, role: Role, organisation: Organisation | None, *, thing: Model | None = None) -> bool:
    """May `by` give this role, for this body or this thing?

    A manager gives any. An officer gives focal points, experts and stakeholders: for a body of the own scope, or,
    when the officer's own role is not limited to one, without a body; and the roles of a thing the officer may edit.
    """
    if can(by, P.USERS_MANAGE):
        return True
    if not can(by, P.USERS_INVITE):
        return False
    if role in OBJECT_ROLES:
        needed = P.DOCUMENT_MANAGE if role in DOCUMENT_ROLES else P.MEETING_EDIT
        return thing is not None and can(by, needed, on=thing)
    if role not in OFFICER_GIVES:
        return False
    if organisation is None:
        return any(not grant.scope for grant in grants_for(by, P.USERS_INVITE))
    return can(by, P.USERS_INVITE, on=organisation)


def place_of_organisation(organisation: Organisation) -> Place:
    """A body lies in its own scope."""
    return Place(frozenset({f"organisation:{organisation.pk}"}))


def place_of_person(person: Person) -> Place:
    """A person lies in the scope of every body they belong or belonged to."""
    ids = ids_of(person, "affiliations", "organisation_id")
    return Place(frozenset(f"organisation:{pk}" for pk in ids))


def ids_of(thing: Model, relation: str, column: str) -> list[Any]:
    """A column of the rows at the other end of a relation; a page that has read them already asks nothing again."""
    rows = getattr(thing, relation)
    if relation in getattr(thing, "_prefetched_objects_cache", {}):
        return [getattr(row, column) for row in rows.all()]
    return list(rows.values_list(column, flat=True))


def place_of_child(row: Membership | Affiliation | FocalPoint) -> Place:
    """A row about a body lies in the body's scope."""
    return Place(frozenset({f"organisation:{row.organisation_id}"}))


def place_of_role(row: RoleAssignment | Invitation) -> Place:
    """A role, held or offered, lies in the scope of the body it is about."""
    return Place(frozenset({f"organisation:{row.organisation_id}"} if row.organisation_id else set()))


def place_of_anywhere(row: NetworkPlace | Programme | Phase) -> Place:
    """Things of the whole network lie in no narrower scope."""
    return Place()
