"""Writing a plan: one transaction, everything or nothing, refused when what it relied on is no longer so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.exchange.domain import bulk
from portolan.exchange.domain.planning.somebody import PeoplePlan
from portolan.exchange.domain.planning.state import Plan
from portolan.exchange.models import PersonKey
from portolan.kernel.errors import DomainError
from portolan.meetings.models import Attendance, Meeting, MeetingHost, MeetingTitle
from portolan.network.models import (
    Affiliation,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    Phase,
    Place,
    PlaceName,
    Programme,
)
from portolan.provenance.models import Conflict, Record, Source, Statement
from portolan.results.models import FigureEdition, KeyFigure
from portolan.vocabulary.models import Term, Theme

# In this order, so that what is referred to has its number.
_ORDER: tuple[type[models.Model], ...] = (
    Source,
    Programme,
    Phase,
    Place,
    Organisation,
    Membership,
    Term,
    Theme,
    Meeting,
    MeetingTitle,
    MeetingHost,
    PeerLearningEvent,
    Product,
    CasePresentation,
    KeyFigure,
    FigureEdition,
    PlaceName,
    OrganisationName,
)
_PERSON = (
    "id",
    "record_id",
    "given_name",
    "family_name",
    "email",
    "language",
    "sex",
    "sort_key",
    "match_key",
    "email_key",
)
_AFFILIATION = ("person_id", "organisation_id", "function", "start", "end")
_ATTENDANCE = ("meeting_id", "person_id", "organisation_id", "capacity", "days", "source_id")
_KEY = ("record_id", "code", "person_id")


def changed_since() -> DomainError:
    """What a person is told when the database moved on since the preview."""
    return DomainError(
        _("Something in this file has changed on the site since the preview. Nothing was taken over: check again."),
        code="changed-since",
    )


class PeopleRows:
    """The rows of people made ready outside the transaction, with numbers reserved for all that is new around them."""

    def __init__(self, plan: Plan) -> None:
        self.people: PeoplePlan = plan.people or PeoplePlan()
        self.tables: list[bulk.LaidOut] = []
        self._names = {one.match_key for one in self.people.new}
        if not self.people.by_code and not self.people.attendances:
            return
        _number(plan)
        # Numbered and written in the order of their names: an index that grows at its end costs a third.
        rows = sorted(((one.row(), one) for one in self.people.new), key=lambda pair: pair[0]["sort_key"])
        for (_row, somebody), pk in zip(rows, bulk.reserve(Person, len(rows)), strict=True):
            somebody.pk = pk
        record = plan.record.pk
        self._lay_out(Person, _PERSON, ((one.pk, record, *(row[name] for name in _PERSON[2:])) for row, one in rows))
        self._prepare(record)

    def _prepare(self, record_pk: int) -> None:
        people = self.people
        keys = sorted(people.keys, key=lambda pair: pair[0])
        self._lay_out(PersonKey, _KEY, ((record_pk, code, one.pk) for code, one in keys))
        affiliations = sorted(people.affiliations, key=lambda row: row[0].pk or 0)
        bodies = ((one.pk, body.pk, said, period.start, period.end) for one, body, said, period in affiliations)
        self._lay_out(Affiliation, _AFFILIATION, bodies)
        attended = (
            (meeting.pk, one.pk, body.pk if body else None, capacity, days, source.pk if source else None)
            for meeting, one, body, capacity, days, source in sorted(
                people.attendances, key=lambda row: (row[0].pk, row[1].pk)
            )
        )
        self._lay_out(Attendance, _ATTENDANCE, attended)

    def _lay_out(self, model: type[models.Model], attributes: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        table = bulk.LaidOut(model, attributes)
        table.fill(rows)
        self.tables.append(table)

    def write(self) -> None:
        """Move the new people, their codes, affiliations and attendances in, and update the known ones."""
        for table in self.tables:
            table.move()
        self._update()

    def forget(self) -> None:
        """Drop what was laid out; it holds names."""
        for table in self.tables:
            table.drop()

    def _update(self) -> None:
        for pk, somebody in self.people.changed.items():
            if not Person.objects.filter(pk=pk, **(somebody.before or {})).update(**somebody.row()):
                raise changed_since()
        for pk, values in self.people.attended.items():
            before = {name: old for name, (old, _new) in values.items()}
            after = {name: new for name, (_old, new) in values.items()}
            if not Attendance.objects.filter(pk=pk, **before).update(**after):
                raise changed_since()

    def check(self) -> None:
        """Refuse when somebody was added meanwhile who may be one of the new people."""
        latest = Person.objects.filter(pk__gt=self.people.seen_pk).order_by()
        if self._names and any(name in self._names for name in latest.values_list("match_key", flat=True)):
            raise changed_since()


def _number(plan: Plan) -> None:
    """Numbers for what is new and people's rows point at, so that these can be made ready before the transaction."""
    if plan.record.pk is None:
        plan.record.pk = bulk.reserve(Record, 1)[0]
    for model in (Source, Organisation, Meeting):
        things = plan.new.get(model, [])
        for thing, pk in zip(things, bulk.reserve(model, len(things)), strict=True):
            thing.pk = pk


def apply_plan(plan: Plan, rows: PeopleRows, *, at: dt.datetime) -> None:
    """Write the plan inside the caller's transaction; DomainError `changed-since` when a touched row has moved."""
    _check_touched(plan)
    rows.check()
    if plan.record._state.adding:
        plan.record.save(force_insert=True)
    for model in _ORDER:
        _create(model, plan.new.get(model, []))
    _update(plan)
    _link_themes(plan)
    _conflicts(plan)
    _statements(plan)
    rows.write()


def _check_touched(plan: Plan) -> None:
    """Every known thing the plan changes still has the values the plan saw."""
    by_model: dict[type[models.Model], dict[int, dict[str, Any]]] = {}
    for thing, before in plan.changed.values():
        by_model.setdefault(type(thing), {})[thing.pk] = before
    for model, rows in by_model.items():
        names = sorted({name for before in rows.values() for name in before})
        present = {row["pk"]: row for row in model._base_manager.filter(pk__in=rows).values("pk", *names)}
        for pk, before in rows.items():
            now = present.get(pk)
            if now is None or any(now[name] != value for name, value in before.items()):
                raise changed_since()


def _create(model: type[models.Model], things: list[models.Model]) -> None:
    """Create rows in waves: those that point at a new row of the same table wait for it."""
    waiting = list(things)
    while waiting:
        ready = [thing for thing in waiting if not _waits(thing, model)]
        if not ready:
            raise changed_since()
        model._base_manager.bulk_create(ready, batch_size=500)
        done = set(map(id, ready))
        waiting = [thing for thing in waiting if id(thing) not in done]


def _waits(thing: models.Model, model: type[models.Model]) -> bool:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model is model:
            target = getattr(thing, field.name)
            if target is not None and target._state.adding:
                return True
    return False


def _update(plan: Plan) -> None:
    by_model: dict[type[models.Model], list[tuple[models.Model, set[str]]]] = {}
    for thing, before in plan.changed.values():
        names = {thing._meta.get_field(name).name for name in before}
        by_model.setdefault(type(thing), []).append((thing, names))
    for model, rows in by_model.items():
        names = set().union(*(names for _thing, names in rows))
        for name in names:
            _refresh_key(rows, name)
        model._base_manager.bulk_update([thing for thing, _names in rows], sorted(names), batch_size=200)


def _refresh_key(rows: list[tuple[models.Model, set[str]]], name: str) -> None:
    """A key set to a thing that was new has its number now."""
    for thing, _names in rows:
        if isinstance(thing._meta.get_field(name), models.ForeignKey):
            setattr(thing, name, getattr(thing, name))


def _link_themes(plan: Plan) -> None:
    through = PeerLearningEvent.themes.through
    through._default_manager.bulk_create(
        [through(peerlearningevent_id=event.pk, theme_id=theme.pk) for event, theme in plan.themes]
    )


def _conflicts(plan: Plan) -> None:
    for conflict, thing in plan.conflicts:
        conflict.subject_id = str(thing.pk)
    Conflict.objects.bulk_create([conflict for conflict, _thing in plan.conflicts])
    Conflict.objects.bulk_update(plan.reopened.values(), ["state", "decided_at", "decided_by"])


def _statements(plan: Plan) -> None:
    for pending in plan.statements:
        pending.statement.subject_id = str(pending.thing.pk)
    Statement.objects.bulk_create([pending.statement for pending in plan.statements], batch_size=500)
    Statement.objects.bulk_update(plan.restated.values(), ["value", "preferred", "conflict", "made_at"], batch_size=200)
