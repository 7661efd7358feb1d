"""What a merge will do, row by row, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import kind_of
from portolan.kernel.errors import DomainError
from portolan.network.enums import MoveKind
from portolan.network.registry import Resolution, collision_rule, generic_references, is_pair, stays


@dataclass(frozen=True)
class Step:
    """One row changed or left out: columns before and after, as JSON keeps them."""

    kind: MoveKind
    model: type[models.Model]
    row: str
    before: dict[str, Any]
    after: dict[str, Any]
    label: str = ""


@dataclass
class Plan:
    """The steps of one merge, in the order in which they are taken."""

    steps: list[Step] = field(default_factory=list)
    left_out: set[tuple[str, str]] = field(default_factory=set)

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns (`attname=value`) of a row; the row in memory takes them too, for the steps that follow."""
        before = {name: dump(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        after = {name: dump(row, name) for name in values}
        if after != before:
            self.steps.append(Step(MoveKind.CHANGE, type(row), str(row.pk), before, after))

    def leave_out(self, row: models.Model, other: models.Model | None) -> None:
        """Delete a row whose place `other` takes, after what hangs on it was moved there."""
        self.left_out.add((row._meta.label, str(row.pk)))
        self.move_references(row, other)
        before = {each.attname: dump(row, each.attname) for each in row._meta.concrete_fields}
        self.steps.append(Step(MoveKind.DELETE, type(row), str(row.pk), before, {}, label=str(row)[:200]))

    def move_references(self, gone: models.Model, kept: models.Model | None) -> None:
        """Lead every key that points at `gone` to `kept`, and every row that names it by kind and id."""
        for holding in with_rows(gone):
            if kept is None:
                raise DomainError(_("A row that something hangs on cannot be left out."), code="row-in-use")
            moving, standing = holding.rows_of(gone, kept)
            crowd = Crowd(holding, moving, standing, kept)
            for row in moving:
                self._move(row, crowd, gone)

    def _move(self, row: models.Model, crowd: Crowd, gone: models.Model) -> None:
        kept, column = crowd.kept, crowd.holding.column
        if (row._meta.label, str(row.pk)) in self.left_out:
            return
        if type(row) is type(kept) and row.pk == kept.pk:
            own = getattr(gone, column)
            self.change(kept, **{column: None if own == kept.pk else own})
        elif is_pair(type(row)) and _names(row, kept):
            self.leave_out(row, None)
        else:
            other = crowd.in_the_way(row)
            if other is None:
                self.change(row, **{column: crowd.value})
            else:
                self._resolve(row, other, column, crowd.value)

    def _resolve(self, row: models.Model, other: models.Model, column: str, value: Any) -> None:
        rule = collision_rule(type(row))
        if rule is None:
            kind = row._meta.verbose_name
            raise DomainError(_("Nobody has said how two rows become one: %(kind)s.") % {"kind": kind}, code="no-rule")
        found: Resolution = rule(row, other)
        if found.leave_out:
            self.leave_out(row, other)
        else:
            self.change(row, **{column: value}, **found.row_changes)
        if found.other_changes:
            self.change(other, **found.other_changes)

    @property
    def fingerprint(self) -> str:
        """A digest of all steps: a preview with another one is out of date."""
        said = [[step.kind, step.model._meta.label, step.row, step.before, step.after] for step in self.steps]
        return hashlib.sha256(json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


@dataclass(frozen=True)
class Holding:
    """A table whose rows point at a thing: by a key, or by kind and id."""

    model: type[models.Model]
    name: str
    column: str
    kind_field: str = ""

    def rows(self, thing: models.Model) -> models.QuerySet[Any]:
        """The rows that point at a thing, in the order of their keys."""
        if self.kind_field:
            named = {self.kind_field: kind_of(thing), self.column: str(thing.pk)}
            return self.model._base_manager.filter(**named).order_by("pk")
        return self.model._base_manager.filter(**{self.column: thing.pk}).order_by("pk")

    def rows_of(self, gone: models.Model, kept: models.Model) -> tuple[list[Any], list[Any]]:
        """The rows that point at each of two things, by one query, in the order of their keys."""
        both = {self.kind_field: kind_of(gone)} if self.kind_field else {}
        values = [self.value(gone), self.value(kept)]
        found = self.model._base_manager.filter(**both, **{f"{self.column}__in": values}).order_by("pk")
        parted: dict[Any, list[Any]] = {value: [] for value in values}
        for row in found:
            parted[getattr(row, self.column)].append(row)
        return parted[values[0]], parted[values[1]]

    def value(self, thing: models.Model) -> Any:
        """What the column holds for a thing."""
        return str(thing.pk) if self.kind_field else thing.pk


class Crowd:
    """The rows that would move and those already there, so that a collision is found without asking row by row."""

    def __init__(self, holding: Holding, moving: list[Any], standing: list[Any], kept: models.Model) -> None:
        self.holding, self.kept, self.value = holding, kept, holding.value(kept)
        self.sets = list(unique_sets(holding.model, holding.name))
        self.standing = standing if self.sets else []
        keys = [row.pk for row in (*moving, *self.standing)]
        rows = holding.model._base_manager
        self.within = [
            None if condition is None else set(rows.filter(condition, pk__in=keys).values_list("pk", flat=True))
            for _names, condition in self.sets
        ]

    def in_the_way(self, row: models.Model) -> models.Model | None:
        """The standing row that a unique constraint would set against this one, were it moved."""
        for (names, _condition), within in zip(self.sets, self.within, strict=True):
            fields: list[Any] = [row._meta.get_field(name) for name in names if name != self.holding.name]
            held = [getattr(row, field.attname) for field in fields]
            if within is not None and row.pk not in within:
                continue
            if any(value is None and field.null for value, field in zip(held, fields, strict=True)):
                continue
            for other in self.standing:
                same = held == [getattr(other, field.attname) for field in fields]
                if same and other.pk != row.pk and (within is None or other.pk in within):
                    return other
        return None


def keys_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    """Every foreign key that points at a model, hidden ones too, as (model that holds it, field)."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            holder: Any = relation.related_model
            if not stays(holder) and not holder._meta.proxy:
                yield holder, relation.field


def with_rows(thing: models.Model) -> list[Holding]:
    """The tables that have rows pointing at a thing, found by one query over all of them."""
    holdings = [Holding(model, key.name, key.attname) for model, key in keys_to(type(thing))]
    holdings += [Holding(each.model, each.id_field, each.id_field, each.kind_field) for each in generic_references()]
    probes = [
        holding.rows(thing).order_by().annotate(number=models.Value(number)).values_list("number")
        for number, holding in enumerate(holdings)
    ]
    found = {number for (number,) in probes[0].union(*probes[1:])} if probes else set()
    return [holding for number, holding in enumerate(holdings) if number in found]


def unique_sets(model: type[models.Model], name: str) -> Iterator[tuple[tuple[str, ...], models.Q | None]]:
    """The sets of fields with `name` among them that must differ between rows, each with its condition."""
    field: Any = model._meta.get_field(name)
    if field.unique:
        yield (name,), None
    for names in model._meta.unique_together:
        if name in names:
            yield tuple(names), None
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            yield tuple(constraint.fields), constraint.condition


def _names(row: models.Model, thing: models.Model) -> bool:
    keys = [key for key in row._meta.concrete_fields if key.related_model is type(thing)]
    return any(getattr(row, key.attname) == thing.pk for key in keys)


def dump(row: models.Model, column: str) -> Any:
    """A column's value as JSON keeps it, such that `load` gives the same value back."""
    found: Any = next(each for each in row._meta.concrete_fields if each.attname == column)
    value = found.value_from_object(row)
    return value if value is None or isinstance(value, (bool, int)) else found.value_to_string(row)


def load(model: type[models.Model], column: str, value: Any) -> Any:
    """The value of a column from what `dump` gave."""
    found: Any = next(each for each in model._meta.concrete_fields if each.attname == column)
    return None if value is None else found.to_python(value)
