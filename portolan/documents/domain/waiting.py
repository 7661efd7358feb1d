"""For whom a stage waits: who may answer, and the task each of them has while it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils import timezone

from portolan.accounts.domain.audit import kind_of
from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.accounts.registry import place_of
from portolan.accounts.rules import can
from portolan.documents.domain.hands import authors_of, users_with
from portolan.documents.domain.standing import StepState
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Step
from portolan.documents.querysets import bodies_of
from portolan.documents.rules.audiences import AUTHOR_ROLES
from portolan.messages.domain.notices import notify
from portolan.messages.domain.tasks import assign, finish
from portolan.messages.models import Task
from portolan.network.enums import TEAM_ROLES, Role
from portolan.network.models import RoleAssignment
from portolan.network.rules import scope_of

# Of the task, and of the notice that comes with it; the other notice is for whoever agreed to an earlier text.
TASK, STALE = "document-waits", "signoff-stale"


def scope_of_tasks(document: Document) -> str:
    """The scope the tasks of a document lie in: its city's, so that they pass with a hand-over."""
    return f"organisation:{document.city_id}" if document.city_id else ""


def holders(document: Document, role: str, *, day: dt.date) -> list[User]:
    """The active accounts that hold a role for the document, or for its city, on a day."""
    keys = place_of(document).keys
    rows = RoleAssignment.objects.standing(day).filter(role=role, user__is_active=True).select_related("user")
    found = {row.user.pk: row.user for row in rows.order_by("user") if scope_of(row) <= keys}
    return list(found.values())


def may_answer(user: User, step: Step, *, day: dt.date | None = None) -> bool:
    """May this account answer for the party: its role held today, or on a day, and never an author of the document.

    Where the party is another body than the document's city, whoever answers also belongs to that body.
    """
    document, day = step.document, day or timezone.now().date()
    if not step.role or not can(user, Permission.DOCUMENT_SIGN, on=document):
        return False
    if user.pk not in {each.pk for each in holders(document, step.role, day=day)}:
        return False
    return user.pk not in authors_of(document) and _belongs(user, step, day=day)


def _belongs(user: User, step: Step, *, day: dt.date) -> bool:
    if step.organisation_id is None or step.organisation_id == step.document.city_id:
        return True
    return bodies_of(user, day).filter(pk=step.organisation_id).exists()


def answerers(step: Step, *, but: set[int], day: dt.date) -> list[User | None]:
    """Who has the task of an answer: holders of the role, `but` the document's authors. None stands for the team.

    A party that answers by link or on paper is asked by the city's focal points, or by the team where there is none.
    """
    document = step.document
    role = step.role or Role.FOCAL_POINT
    if role in TEAM_ROLES:
        return [None]
    found = [user for user in holders(document, role, day=day) if user.pk not in but]
    if step.role:
        found = [user for user in found if _belongs(user, step, day=day)]
    return [*found] or [None]


def authors(document: Document, *, leads_only: bool = False) -> list[User]:
    """The accounts that write the document now, for notices."""
    return users_with(document, *((Role.LEAD_AUTHOR,) if leads_only else AUTHOR_ROLES))


def end_of(day: dt.date, document: Document) -> dt.datetime:
    """The end of a due day, in the zone of the document's city, else UTC."""
    place = document.city.place if document.city else None
    zone = ZoneInfo(place.zone) if place and place.zone else dt.UTC
    return dt.datetime.combine(day, dt.time(23, 59, 59), zone)


def sync_tasks(document: Document, states: Sequence[StepState], *, by: User | None, at: dt.datetime) -> list[StepState]:
    """Give each party that is waited for its task, and close the tasks of the others; the steps newly asked.

    A document that is ready waits for the team. Run again it changes nothing: who has an open task keeps it.
    """
    wanted = _wanted(document, states, day=at.date())
    named = {"kind": TASK, "object_kind": kind_of(document), "object_id": str(document.pk)}
    held = {(task.values.get("step"), task.assignee_id): task for task in Task.objects.open().filter(**named)}
    for key, task in held.items():
        if key not in wanted:
            finish(task, by=by, at=at)
        else:
            _redate(task, wanted[key][0], document)
    stale = {state.step.pk for state in states if state.is_stale}
    for key in sorted(wanted.keys() - held.keys(), key=str):
        step, user = wanted[key]
        _ask(document, step, user, by=by, at=at)
        if step is not None and user is not None:
            _tell(user, document, step, is_stale=step.pk in stale, by=by, at=at)
    asked_already = {step for step, _user in held}
    return [state for state in states if state.is_waiting and state.step.pk not in asked_already]


Wanted = dict[tuple[int | None, int | None], tuple[Step | None, User | None]]


def _wanted(document: Document, states: Sequence[StepState], *, day: dt.date) -> Wanted:
    """(step, account) -> both, of every task there should be; without a step the document is ready."""
    waiting = [state.step for state in states if state.is_waiting]
    writers = authors_of(document) if waiting else set()
    wanted: Wanted = {}
    for step in waiting:
        for user in answerers(step, but=writers, day=day):
            wanted[step.pk, user.pk if user else None] = (step, user)
    if document.stage == Stage.READY:
        wanted[None, None] = (None, None)
    return wanted


def _redate(task: Task, step: Step | None, document: Document) -> None:
    due_at = _due_at(step, document)
    if task.due_at != due_at:
        Task.objects.filter(pk=task.pk).update(due_at=due_at)


def _due_at(step: Step | None, document: Document) -> dt.datetime | None:
    return end_of(step.due_on, document) if step is not None and step.due_on else None


def _ask(document: Document, step: Step | None, user: User | None, *, by: User | None, at: dt.datetime) -> None:
    stem = f"{TASK}:{document.pk}:{step.pk if step else 'ready'}:{user.pk if user else 'team'}:"
    number = Task.objects.filter(key__startswith=stem).count() + 1
    party = {"step": step.pk, "party": step.party.to_json()} if step else {"step": None}
    assign(
        TASK,
        key=f"{stem}{number}",
        to=user,
        on=document,
        scope=scope_of_tasks(document),
        values={**party, "stage": str(step.stage if step else document.stage), "slug": document.slug},
        due_at=_due_at(step, document),
        by=by,
        at=at,
        is_demonstration=document.is_invented,
    )


def _tell(user: User, document: Document, step: Step, *, is_stale: bool, by: User | None, at: dt.datetime) -> None:
    values = {"party": step.party.to_json(), "slug": document.slug}
    notify(user, STALE if is_stale else TASK, on=document, values=values, by=by, at=at)
