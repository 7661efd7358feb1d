"""What may be chosen in a form, list by list: the same for the form that offers it and for the search while typing.

A list is named in the address of the search. Each answers only for those who may choose from it, and holds only what
they may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, reach, scope_keys
from portolan.network.enums import MemberRole
from portolan.network.models import Organisation, Person, Place

# With invented ones beside the real, as a form of an invented thing needs them.
INVENTED = "invented"
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Listing:
    """One list for one reader: its rows, and where they are searched while typing."""

    name: str
    rows: Rows
    about: str = ""

    @property
    def address(self) -> str:
        """Where a part of a name is sent, in `q`."""
        return reverse("desk:choose", args=[self.name]) + (f"?{urlencode({'about': self.about})}" if self.about else "")


def bodies(about: str = "") -> Rows:
    """Every body of the registry that stands."""
    return Organisation.objects.standing().shown(demonstration=about == INVENTED).in_order()


def bodies_seen(user: Any, about: str) -> Rows:
    """Of these what the reader may see; whoever edits meetings may choose any, since anybody may host one."""
    rows = bodies(about)
    return rows if can(user, Permission.MEETING_EDIT) else rows.visible_to(user)


def places(about: str = "") -> Rows:
    """Every place."""
    return Place.objects.shown(demonstration=about == INVENTED).in_order()


def bodies_with_people(user: Any, permission: Permission) -> Rows:
    """The bodies within which somebody may do something with people."""
    own = scope_keys(user, permission, "organisation:")
    rows = Organisation.objects.standing().in_order()
    return rows if own is None else rows.filter(pk__in=own)


def bodies_with_members(user: Any) -> Rows:
    """The bodies some person the reader may see has a function in."""
    return bodies_with_people(user, Permission.PEOPLE_READ).with_people()


def bodies_to_invite_for(user: Any) -> Rows:
    """The bodies for which somebody may give roles."""
    rows = Organisation.objects.standing().in_order()
    whole = can(user, Permission.USERS_MANAGE)
    return rows if whole else rows.filter(reach(user, Permission.USERS_INVITE, organisation="pk"))


def partners(user: Any) -> Rows:
    """The partners of the programme, for those who say for whom an officer works."""
    rows = Organisation.objects.standing().in_order()
    rows = rows if can(user, Permission.USERS_MANAGE) else rows.none()
    return rows.filter(memberships__role=MemberRole.PARTNER).distinct()


def people_of(user: Any, slug: str) -> Rows:
    """The people of one body the reader may see."""
    rows = Person.objects.visible_to(user).standing().filter(affiliations__organisation__slug=slug)
    return rows.distinct().order_by("sort_key", "pk")


_LISTS: dict[str, Callable[[Any, str], Rows]] = {
    "bodies": bodies_seen,
    "places": lambda user, about: places(about),
    "bodies-with-people": lambda user, about: bodies_with_people(user, Permission.PEOPLE_EDIT),
    "bodies-with-members": lambda user, about: bodies_with_members(user),
    "bodies-to-invite-for": lambda user, about: bodies_to_invite_for(user),
    "partners": lambda user, about: partners(user),
    "people-of": people_of,
}


def listing(name: str, user: Any, about: str = "") -> Listing:
    """A list as this reader may choose from it. Raises KeyError for a name that is no list."""
    return Listing(name, _LISTS[name](user, about), about)
