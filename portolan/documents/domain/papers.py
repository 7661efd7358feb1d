"""Answers given on paper: minutes or a stamped letter, entered for the body and confirmed by a second person."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain import whole
from portolan.documents.domain.answers import Given, follow, held_step, require_given, require_open, standing_now
from portolan.documents.domain.hands import authors_of
from portolan.documents.domain.standing import hashes_of, is_to_confirm
from portolan.documents.enums import Way
from portolan.documents.models import Document, SignOff, Step
from portolan.kernel.errors import DomainError
from portolan.messages.domain.notices import notify
from portolan.network.domain.files import take_letter

# As many signs of the fingerprint as a page of the printed text carries, at least.
FINGERPRINT = re.compile(r"^[0-9a-f]{12,64}$")


def record_paper(
    step: Step,
    *,
    language: str,
    answer: str,
    body: str,
    reference: str,
    signed_on: dt.date,
    evidence: Any,
    content_hash: str,
    by: User,
    at: dt.datetime,
    comment: str = "",
    is_printed: bool = False,
    capacity: str = "",
) -> SignOff:
    """Enter what a body answered on paper, with a scan; it counts once a second person has confirmed it.

    `content_hash` is the fingerprint the paper carries, whole or its first 12 signs or more. One of an earlier text is
    kept as such: the answer is then stale from the start. Entered twice, it is one. Raises DomainError by field.
    """
    _require_paper(body, reference, signed_on, evidence, at)
    with transaction.atomic():
        step = held_step(step)
        typed = Given(language, answer, _fingerprint(content_hash), comment, is_printed, capacity)
        given = _completed(typed, step.document)
        paper: dict[str, Any] = {"body": body.strip(), "reference": reference.strip(), "signed_on": signed_on}
        if known := _known(step, given, paper):
            return known
        require_open(step, standing_now(step), same_hand=False)
        kept = {"recorded_by": by, "made_at": at, "evidence": _scan(evidence)}
        signoff = SignOff.objects.create(step=step, way=Way.PAPER, **kept, **given.fields(), **paper)
        changes = {"party": [None, step.party.get(step.party.source)], "reference": [None, signoff.reference]}
        audit.record("paper-recorded", step.document, by=by, at=at, changes=changes, on_behalf_of=signoff.body)
    return signoff


def _require_paper(body: str, reference: str, signed_on: dt.date, evidence: Any, at: dt.datetime) -> None:
    if not body.strip():
        raise DomainError(_("Say which body answered."), code="body-needed", field="body")
    if not reference.strip():
        raise DomainError(_("Give the reference of the minutes or the letter."), code="needed", field="reference")
    if signed_on > at.date():
        raise DomainError(_("This day has not come yet."), code="in-the-future", field="signed_on")
    if not evidence:
        raise DomainError(_("Add a scan of the minutes or the letter."), code="scan-needed", field="evidence")


def _scan(upload: Any) -> Any:
    try:
        return take_letter(upload)
    except DomainError as refused:
        words = _("A scan is a PDF, PNG or JPEG file.") if refused.code == "wrong-kind" else refused.message
        raise DomainError(words, code=refused.code, field="evidence") from None


def _fingerprint(typed: str) -> str:
    found = re.sub(r"[\s·-]", "", typed).lower()
    if not FINGERPRINT.match(found):
        words = _("Give the fingerprint printed on the pages that were signed: at least its first 12 signs.")
        raise DomainError(words, code="no-fingerprint", field="content_hash")
    return found


def _completed(given: Given, document: Document) -> Given:
    """With a short fingerprint as the whole one, where it is that of the text as it is; or a DomainError."""
    require_given(given, document)
    now = whole.content_hash(document, given.language)
    return Given(**{**given.__dict__, "content_hash": now}) if now.startswith(given.content_hash) else given


def _known(step: Step, given: Given, paper: dict[str, Any]) -> SignOff | None:
    wanted = {**given.fields(), **paper, "way": Way.PAPER, "refused": ""}
    same = (each for each in step.signoffs.all() if all(getattr(each, name) == value for name, value in wanted.items()))
    return next(same, None)


def confirm_paper(signoff: SignOff, *, by: User, at: dt.datetime) -> SignOff:
    """Confirm, having compared it with the scan, what somebody else entered: from now on the answer counts.

    Confirmed again, nothing more happens. Raises DomainError for who entered it, for an author, and for a refused one.
    """
    with transaction.atomic():
        step = held_step(signoff.step)
        signoff = _to_decide(signoff, step, by=by)
        if signoff.confirmed_at is not None:
            return signoff
        signoff.confirmed_by, signoff.confirmed_at = by, at
        signoff.save(update_fields=["confirmed_by", "confirmed_at"])
        stale = hashes_of(step.document, [signoff.language])[signoff.language] != signoff.content_hash
        follow(signoff, step, by=by, at=at, is_stale=stale)
    return signoff


def refuse_paper(signoff: SignOff, *, by: User, at: dt.datetime, reason: str) -> SignOff:
    """Refuse what somebody else entered, with what is wrong; it never counts, and can be entered anew."""
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    with transaction.atomic():
        step = held_step(signoff.step)
        signoff = _to_decide(signoff, step, by=by)
        if signoff.confirmed_at is not None:
            raise DomainError(_("This answer was confirmed already."), code="confirmed")
        signoff.refused = reason.strip()[:300]
        signoff.save(update_fields=["refused"])
        changes = {"reference": [None, signoff.reference]}
        audit.record("paper-refused", step.document, by=by, at=at, changes=changes, reason=reason)
        values = {"party": step.party.to_json(), "reason": signoff.refused, "slug": step.document.slug}
        if signoff.recorded_by is not None:
            notify(signoff.recorded_by, "paper-refused", on=step.document, values=values, by=by, at=at)
    return signoff


def _to_decide(signoff: SignOff, step: Step, *, by: User) -> SignOff:
    held = SignOff.objects.select_for_update(of=("self",)).select_related("recorded_by").get(pk=signoff.pk)
    if held.way != Way.PAPER:
        raise DomainError(_("Only answers given on paper are confirmed."), code="not-paper")
    if held.refused:
        raise DomainError(_("This record was refused: the paper has to be entered anew."), code="refused-already")
    if is_to_confirm(held) and held.recorded_by_id == by.pk:
        raise DomainError(_("You entered this: somebody else has to confirm it."), code="own-record")
    if is_to_confirm(held) and by.pk in authors_of(step.document):
        raise DomainError(_("You wrote in this document: somebody else has to confirm it."), code="own-work")
    return held
