"""Focal points and deputies: named by a letter, followed by another, their work handed over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.messages.domain.notices import notify
from portolan.messages.domain.tasks import assign, finish_by_key, hand_over_tasks
from portolan.messages.models import Mail
from portolan.network.domain import roles
from portolan.network.domain.changes import check
from portolan.network.domain.files import take_letter
from portolan.network.enums import Rank, Role
from portolan.network.models import Agreement, FocalPoint, Handover, Organisation, Person, RoleAssignment
from portolan.network.registry import handover_steps
from portolan.provenance.domain.publication import public_changed


def scope_of(city: Organisation) -> str:
    """The scope a city's tasks lie in."""
    return f"organisation:{city.pk}"


def nominate(
    city: Organisation,
    person: Person,
    *,
    rank: Rank,
    start: dt.date,
    by: User | None,
    letter: Any = None,
    reference: str = "",
) -> FocalPoint:
    """Name somebody focal point or deputy of a body from a day on; the former holder's post ends the day before.

    Whoever has an account gets the role with it, and the former holder loses it. Raises DomainError for a start
    before the former holder's, for the same person again, and for a letter that is no letter.
    """
    taken = take_letter(letter) if letter else ""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=city.pk)
        former = FocalPoint.objects.filter(organisation=city, rank=rank, end=None).select_related("person").first()
        if former is not None:
            _check_follows(former, person, start)
            _end(former, on=max(former.start, start - dt.timedelta(days=1)), by=by)
        post = FocalPoint(organisation=city, person=person, rank=rank, start=start, letter_reference=reference)
        post.letter = taken
        check(post)
        post.save()
        record(
            "focal-point-named", post, by=by, changes={"rank": [None, str(rank)], "start": [None, start.isoformat()]}
        )
        _give_role(person, city, by=by)
        finish_by_key(f"focal-point:{city.pk}", by=by)
        public_changed()
    return post


def end_post(post: FocalPoint, *, on: dt.date, by: User | None, reason: str = "") -> FocalPoint:
    """End a post; without another holder the team gets a task to ask the city for a name."""
    with transaction.atomic():
        post = FocalPoint.objects.select_for_update().select_related("organisation", "person").get(pk=post.pk)
        if post.end is not None:
            return post
        if on < post.start:
            raise DomainError(_("The end lies before the beginning."), code="ends-before", field="end")
        _end(post, on=on, by=by, reason=reason)
        if post.rank == Rank.HOLDER:
            city = post.organisation
            assign("focal-point", key=f"focal-point:{city.pk}", on=city, scope=scope_of(city), by=by)
        public_changed()
    return post


def _check_follows(former: FocalPoint, person: Person, start: dt.date) -> None:
    if former.person_id == person.pk:
        raise DomainError(_("This person holds the post already."), code="holds-already", field="person")
    if start < former.start:
        words = _("The former holder began later than this. Correct the date first.")
        raise DomainError(words, code="starts-before", field="start")


def _end(post: FocalPoint, *, on: dt.date, by: User | None, reason: str = "") -> None:
    post.end = on
    post.save(update_fields=["end"])
    record("focal-point-ended", post, by=by, changes={"end": [None, on.isoformat()]}, reason=reason)
    held = RoleAssignment.objects.filter(
        user__person=post.person_id, role=Role.FOCAL_POINT, organisation=post.organisation_id, ended_at=None
    )
    others = FocalPoint.objects.filter(person=post.person_id, organisation=post.organisation_id, end=None)
    if not others.exists():
        for assignment in held:
            roles.end_role(assignment, by=by, at=timezone.now(), reason=reason)


def _give_role(person: Person, city: Organisation, *, by: User | None) -> None:
    if person.user is not None and (by is None or by.pk != person.user_id):
        limits = roles.Limits(organisation=city)
        roles.give_role(user=person.user, role=Role.FOCAL_POINT, by=by, at=timezone.now(), limits=limits)


def hand_over(city: Organisation, *, giver: User, taker: User, by: User, note: str = "") -> Handover:
    """Pass one account's work on a city to another in one move: tasks, drafts, open questions.

    The giver need not agree nor be able to sign in. Raises DomainError when both are one, or the taker cannot act.
    """
    if giver.pk == taker.pk:
        raise DomainError(_("Choose two different accounts."), code="same-account", field="taker")
    if not taker.is_active:
        raise DomainError(_("This account is closed."), code="closed", field="taker")
    with transaction.atomic():
        counts = {"tasks": hand_over_tasks(giver=giver, taker=taker, scope=scope_of(city), by=by)}
        counts["drafts"] = Mail.objects.waiting().filter(made_by=giver).update(made_by=taker)
        counts["questions"] = Agreement.objects.open().filter(note__organisation=city).count()
        counts |= {kind: step(city, giver, taker, by) for kind, step in handover_steps().items()}
        row = Handover.objects.create(
            organisation=city, giver=giver, taker=taker, note=note, at=timezone.now(), by=by, counts=counts
        )
        record("work-handed-over", city, by=by, changes={kind: [None, count] for kind, count in counts.items()})
        notify(taker, "handed-over", on=city, values={"from": str(giver), "counts": counts}, by=by)
    return row
