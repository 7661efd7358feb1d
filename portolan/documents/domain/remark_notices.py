"""Who hears of a remark and of what becomes of it: never somebody who could not read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from portolan.accounts.models import User
from portolan.documents.domain.hands import hands_of
from portolan.documents.enums import Audience
from portolan.documents.models import Remark
from portolan.documents.rules.audiences import TOLD
from portolan.messages.domain.notices import notify
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment


def tell_of_remark(remark: Remark, *, by: User | None, at: dt.datetime) -> None:
    """Tell those it is for: authors and supervisor, supervision, or the other reviewers of the body."""
    _tell(_meant(remark), remark, "remark-made", by=by, at=at)


def tell_of_answer(root: Remark, *, by: User | None, at: dt.datetime, kind: str = "remark-answered") -> None:
    """Tell whoever remarked, those who answered, and those the remark was for."""
    voices = User.objects.filter(Q(pk=root.user_id) | Q(pk__in=root.replies.values("user")))
    _tell([*voices, *_meant(root)], root, kind, by=by, at=at)


def _meant(remark: Remark) -> list[User]:
    if remark.audience == Audience.BODY:
        held = RoleAssignment.objects.standing(remark.made_at.date())
        rows = held.filter(role=Role.FOCAL_POINT, organisation=remark.organisation_id).select_related("user")
        return [row.user for row in rows]
    hands = hands_of(remark.section.document)
    roles = TOLD[Audience(remark.audience)]
    # A co-author of some sections hears of these alone.
    return [hand.user for hand in hands if hand.role in roles and hand.section in (None, remark.section)]


def _tell(users: Iterable[User], remark: Remark, kind: str, *, by: User | None, at: dt.datetime) -> None:
    readers = {user.pk: user for user in users if user.is_active}
    seen = [user for user in readers.values() if Remark.objects.visible_to(user).filter(pk=remark.pk).exists()]
    section = remark.section
    values = {
        "section": section.key,
        "heading": section.heading.to_json(),
        "remark": remark.pk,
        "slug": section.document.slug,
    }
    notify(seen, kind, on=section.document, values=values, by=by, at=at)
