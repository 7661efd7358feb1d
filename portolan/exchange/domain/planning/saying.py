"""One source says one thing of one field: fill in, refine, keep, or open a conflict."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from portolan.exchange.domain import fields
from portolan.exchange.domain.planning.state import Pending, Plan, Result, World
from portolan.exchange.domain.wording import INFO, WARNING
from portolan.kernel.texts import Text
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict, Source, Statement


class Speaker:
    """The source and place in it a row speaks for, and the plan its words go to."""

    __slots__ = ("at", "locator", "plan", "result", "source", "world")

    def __init__(self, plan: Plan, world: World, result: Result, source: Source | None, locator: str, at: dt.datetime):
        self.plan = plan
        self.world = world
        self.result = result
        self.source = source
        self.locator = locator
        self.at = at

    def says(self, thing: models.Model, name: str, value: Any, *, on_difference: str = "conflict") -> None:
        """Take in what the row says of a field. `on_difference`: `conflict`, or `keep` where it means little."""
        if fields.is_empty(value):
            return
        known = self.known(thing, name)
        stored = fields.to_json(value)
        if known is not None and known.value == stored:
            return
        if known is not None and known.pk is None:
            self.result.note(WARNING, "says-two-things", name, field=name)
            return
        current = fields.get(thing, name)
        if fields.is_empty(current):
            self._set(thing, name, current, value)
            self._state(thing, name, stored, known, preferred=True)
            return
        merged, agree = fields.merge(current, value, before=known.value if known is not None else None)
        if known is not None and known.preferred and not isinstance(value, Text):
            merged, agree = value, True  # a new edition of the file corrects what it said itself
        self._settle(thing, name, (current, merged, value), known, agree=agree, keep=on_difference == "keep")

    def _settle(
        self,
        thing: models.Model,
        name: str,
        values: tuple[Any, Any, Any],
        known: Statement | None,
        *,
        agree: bool,
        keep: bool,
    ) -> None:
        current, merged, value = values
        stored = fields.to_json(value)
        if merged != current:
            self._set(thing, name, current, merged)
            self._supersede(thing, name, fields.to_json(merged), spare=known)
            self._state(thing, name, stored, known, preferred=True)
        elif agree or keep or isinstance(value, Text):
            self._state(thing, name, stored, known, preferred=fields.to_json(current) == stored)
        elif self.source is None and self.plan.says_desk:
            self._set(thing, name, current, value)
        elif self.source is None:
            self.result.note(
                WARNING, "differs", name, field=name, new=str(stored)[:80], old=str(fields.to_json(current))[:80]
            )
        else:
            self._contradict(thing, name, current, value, known)

    def states(self, thing: models.Model, name: str, value: Any) -> None:
        """Keep what the row says of something the thing has no field for; two sources that differ are in conflict."""
        known = self.known(thing, name)
        if known is not None and known.value == value:
            return
        others = [row for row in self.world.statements(thing, name) if row is not known]
        told = [row for row in others if row.source != self.source and _differs(row.value, value)]
        statement = self._state(thing, name, value, known, preferred=not told)
        if statement is None:
            return
        if known is None:
            self.result.changes.setdefault(name, [None, value])
        else:
            self.result.changes[name] = [known.value, value]
        if told:
            self._attach(thing, name, statement, told)

    def known(self, thing: models.Model, name: str) -> Statement | None:
        """What this source said of the field at this place before."""
        if self.source is None:
            return None
        for row in self.world.statements(thing, name):
            if row.source == self.source and row.locator == self.locator:
                return row
        return None

    def _set(self, thing: models.Model, name: str, current: Any, value: Any) -> None:
        self.plan_change(thing, name, value)
        if not self.result.created or thing is not self.result.thing:
            self.result.changes[name] = [fields.to_json(current), fields.to_json(value)]
            if not fields.is_empty(current) and not isinstance(value, Text):
                self.result.note(INFO, "refined", name)

    def plan_change(self, thing: models.Model, name: str, value: Any) -> None:
        """Set the field of a thing and remember what it was, so that the commit can see whether it still is."""
        if thing.pk is None:
            fields.put(thing, name, value)
            return
        before = self.plan.changed.setdefault(id(thing), (thing, {}))[1]
        old = {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}
        for attribute in fields.put(thing, name, value):
            attname = thing._meta.get_field(attribute).attname  # type: ignore[union-attr]
            before.setdefault(attname, old[attname])

    def _state(
        self, thing: models.Model, name: str, value: Any, known: Statement | None, *, preferred: bool
    ) -> Statement | None:
        if self.source is None:
            return None
        if known is not None:
            known.value, known.preferred, known.made_at = value, preferred, self.at
            self._restate(known)
            return known
        statement = Statement(
            record=self.plan.record,
            source=self.source,
            locator=self.locator,
            subject_kind=fields.kind_label(thing),
            field=name,
            value=value,
            preferred=preferred,
            made_at=self.at,
        )
        self.world.statements(thing, name).append(statement)
        self.plan.statements.append(Pending(statement, thing))
        return statement

    def _restate(self, statement: Statement) -> None:
        if statement.pk is not None:
            self.plan.restated[statement.pk] = statement

    def _supersede(self, thing: models.Model, name: str, value: Any, *, spare: Statement | None) -> None:
        """Statements that say less precisely what is shown now are no longer the preferred ones."""
        for row in self.world.statements(thing, name):
            if row.preferred and row.value != value and row is not spare:
                row.preferred = False
                self._restate(row)

    def _contradict(self, thing: models.Model, name: str, current: Any, value: Any, known: Statement | None) -> None:
        stored = fields.to_json(value)
        others = [row for row in self.world.statements(thing, name) if row is not known]
        statement = self._state(thing, name, stored, known, preferred=False)
        self.result.changes[name] = [fields.to_json(current), stored]
        if statement is not None:
            self._attach(thing, name, statement, others)

    def _attach(self, thing: models.Model, name: str, statement: Statement, others: list[Statement]) -> None:
        """Put a statement and those it contradicts into one conflict; a decided one is opened for a third value."""
        self.result.conflict = True
        self.result.note(WARNING, "contradiction", name, field=name)
        conflict = self.world.conflict(thing, name)
        if conflict is None:
            conflict = Conflict(
                subject_kind=fields.kind_label(thing), subject_label=str(thing)[:300], field=name, found_at=self.at
            )
            self.world.add_conflict(thing, name, conflict)
            self.plan.conflicts.append((conflict, thing))
        elif conflict.state == ConflictState.DECIDED:
            conflict.state, conflict.decided_at, conflict.decided_by = ConflictState.OPEN, None, None
            self.plan.reopened[conflict.pk] = conflict
        for row in (statement, *others):
            row.conflict = conflict
            self._restate(row)


def _differs(left: Any, right: Any) -> bool:
    """Whether two free statements contradict: only plain values can, wordings stand side by side."""
    return not isinstance(left, dict) and not isinstance(right, dict) and left != right
