"""Where each party of a chain stands: its last answer, and whether the text is still the one it answered on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.documents.domain import whole
from portolan.documents.enums import REVIEW_STAGES, Answer, Stage
from portolan.documents.models import Document, SignOff, Step
from portolan.documents.rules.stages import is_reached

# These pass a step, on the text they were given on.
PASSING = (Answer.AGREED, Answer.RESERVED, Answer.NO_OBJECTION)
# What supervision and quality say with their answer is for the authors and the team.
INNER_STAGES = (Stage.SUPERVISION, Stage.QUALITY)


@dataclass(frozen=True)
class Standing:
    """The answer of a step that counts now; stale when the text it was given on has changed."""

    signoff: SignOff | None = None
    is_stale: bool = False

    @property
    def answer(self) -> str:
        """What was answered; empty before the first answer."""
        return self.signoff.answer if self.signoff else ""

    @property
    def is_passed(self) -> bool:
        """Agreed, with or without reservations, or by silence, on the text as it is."""
        return not self.is_stale and self.answer in PASSING


@dataclass(frozen=True)
class StepState:
    """A step as a page shows it. `papers` are records of papers that wait for a second person."""

    step: Step
    signoff: SignOff | None
    is_stale: bool
    is_waiting: bool
    papers: tuple[SignOff, ...] = field(default=())

    @property
    def is_passed(self) -> bool:
        """As of `Standing`."""
        return Standing(self.signoff, self.is_stale).is_passed


def standing(step: Step, hashes: Mapping[str, str]) -> Standing:
    """The last answer of a step that counts, by the day it was given; `hashes` is the text's hash by language.

    A paper counts once a second person confirmed it. Uses `step.signoffs` as fetched, if they were.
    """
    counting = [each for each in step.signoffs.all() if counts(each)]
    if not counting:
        return Standing()
    last = max(counting, key=lambda each: (each.signed_on, each.made_at, each.pk))
    return Standing(last, is_stale=hashes.get(last.language) != last.content_hash)


def counts(signoff: SignOff) -> bool:
    """All answers count but papers nobody confirmed, or somebody refused."""
    return not signoff.refused and not is_to_confirm(signoff)


def is_to_confirm(signoff: SignOff) -> bool:
    """A record of a paper that waits for a second person."""
    return signoff.way == "paper" and signoff.confirmed_at is None and not signoff.refused


def hashes_of(document: Document, languages: Iterable[str]) -> dict[str, str]:
    """The hash of the text as it is now, by language, in two queries; none for no language."""
    wanted = sorted(set(languages))
    return whole.content_hashes(document, wanted) if wanted else {}


def chain_of(document: Document) -> list[StepState]:
    """Every step of a document's chain in order, with where it stands: two queries, and two for the hashes."""
    answers = SignOff.objects.select_related("user", "guest", "person", "recorded_by", "confirmed_by")
    rows = Step.objects.standing().filter(document=document).select_related("organisation")
    steps = list(rows.prefetch_related(Prefetch("signoffs", queryset=answers)))
    # The order of the stages; inside one, that of the plan.
    steps.sort(key=lambda step: (REVIEW_STAGES.index(Stage(step.stage)), step.position, step.pk))
    hashes = hashes_of(document, {each.language for step in steps for each in step.signoffs.all()})
    return [_state(step, standing(step, hashes), document) for step in steps]


def _state(step: Step, found: Standing, document: Document) -> StepState:
    step.document = document
    papers = tuple(each for each in step.signoffs.all() if is_to_confirm(each))
    waits = not found.is_passed and is_reached(step.stage, document.stage)
    return StepState(step, found.signoff, found.is_stale, waits, papers)


def chain_is_passed(document: Document) -> bool:
    """True when every party of the chain agreed to the text as it is. A document without a chain never is."""
    states = chain_of(document)
    return bool(states) and all(state.is_passed for state in states)


def stale_parties(document: Document) -> list[StepState]:
    """The steps whose answer was given on another text: whose sign-off is to be renewed."""
    return [state for state in chain_of(document) if state.is_stale]


def comment_for(signoff: SignOff, *, reader: Any) -> str:
    """The comment of an answer for this reader: what supervision and quality say is not for stakeholders and cities."""
    document = signoff.step.document
    if signoff.step.stage not in INNER_STAGES or (signoff.user_id and signoff.user_id == getattr(reader, "pk", None)):
        return signoff.comment
    inside = (Permission.DOCUMENT_WRITE, Permission.DOCUMENT_SUPERVISE)
    return signoff.comment if any(can(reader, permission, on=document) for permission in inside) else ""
