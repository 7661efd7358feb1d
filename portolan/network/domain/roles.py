"""Giving and ending roles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.network.enums import CITY_ROLES, OBJECT_ROLES, Role
from portolan.network.models import Organisation, RoleAssignment

VERBS = {
    "role-given": gettext_lazy("gave a role"),
    "role-ended": gettext_lazy("ended a role"),
    "invited": gettext_lazy("invited somebody"),
    "invitation-sent-again": gettext_lazy("sent an invitation again"),
    "invitation-withdrawn": gettext_lazy("withdrew an invitation"),
    "invitation-accepted": gettext_lazy("accepted an invitation"),
}


@dataclass(frozen=True)
class Limits:
    """How far a role goes: a body, a component, one thing, until a day. Empty means the whole programme, for good."""

    organisation: Organisation | None = None
    partner: Organisation | None = None
    component: str = ""
    thing: models.Model | None = None
    ends_on: dt.date | None = None


# No limit at all.
WHOLE = Limits()


def check_limits(role: Role, limits: Limits, *, starts_on: dt.date) -> None:
    """Refuse limits a role cannot have; the DomainError names the field."""
    if role in CITY_ROLES and limits.organisation is None:
        raise DomainError(_("Say for which city."), code="city-needed", field="organisation")
    if role in OBJECT_ROLES and limits.thing is None:
        raise DomainError(_("Say for which event or file."), code="thing-needed", field="role")
    if role == Role.AUDITOR and limits.ends_on is None:
        raise DomainError(_("An auditor's access needs a last day."), code="end-needed", field="ends_on")
    if limits.ends_on is not None and limits.ends_on < starts_on:
        raise DomainError(_("The last day lies before the first."), code="ends-early", field="ends_on")


def give_role(
    *, user: User, role: Role, by: User | None, at: dt.datetime, limits: Limits = WHOLE, reason: str = ""
) -> RoleAssignment:
    """Give a role from today on. Given again with the same limits, it is the same assignment.

    `by` is None only on the command line. Raises DomainError for limits the role cannot have, and to those who would
    give a role to themselves.
    """
    if by is not None and by.pk == user.pk:
        raise DomainError(_("Nobody gives a role to themselves: ask a colleague."), code="own-role")
    check_limits(role, limits, starts_on=at.date())
    fields = _fields(limits)
    with transaction.atomic():
        same = RoleAssignment.objects.select_for_update().standing(at.date()).filter(user=user, role=role, **fields)
        if found := same.filter(ends_on=limits.ends_on).first():
            return found
        given = RoleAssignment.objects.create(
            user=user, role=role, starts_on=at.date(), ends_on=limits.ends_on, given_by=by, **fields
        )
        audit.record("role-given", given, by=by, at=at, changes=_changes(given), reason=reason)
    forget_grants(user)
    return given


def end_role(assignment: RoleAssignment, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """End a role at once. Ended twice, nothing more happens; the last manager is kept by a DomainError."""
    with transaction.atomic():
        held = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
        if held.ended_at is not None:
            return
        if held.role == Role.MANAGER and _is_last_manager(held.user, at.date(), without=held.pk):
            raise DomainError(_("This is the last programme manager: name another one first."), code="last-manager")
        RoleAssignment.objects.filter(pk=held.pk).update(ended_at=at, ended_by=by)
        audit.record("role-ended", held, by=by, at=at, changes=_changes(held), reason=reason)
    assignment.ended_at, assignment.ended_by = at, by
    forget_grants(held.user)


def keep_a_manager(user: User) -> None:
    """Refuse, by a DomainError, that the last manager's account goes."""
    if _is_last_manager(user, dt.datetime.now(dt.UTC).date()):
        raise DomainError(_("This is the last programme manager: name another one first."), code="last-manager")


def forget_grants(user: User) -> None:
    """Let `can()` ask again: this object's roles have changed."""
    user.__dict__.pop("_grants", None)


def roles_as_data(user: User) -> list[dict[str, Any]]:
    """A user's roles, past ones too, for the personal-data export."""
    held = RoleAssignment.objects.filter(user=user).select_related("organisation").order_by("starts_on", "pk")
    return [
        {
            "role": each.role,
            "organisation": str(each.organisation) if each.organisation else "",
            "component": each.component,
            "about": f"{each.object_kind} {each.object_id}".strip(),
            "from": each.starts_on.isoformat(),
            "to": each.ends_on.isoformat() if each.ends_on else "",
            "ended": each.ended_at.isoformat() if each.ended_at else "",
        }
        for each in held
    ]


def _is_last_manager(user: User, day: dt.date, *, without: int | None = None) -> bool:
    """True when no other active account would be a manager. Locks the managers, so that two cannot leave at once."""
    managers = RoleAssignment.objects.standing(day).unlimited().filter(role=Role.MANAGER, user__is_active=True)
    with transaction.atomic():
        held = list(managers.select_for_update(of=("self",)).values_list("pk", "user_id"))
    mine = [pk for pk, user_id in held if user_id == user.pk]
    if not mine:
        return False
    staying = [pk for pk, user_id in held if (user_id != user.pk if without is None else pk != without)]
    return not staying


def _fields(limits: Limits) -> dict[str, Any]:
    return {
        "organisation": limits.organisation,
        "partner": limits.partner,
        "component": limits.component,
        "object_kind": audit.kind_of(limits.thing) if limits.thing is not None else "",
        "object_id": str(limits.thing.pk) if limits.thing is not None else "",
    }


def _changes(assignment: RoleAssignment) -> dict[str, Any]:
    """Who and where, for the audit trail: the account by number, so that erasure leaves no name behind."""
    about = {
        "user": assignment.user_id,
        "role": assignment.role,
        "organisation": assignment.organisation_id,
        "partner": assignment.partner_id,
        "component": assignment.component,
        "object": f"{assignment.object_kind} {assignment.object_id}".strip(),
        "ends_on": assignment.ends_on.isoformat() if assignment.ends_on else None,
    }
    return {field: [None, value] for field, value in about.items() if value}
