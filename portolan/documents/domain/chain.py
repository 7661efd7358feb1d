"""The chain of a document: who answers in which stage, and the moves from stage to stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.standing import StepState, chain_is_passed, chain_of
from portolan.documents.domain.waiting import STALE, authors, sync_tasks
from portolan.documents.enums import REVIEW_STAGES, Stage
from portolan.documents.models import Document, Revision, Section, SectionText, Step
from portolan.documents.rules.chains import StepPlan, require_plan, standard_plan
from portolan.documents.rules.stages import MOVES, is_reached, latest, next_stage
from portolan.kernel.errors import DomainError
from portolan.messages.domain.notices import notify

__all__ = [
    "StepPlan",
    "advance_if_passed",
    "chain_is_passed",
    "lock",
    "move_date",
    "return_to_authors",
    "send_back",
    "set_chain",
    "standard_chain",
    "submit",
    "text_changed",
]


def lock(document: Document) -> Document:
    """The document as it is, held until the end of the transaction: answers, moves and edits come one after another."""
    held = Document.objects.select_for_update(of=("self",)).select_related("city__place", "record", "template")
    return held.get(pk=document.pk)


def standard_chain(document: Document) -> list[StepPlan]:
    """The chain documents of this kind usually pass, to start from."""
    return standard_plan(document)


def set_chain(document: Document, steps: Iterable[StepPlan], *, by: User | None, at: dt.datetime) -> list[Step]:
    """Say who answers in which stage. Parties of one stage answer side by side; a stage without any is left out.

    A step that stays keeps its answers; one that goes keeps them too, out of the chain. Only while the document is a
    draft. Raises DomainError for a plan that cannot be a chain.
    """
    plan = list(steps)
    with transaction.atomic():
        held = lock(document)
        if held.stage != Stage.DRAFT:
            raise DomainError(_("The chain is set while the document is a draft."), code="not-a-draft")
        require_plan(plan, is_invented=held.is_invented)
        before = _said(Step.objects.standing().filter(document=held))
        known = {_key(step): step for step in Step.objects.filter(document=held).select_for_update()}
        kept = [_keep(held, known.get(each.key), each, position) for position, each in enumerate(plan, start=1)]
        for step in known.values():
            if step.pk not in {each.pk for each in kept} and step.left_at is None:
                _leave(step, at=at)
        if before != (after := _said(kept)):
            audit.record("chain-set", held, by=by, at=at, changes={"chain": [before, after]})
    return kept


def _key(step: Step) -> tuple[object, ...]:
    return (*StepPlan(step.stage, step.party, step.role).key[:-1], step.organisation_id)


def _keep(document: Document, step: Step | None, plan: StepPlan, position: int) -> Step:
    step = step or Step(document=document, stage=plan.stage, role=plan.role, organisation=plan.organisation)
    step.party, step.position, step.left_at = plan.party, position, None
    step.due_on, step.silence_basis = plan.due_on, plan.silence_basis.strip()
    step.save()
    return step


def _leave(step: Step, *, at: dt.datetime) -> None:
    if step.signoffs.exists():
        step.left_at = at
        step.save(update_fields=["left_at"])
    else:
        step.delete()


def _said(steps: Iterable[Step]) -> list[str]:
    return [f"{step.stage}: {step.party.get(step.party.source)}" for step in steps]


def move_date(step: Step, *, due_on: dt.date | None, by: User | None, at: dt.datetime) -> Step:
    """Set another date by which a party is to answer. Raises DomainError where silence needs one."""
    with transaction.atomic():
        document = lock(step.document)
        step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
        if due_on is None and step.silence_basis:
            raise DomainError(_("Silence needs a date by which to answer."), code="date-needed", field="due_on")
        before, step.due_on = step.due_on, due_on
        if before != due_on:
            step.save(update_fields=["due_on"])
            told = [each.isoformat() if each else None for each in (before, due_on)]
            audit.record("step-date-moved", document, by=by, at=at, changes={"due_on": told})
            _settle(document, by=by, at=at)
    return step


def submit(document: Document, *, by: User | None, at: dt.datetime) -> Document:
    """Hand a draft in: it goes to the first stage in which somebody still has to answer.

    Raises DomainError without a chain, while a required section has no text, and for anything but a draft.
    """
    with transaction.atomic():
        held = lock(document)
        stages = set(Step.objects.standing().filter(document=held).values_list("stage", flat=True))
        if not stages:
            raise DomainError(_("Say first who answers for this document."), code="no-chain")
        target = next_stage(Stage.DRAFT, stages)
        MOVES.require(held.stage, target)
        _require_text(held)
        _move(held, target, by=by, at=at)
        _settle(held, by=by, at=at)
    return held


def _require_text(document: Document) -> None:
    """Raise a DomainError that names the required sections nobody has written in the source language."""
    sections = Section.objects.filter(document=document, of_template__is_required=True)
    texts = SectionText.objects.filter(section__document=document, language=document.source_language)
    written = texts.exclude(current__html="").values("section")
    empty = [str(section.heading) for section in sections.exclude(pk__in=written).order_by("position")]
    if empty:
        words = _("These sections have no text yet: %(sections)s.") % {"sections": ", ".join(empty)}
        raise DomainError(words, code="section-empty", field="sections")


def send_back(document: Document, *, by: User | None, at: dt.datetime, reason: str) -> Document:
    """Give a document in review, or one that is ready, back to its authors. Raises DomainError without a reason."""
    with transaction.atomic():
        held = lock(document)
        if held.stage == Stage.PUBLISHED:
            raise DomainError(_("This step is not possible from the present state."), code="no-such-move")
        return_to_authors(held, by=by, at=at, reason=reason)
    return held


def return_to_authors(
    held: Document, *, by: User | None, at: dt.datetime, reason: str, party: Step | None = None
) -> None:
    """The same for a locked document, inside a transaction; `party` is the one whose answer sends it back."""
    _move(held, Stage.DRAFT, by=by, at=at, reason=reason)
    _settle(held, by=by, at=at)
    values = {"reason": reason, "party": party.party.to_json() if party else {}, "slug": held.slug}
    notify(authors(held), "document-returned", on=held, values=values, by=by, at=at)


def advance_if_passed(document: Document, *, by: User | None, at: dt.datetime) -> Document:
    """Move on when every party so far has agreed to the text as it is; fall back from ready when one has not."""
    with transaction.atomic():
        held = lock(document)
        _settle(held, by=by, at=at)
    return held


def text_changed(document: Document, *, by: User | None, at: dt.datetime) -> None:
    """After an edit: a document that was ready falls back, and parties whose answer is stale are asked again.

    For every verb that changes what is hashed: texts, title, sections.
    """
    stage = Document.objects.values_list("stage", flat=True).get(pk=document.pk)
    if stage == Stage.READY or stage in REVIEW_STAGES:
        advance_if_passed(document, by=by, at=at)


def after_revision(section: Section, language: str, revision: Revision) -> None:
    """What a new revision does to the chain; runs in the transaction that saves it."""
    text_changed(section.document, by=revision.made_by, at=revision.made_at)


def _settle(held: Document, *, by: User | None, at: dt.datetime) -> None:
    """Bring stage and tasks in line with the answers. The document is locked."""
    states = chain_of(held)
    target = _target(held.stage, states)
    if target != held.stage:
        _move(held, target, by=by, at=at)
        states = [replace(each, is_waiting=_waits(each, held)) for each in states]
    for state in sync_tasks(held, states, by=by, at=at):
        if state.is_stale:
            values = {"party": state.step.party.to_json(), "slug": held.slug}
            notify(authors(held, leads_only=True), STALE, on=held, values=values, by=by, at=at)


def _waits(state: StepState, document: Document) -> bool:
    return not state.is_passed and is_reached(state.step.stage, document.stage)


def _target(stage: str, states: list[StepState]) -> str:
    """The stage a document belongs to, from where it stands: further when all so far agreed, back from ready if not."""
    if stage == Stage.READY:
        open_stages = [state.step.stage for state in states if not state.is_passed]
        return latest(open_stages) if open_stages else stage
    stages = {state.step.stage for state in states}
    while stage in REVIEW_STAGES and all(each.is_passed for each in states if is_reached(each.step.stage, stage)):
        stage = next_stage(stage, stages)
    return stage


def _move(held: Document, target: str, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    MOVES.require(held.stage, target, reason=reason)
    before, held.stage, held.stage_since = held.stage, target, at
    held.save(update_fields=["stage", "stage_since"])
    audit.record("document-moved", held, by=by, at=at, changes={"stage": [str(before), str(target)]}, reason=reason)
