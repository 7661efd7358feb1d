"""What follows a commit: search entries, at once for few things, by the queue for many."""

from __future__ import annotations

from django.db import models, transaction

from portolan.dialogue.models import PeerLearningEvent
from portolan.exchange.domain.planning.state import Plan
from portolan.exchange.models import ImportRun
from portolan.meetings.models import Meeting
from portolan.network.models import Organisation, Person, Place
from portolan.search.domain.entries import refresh_many

# More people than this are indexed after the commit, so that the write lock is not held for them.
AT_ONCE = 2_000
_SEARCHED: tuple[type[models.Model], ...] = (Place, Organisation, Meeting)


def after_commit(run: ImportRun, plan: Plan) -> None:
    """Bring the search entries of everything new or changed up to date, inside the commit where that is quick."""
    touched: dict[type[models.Model], set[int]] = {}
    for model, things in plan.new.items():
        touched.setdefault(model, set()).update(thing.pk for thing in things)
    for thing, _before in plan.changed.values():
        touched.setdefault(type(thing), set()).add(thing.pk)
    for meeting_pk in touched.get(Meeting, set()):
        touched.setdefault(PeerLearningEvent, set()).add(meeting_pk)
    for model, pks in touched.items():
        if model is PeerLearningEvent:
            refresh_many(PeerLearningEvent.objects.filter(meeting_id__in=pks))
        else:
            refresh_many(model._default_manager.filter(pk__in=pks))
    people = [one.pk for one in plan.people.new if one.pk] + list(plan.people.changed) if plan.people else []
    transaction.on_commit(lambda: index_people(people))


def index_people(pks: list[int]) -> None:
    """Search entries of people, a batch a transaction."""
    for start in range(0, len(pks), AT_ONCE):
        with transaction.atomic():
            refresh_many(Person.objects.filter(pk__in=pks[start : start + AT_ONCE]))
