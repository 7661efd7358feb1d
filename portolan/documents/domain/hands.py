"""Who works on a document: hands are roles tied to it, or, of co-authors, to one of its sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import kind_of
from portolan.accounts.models import User
from portolan.documents.models import Document, Revision, Section
from portolan.kernel.errors import DomainError
from portolan.messages.domain.notices import notify
from portolan.network.domain.roles import Limits, end_role, give_role
from portolan.network.enums import DOCUMENT_ROLES, Role
from portolan.network.models import RoleAssignment

AUTHOR_ROLES = (Role.LEAD_AUTHOR, Role.CO_AUTHOR)
# They answer for the text, so they do not write it.
ANSWERING_ROLES = (Role.SUPERVISOR, Role.QUALITY_OFFICER, Role.VALIDATOR)
DOCUMENT, SECTION = Document._meta.label_lower, Section._meta.label_lower


@dataclass(frozen=True)
class Hand:
    """Somebody's part in a document, in the whole of it or in one section."""

    user: User
    role: Role
    section: Section | None = None


def give_hand(
    document: Document,
    *,
    user: User,
    role: Role,
    by: User | None,
    at: dt.datetime,
    section: Section | None = None,
) -> Hand:
    """Give somebody a part in a document from today on; given again, it is the same.

    A co-author of a section may read the whole. Raises DomainError for a role that is none of documents, a section of
    another document or for another role than co-author, a closed account, one's own role, and to those who would both
    write and answer for the text.
    """
    _check(document, user, role, section, at.date())
    hand = Hand(user, role, section)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        known = hand in hands_of(document, on=at.date())
        give_role(user=user, role=role, by=by, at=at, limits=Limits(thing=section or document))
        if section is not None:
            give_role(user=user, role=Role.READER, by=by, at=at, limits=Limits(thing=document))
        if not known:
            values = {"role": str(role), "section": section.key if section else "", "slug": document.slug}
            notify(user, "document-hand-given", on=document, values=values, by=by, at=at)
    return hand


def end_hand(
    document: Document,
    *,
    user: User,
    role: Role,
    by: User | None,
    at: dt.datetime,
    section: Section | None = None,
    reason: str = "",
) -> bool:
    """End somebody's part at once; False when they had none. What they wrote stays.

    With the last of a co-author's sections ends the reading of the whole that came with it.
    """
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        held = list(_assignments(document, at.date()).filter(user=user))
        wanted = _named(section or document)
        ending = [each for each in held if each.role == role and (each.object_kind, each.object_id) == wanted]
        left = [each for each in held if each not in ending]
        if ending and section is not None and not any(each.object_kind == SECTION for each in left):
            ending += [each for each in left if each.role == Role.READER]
        for each in ending:
            end_role(each, by=by, at=at, reason=reason)
    return bool(ending)


def hands_of(document: Document, *, on: dt.date | None = None) -> list[Hand]:
    """Who has a part in a document today, or on a day: leads first, sections in order. Two queries.

    The reading that comes with a section is not told apart.
    """
    sections = {str(section.pk): section for section in document.sections.all()}
    rows = list(_assignments(document, on, sections).select_related("user").order_by("user__name", "pk"))
    in_sections = {row.user_id for row in rows if row.object_kind == SECTION}
    shown = [row for row in rows if row.role != Role.READER or row.user_id not in in_sections]
    hands = [
        Hand(row.user, Role(row.role), sections[row.object_id] if row.object_kind == SECTION else None) for row in shown
    ]
    order = {role: number for number, role in enumerate(DOCUMENT_ROLES)}
    return sorted(hands, key=lambda hand: (order[hand.role], hand.section.position if hand.section else 0))


def users_with(document: Document, *roles: Role) -> list[User]:
    """The active accounts that hold one of these roles in the document or a section of it today."""
    found = {hand.user.pk: hand.user for hand in hands_of(document) if hand.role in roles and hand.user.is_active}
    return list(found.values())


def authors_of(document: Document) -> set[int]:
    """The ids of the accounts that hold a lead or co-author's part today, or ever saved a text of it."""
    holders = _assignments(document, None).filter(role__in=AUTHOR_ROLES).values_list("user", flat=True)
    writers = Revision.objects.filter(section__document=document, made_by__isnull=False)
    return set(holders) | set(writers.values_list("made_by", flat=True).distinct())


def _named(thing: Document | Section) -> tuple[str, str]:
    return kind_of(thing), str(thing.pk)


def _assignments(
    document: Document, on: dt.date | None, sections: Iterable[str] | None = None
) -> QuerySet[RoleAssignment]:
    """The standing roles tied to a document or one of its sections."""
    ids = list(sections) if sections is not None else [str(pk) for pk in document.sections.values_list("pk", flat=True)]
    here = Q(object_kind=DOCUMENT, object_id=str(document.pk)) | Q(object_kind=SECTION, object_id__in=ids)
    return RoleAssignment.objects.standing(on or timezone.now().date()).filter(here, role__in=DOCUMENT_ROLES)


def _check(document: Document, user: User, role: Role, section: Section | None, today: dt.date) -> None:
    if role not in DOCUMENT_ROLES:
        raise DomainError(_("This role is none that a document gives."), code="no-document-role", field="role")
    if section is not None and section.document_id != document.pk:
        raise DomainError(_("This section belongs to another document."), code="foreign-section", field="section")
    if section is not None and role != Role.CO_AUTHOR:
        raise DomainError(_("Only co-authors work on single sections."), code="whole-document-role", field="section")
    if not user.is_active:
        raise DomainError(_("This account is closed."), code="account-closed", field="user")
    against = ANSWERING_ROLES if role in AUTHOR_ROLES else AUTHOR_ROLES if role in ANSWERING_ROLES else ()
    if _assignments(document, today).filter(user=user, role__in=against).exists():
        words = _("Whoever writes this document does not answer for it, nor the other way round.")
        raise DomainError(words, code="author-answers", field="role")
