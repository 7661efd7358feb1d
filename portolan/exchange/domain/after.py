"""What follows a commit: search entries, within it where they are few, by the queue where they are many."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.apps import apps
from django.db import connection, models, transaction

from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.exchange.domain.planning.state import Plan
from portolan.exchange.registry import postpone_indexing
from portolan.meetings.models import Meeting, MeetingHost, MeetingTitle
from portolan.network.models import Person
from portolan.search.domain.entries import refresh_many
from portolan.search.registry import kind_of

# More things than this are indexed after the commit, so that the write lock is not held for them.
AT_ONCE = 2_000
# So many in one task of the queue, and in one transaction of it.
TASK, BATCH = 5_000, 500
# SQLite lets writers in by chance: between two transactions others need a moment to come in. In seconds.
PAUSE = 0.05


def after_commit(plan: Plan) -> None:
    """Bring the search entries of everything new or changed up to date, inside the transaction of the commit.

    Those of many things are left to tasks written in the same transaction: no commit without them, and no task without
    the commit. People then are found once the worker has done them.
    """
    touched = _touched(plan)
    if sum(map(len, touched.values())) <= AT_ONCE:
        for model, pks in touched.items():
            refresh_many(model._default_manager.filter(pk__in=pks))
        return
    for model, pks in touched.items():
        for start in range(0, len(pks), TASK):
            postpone_indexing(model._meta.label_lower, pks[start : start + TASK])


def _touched(plan: Plan) -> dict[type[models.Model], list[int]]:
    """The numbers of all that is found by words this plan changes, by model."""
    touched: dict[type[models.Model], set[int]] = {}
    things = [*(thing for new in plan.new.values() for thing in new), *(thing for thing, _ in plan.changed.values())]
    for thing in things:
        meeting = _meeting_of(thing)
        if meeting is not None:
            touched.setdefault(Meeting, set()).add(meeting)
        else:
            touched.setdefault(type(thing), set()).add(thing.pk)
    if plan.people:
        touched[Person] = {one.pk for one in plan.people.new if one.pk} | set(plan.people.changed)
    return {model: sorted(pks) for model, pks in touched.items() if pks and kind_of(model)}


def _meeting_of(thing: models.Model) -> int | None:
    """The meeting whose words a thing belongs to: its event, titles, hosts, documents, cases."""
    if isinstance(thing, Meeting):
        return thing.pk
    if isinstance(thing, Product | CasePresentation):
        return thing.event.meeting_id
    if isinstance(thing, PeerLearningEvent | MeetingHost | MeetingTitle):
        return thing.meeting_id
    return None


def index_things(kind: str, pks: Sequence[int]) -> None:
    """Search entries of things of a kind (`network.person`), a batch a transaction. Repeated, it makes them anew."""
    model = apps.get_model(kind)
    for start in range(0, len(pks), BATCH):
        if start and connection.vendor == "sqlite":
            time.sleep(PAUSE)
        with transaction.atomic():
            refresh_many(model._default_manager.filter(pk__in=pks[start : start + BATCH]))
