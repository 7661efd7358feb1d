"""For whom a stage waits: who may answer, and the task each of them has while it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.accounts.registry import place_of
from portolan.accounts.rules import can
from portolan.documents.domain.hands import authors_of, hands_of
from portolan.documents.domain.standing import StepState
from portolan.documents.models import Document, Step
from portolan.documents.querysets import bodies_of
from portolan.messages.domain.tasks import assign, finish
from portolan.messages.models import Task
from portolan.network.enums import TEAM_ROLES, Role
from portolan.network.models import RoleAssignment
from portolan.network.rules import scope_of

TASK = "document-waits"


def scope_of_tasks(document: Document) -> str:
    """The scope the tasks of a document lie in: its city's, so that they pass with a hand-over."""
    return f"organisation:{document.city_id}" if document.city_id else ""


def holders(document: Document, role: str, *, day: dt.date) -> list[User]:
    """The active accounts that hold a role for the document, or for its city, on a day."""
    keys = place_of(document).keys
    rows = RoleAssignment.objects.standing(day).filter(role=role, user__is_active=True).select_related("user")
    found = {row.user.pk: row.user for row in rows.order_by("user") if scope_of(row) <= keys}
    return list(found.values())


def may_answer(user: User, step: Step, *, day: dt.date) -> bool:
    """May this account answer for the party: its role held on that day, and never an author of the document.

    Where the party is another body than the document's city, whoever answers also belongs to that body.
    """
    document = step.document
    if not step.role or not can(user, Permission.DOCUMENT_SIGN, on=document):
        return False
    if user.pk not in {each.pk for each in holders(document, step.role, day=day)}:
        return False
    return user.pk not in authors_of(document) and _belongs(user, step, day=day)


def _belongs(user: User, step: Step, *, day: dt.date) -> bool:
    if step.organisation_id is None or step.organisation_id == step.document.city_id:
        return True
    return bodies_of(user, day).filter(pk=step.organisation_id).exists()


def answerers(step: Step, *, authors: set[int], day: dt.date) -> list[User | None]:
    """Who has the task of an answer: holders of the role who are no authors. None stands for the team together.

    A party that answers by link or on paper is asked by the city's focal points, or by the team where there is none.
    """
    document = step.document
    role = step.role or Role.FOCAL_POINT
    if role in TEAM_ROLES:
        return [None]
    found = [user for user in holders(document, role, day=day) if user.pk not in authors]
    if step.role:
        found = [user for user in found if _belongs(user, step, day=day)]
    return [*found] or [None]


def authors_as_users(document: Document, *, leads_only: bool = False) -> list[User]:
    """The accounts that write the document, for notices."""
    roles = (Role.LEAD_AUTHOR,) if leads_only else (Role.LEAD_AUTHOR, Role.CO_AUTHOR)
    found = {hand.user.pk: hand.user for hand in hands_of(document) if hand.role in roles}
    return list(found.values())


def end_of(day: dt.date, document: Document) -> dt.datetime:
    """The end of a due day, in the zone of the document's city, else UTC."""
    place = document.city.place if document.city else None
    zone = ZoneInfo(place.zone) if place and place.zone else dt.UTC
    return dt.datetime.combine(day, dt.time(23, 59, 59), zone)


def sync_tasks(document: Document, states: Sequence[StepState], *, by: User | None, at: dt.datetime) -> list[StepState]:
    """Give each party that is waited for its task, and close the tasks of the others; the steps newly asked.

    Run again it changes nothing: a step that has an open task of somebody keeps it.
    """
    waiting = [state.step for state in states if state.is_waiting]
    authors = authors_of(document) if waiting else set()
    wanted = {
        (step.pk, user.pk if user else None): (step, user)
        for step in waiting
        for user in answerers(step, authors=authors, day=at.date())
    }
    named = {"kind": TASK, "object_kind": "documents.document", "object_id": str(document.pk)}
    open_tasks = {(task.values.get("step"), task.assignee_id): task for task in Task.objects.open().filter(**named)}
    for key, task in open_tasks.items():
        if key not in wanted:
            finish(task, by=by, at=at)
    _redate(open_tasks[key] for key in open_tasks if key in wanted)
    asked_already = {step for step, _user in open_tasks}
    for key in wanted.keys() - open_tasks.keys():
        _ask(document, *wanted[key], by=by, at=at)
    return [state for state in states if state.is_waiting and state.step.pk not in asked_already]


def _redate(tasks: Iterable[Task]) -> None:
    kept = list(tasks)
    steps = Step.objects.select_related("document__city__place").in_bulk([task.values["step"] for task in kept])
    for task in kept:
        step = steps[task.values["step"]]
        due_at = end_of(step.due_on, step.document) if step.due_on else None
        if task.due_at != due_at:
            Task.objects.filter(pk=task.pk).update(due_at=due_at)


def _ask(document: Document, step: Step, user: User | None, *, by: User | None, at: dt.datetime) -> None:
    stem = f"{TASK}:{step.pk}:{user.pk if user else 'team'}:"
    number = Task.objects.filter(key__startswith=stem).count() + 1
    assign(
        TASK,
        key=f"{stem}{number}",
        to=user,
        on=document,
        scope=scope_of_tasks(document),
        values={"step": step.pk, "party": step.party.to_json(), "stage": str(step.stage)},
        due_at=end_of(step.due_on, document) if step.due_on else None,
        by=by,
        at=at,
        is_demonstration=document.is_invented,
    )
