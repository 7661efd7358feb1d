"""Taking an answer for a party of the chain: what it must say, when it is open, and what follows from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain import whole
from portolan.documents.domain.chain import advance_if_passed, lock, return_to_authors
from portolan.documents.domain.standing import Standing, hashes_of, standing
from portolan.documents.enums import GIVEN_ANSWERS, Answer
from portolan.documents.models import Document, SignOff, Step
from portolan.documents.rules.stages import is_reached
from portolan.kernel.errors import DomainError


@dataclass(frozen=True)
class Given:
    """What a party says, on which text in which language."""

    language: str
    answer: str
    content_hash: str
    comment: str = ""
    # A reservation the party wants to read in the edition.
    is_printed: bool = False
    capacity: str = ""

    def fields(self) -> dict[str, Any]:
        """As columns of a sign-off."""
        return {
            "language": self.language,
            "answer": self.answer,
            "content_hash": self.content_hash,
            "comment": self.comment.strip(),
            "is_printed": self.is_printed and self.answer == Answer.RESERVED,
            "capacity": self.capacity.strip(),
        }


def held_step(step: Step) -> Step:
    """The step as it is, its document locked until the transaction ends."""
    document = lock(step.document)
    found = Step.objects.select_related("organisation").prefetch_related("signoffs").get(pk=step.pk)
    found.document = document
    return found


def standing_now(step: Step) -> Standing:
    """Where a step stands on the text as it is now."""
    languages = {each.language for each in step.signoffs.all()}
    return standing(step, hashes_of(step.document, languages))


def require_given(given: Given, document: Document) -> None:
    """Raise a DomainError for an answer that is none, lacks its reason, or is on a language the text does not have."""
    if given.answer not in GIVEN_ANSWERS:
        raise DomainError(_("Choose an answer."), code="unknown-answer", field="answer")
    if given.answer != Answer.AGREED and not given.comment.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="comment")
    if given.language not in document.languages:
        raise DomainError(_("This document has no text in this language."), code="no-such-language", field="language")


def require_current(given: Given, document: Document) -> None:
    """Raise a DomainError when the text is no longer the one that was read."""
    if given.content_hash != whole.content_hash(document, given.language):
        words = _("The text was changed while you read it. Read what is new, then answer.")
        raise DomainError(words, code="changed-meanwhile")


def require_open(step: Step, found: Standing, *, same_hand: bool) -> None:
    """Raise a DomainError when the document does not wait for this answer.

    Whoever agreed may still change the answer while the stage lasts; nobody else answers in their place.
    """
    document = step.document
    if step.left_at is not None or not is_reached(step.stage, document.stage):
        raise DomainError(_("The document does not wait for this answer now."), code="not-now")
    if found.is_passed and not (same_hand and step.stage == document.stage):
        words = _("%(party)s has answered already, on this very text.") % {"party": step.party}
        raise DomainError(words, code="answered")


def repeated(step: Step, found: Standing, given: Given, **hand: Any) -> SignOff | None:
    """The answer that stands, when this is the same sent again by the same hand.

    Returning once more what came back unchanged is another answer.
    """
    last = found.signoff
    if last is None or any(getattr(last, name) != value for name, value in {**given.fields(), **hand}.items()):
        return None
    asked_again = last.answer == Answer.RETURNED and is_reached(step.stage, step.document.stage)
    return None if asked_again else last


def follow(signoff: SignOff, step: Step, *, by: User | None, at: dt.datetime, is_stale: bool = False) -> None:
    """Write an answer that counts into the trail, and do what follows: back to the authors, or on when all agreed."""
    changes = {
        "party": [None, step.party.get(step.party.source)],
        "answer": [None, str(signoff.answer)],
        "language": [None, signoff.language],
        "hash": [None, signoff.content_hash],
        "way": [None, str(signoff.way)],
    }
    document = step.document
    audit.record("signed-off", document, by=by, at=at, changes=changes, on_behalf_of=signoff.body)
    if signoff.answer == Answer.RETURNED and not is_stale and is_reached(step.stage, document.stage):
        return_to_authors(document, by=by, at=at, reason=signoff.comment, party=step)
    else:
        advance_if_passed(document, by=by, at=at)
