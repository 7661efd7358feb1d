"""The stages of a document and the moves between them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from portolan.accounts.enums import Permission
from portolan.documents.enums import REVIEW_STAGES, Stage
from portolan.kernel.states import Move, Moves

# In a chain that lacks some, a stage is followed by any later one.
_FORWARD = tuple(
    Move(source, target, Permission.DOCUMENT_SIGN) for source, target in combinations((*REVIEW_STAGES, Stage.READY), 2)
)

MOVES = Moves(
    (
        # Submitting: to the first stage in which somebody answers. No document is ready without an answer.
        *(Move(Stage.DRAFT, stage, Permission.DOCUMENT_WRITE) for stage in REVIEW_STAGES),
        # A stage is passed when its last party has agreed.
        *_FORWARD,
        # Sent back, by the team or by the reason a party gives.
        *(Move(stage, Stage.DRAFT, Permission.DOCUMENT_MANAGE, needs_reason=True) for stage in REVIEW_STAGES),
        Move(Stage.READY, Stage.DRAFT, Permission.DOCUMENT_MANAGE, needs_reason=True),
        # A text edited after it was signed is no longer ready: the parties whose answer is stale are asked again.
        *(Move(Stage.READY, stage, Permission.DOCUMENT_WRITE) for stage in REVIEW_STAGES),
        Move(Stage.READY, Stage.PUBLISHED, Permission.DOCUMENT_MANAGE),
        # A change request.
        Move(Stage.PUBLISHED, Stage.DRAFT, Permission.DOCUMENT_MANAGE, needs_reason=True),
    )
)


def next_stage(stage: str, stages_with_steps: Iterable[str]) -> Stage:
    """The stage that follows in a chain: the next one in which somebody answers, else ready."""
    held = set(stages_with_steps)
    after = REVIEW_STAGES[REVIEW_STAGES.index(Stage(stage)) + 1 :] if stage in REVIEW_STAGES else REVIEW_STAGES
    return next((each for each in after if each in held), Stage.READY)


def is_reached(step_stage: str, stage: str) -> bool:
    """Whether parties of `step_stage` may answer while the document stands at `stage`: theirs, or a later one."""
    if stage not in REVIEW_STAGES:
        return False
    return REVIEW_STAGES.index(Stage(step_stage)) <= REVIEW_STAGES.index(Stage(stage))


def latest(stages: Iterable[str]) -> Stage:
    """The latest of some review stages."""
    return max((Stage(each) for each in stages), key=REVIEW_STAGES.index)
