"""Signing: on this site, by a guest's link and code, or by a date that passed; papers are in `papers`."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.models import User
from portolan.documents.domain import guests, whole
from portolan.documents.domain.answers import (
    Given,
    follow,
    held_step,
    repeated,
    require_current,
    require_given,
    require_open,
    standing_now,
)
from portolan.documents.domain.hands import authors_of
from portolan.documents.domain.papers import confirm_paper, record_paper, refuse_paper
from portolan.documents.domain.standing import Standing, StepState, chain_is_passed, chain_of, is_to_confirm, standing
from portolan.documents.domain.waiting import end_of, may_answer
from portolan.documents.enums import Answer, Way
from portolan.documents.models import Document, Guest, Revision, SignOff, Step
from portolan.kernel.errors import DomainError

__all__ = [
    "Standing",
    "StepState",
    "chain_is_passed",
    "chain_of",
    "close_by_silence",
    "confirm_paper",
    "may_answer",
    "record_paper",
    "refuse_paper",
    "sign",
    "sign_as_guest",
    "standing",
]

# Nobody agrees by silence to what was not before them when the first reminder went out.
STOOD_FOR = dt.timedelta(days=7)


def sign(
    step: Step,
    *,
    language: str,
    answer: str,
    content_hash: str,
    by: User,
    at: dt.datetime,
    comment: str = "",
    is_printed: bool = False,
    capacity: str = "",
) -> SignOff:
    """Answer for a party on this site, on the text read in one language; sent again, it is one answer.

    Agreed by all, the stage is passed; returned, the document is a draft again. Raises DomainError for who may not
    answer, for an author, without a reason where one is needed, when the text has changed since it was read, when
    somebody else has answered, and while the document does not wait for it.
    """
    given = Given(language, answer, content_hash, comment, is_printed, capacity)
    with transaction.atomic():
        step = held_step(step)
        require_given(given, step.document)
        _require_hand(by, step, day=at.date())
        found = standing_now(step)
        if same := repeated(step, found, given, user_id=by.pk):
            return same
        require_open(step, found, same_hand=bool(found.signoff and found.signoff.user_id == by.pk))
        require_current(given, step.document)
        hand = {"way": Way.SCREEN, "user": by, "person": getattr(by, "person", None)}
        signoff = SignOff.objects.create(step=step, made_at=at, signed_on=at.date(), **hand, **given.fields())
        follow(signoff, step, by=by, at=at)
    return signoff


def _require_hand(by: User, step: Step, *, day: dt.date) -> None:
    if by.pk in authors_of(step.document):
        raise DomainError(_("You wrote in this document: somebody else has to answer for it."), code="own-work")
    if not may_answer(by, step, day=day):
        raise DomainError(_("You do not answer for this party."), code="not-yours")


def sign_as_guest(
    step: Step,
    *,
    guest: Guest,
    code: str,
    language: str,
    answer: str,
    content_hash: str,
    at: dt.datetime,
    comment: str = "",
    is_printed: bool = False,
    capacity: str = "",
) -> SignOff:
    """Answer for a party as the guest who was invited for it, with the code sent to the guest's own address.

    Never inside another transaction: its end would forget a wrong try. Sent again, it is one answer. Raises DomainError
    as `sign` does, for a wrong, used or old code, and for a link that is withdrawn or past its time.
    """
    given = Given(language, answer, content_hash, comment, is_printed, capacity or guest.capacity)
    with transaction.atomic(durable=True):
        _held, same = _open_for_guest(step, guest, given, at=at)
        if same:
            return same
    sent = guests.check_code(guest, code, at=at)
    with transaction.atomic(durable=True):
        # Asked again: meanwhile the same form may have come twice, or the text may have changed.
        held, same = _open_for_guest(step, guest, given, at=at)
        if same:
            return same
        guests.spend_code(sent, at=at)
        hand = {"way": Way.LINK, "guest": guest, "person": guest.person}
        signoff = SignOff.objects.create(step=held, made_at=at, signed_on=at.date(), **hand, **given.fields())
        follow(signoff, held, by=None, at=at)
    return signoff


def _open_for_guest(step: Step, guest: Guest, given: Given, *, at: dt.datetime) -> tuple[Step, SignOff | None]:
    """The step, locked, and the answer that stands when this is the same again; or a DomainError."""
    held = held_step(step)
    guest = guests.require_open(guest, at=at)
    require_given(given, held.document)
    _require_guest(guest, held)
    found = standing_now(held)
    if same := repeated(held, found, given, guest_id=guest.pk):
        return held, same
    require_open(held, found, same_hand=bool(found.signoff and found.signoff.guest_id == guest.pk))
    require_current(given, held.document)
    return held, None


def _require_guest(guest: Guest, step: Step) -> None:
    if guest.step_id != step.pk or guest.document_id != step.document_id:
        raise DomainError(_("You do not answer for this party."), code="not-yours")
    if guests.is_author(guest, authors_of(step.document)):
        raise DomainError(_("You wrote in this document: somebody else has to answer for it."), code="own-work")


def close_by_silence(step: Step, *, by: User | None, at: dt.datetime) -> SignOff:
    """Note that a party has not answered by its date, which its chain says in writing means no objection.

    It is on the text in the source language, which must have been before the party, unchanged, for the last week before
    the date. Raises DomainError when the writing is missing, the date has not passed, an answer or a paper is there, or
    the text is too new.
    """
    with transaction.atomic():
        step = held_step(step)
        document = step.document
        if not step.silence_basis:
            raise DomainError(_("No writing says that silence means no objection here."), code="no-silence-here")
        if step.due_on is None or end_of(step.due_on, document) >= at:
            raise DomainError(_("The date by which to answer has not passed."), code="not-due")
        found = standing_now(step)
        if found.signoff is not None and not found.is_stale:
            raise DomainError(_("There is an answer already."), code="answered")
        if any(is_to_confirm(each) for each in step.signoffs.all()):
            raise DomainError(_("An answer on paper waits to be confirmed."), code="paper-waits")
        require_open(step, found, same_hand=False)
        _require_old_text(document, step.due_on)
        language = document.source_language
        given = Given(language, Answer.NO_OBJECTION, whole.content_hash(document, language), step.silence_basis)
        signoff = SignOff.objects.create(step=step, way=Way.TIME, made_at=at, signed_on=step.due_on, **given.fields())
        follow(signoff, step, by=by, at=at)
    return signoff


def _require_old_text(document: Document, due_on: dt.date) -> None:
    texts = Revision.objects.filter(section__document=document, language=document.source_language)
    newest = texts.order_by("-made_at").values_list("made_at", flat=True).first()
    begun = max(document.stage_since, newest) if newest else document.stage_since
    if begun > end_of(due_on, document) - STOOD_FOR:
        words = _("The party has had this text for less than a week before the date: set another date.")
        raise DomainError(words, code="too-new")
