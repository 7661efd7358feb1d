"""Where higher apps join the verbs of the network: merges, erasure, hand-over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from portolan.accounts.models import User
from portolan.network.models import Organisation, Person


@dataclass(frozen=True)
class Resolution:
    """How two rows that cannot both stand become one: the moved row is left out, the standing one may take values.

    With `leave_out` false the moved row stays, with `row_changes` that end the collision.
    """

    leave_out: bool = True
    row_changes: Mapping[str, Any] = field(default_factory=dict)
    other_changes: Mapping[str, Any] = field(default_factory=dict)


# (row to move, row in its way) -> what to do. Values are as the fields' columns hold them.
CollisionRule = Callable[[Any, Any], Resolution]
AfterMerge = Callable[[Person | Organisation, Person | Organisation], None]
Erasure = Callable[[Person], None]
HandOver = Callable[[Organisation, User, User, User], int]


@dataclass(frozen=True)
class GenericReference:
    """Rows that name a thing by kind and id, and follow it in a merge."""

    model: type[models.Model]
    kind_field: str
    id_field: str


_collision_rules: dict[type[models.Model], CollisionRule] = {}
_pairs: set[type[models.Model]] = set()
_staying: set[type[models.Model]] = set()
_generic: dict[type[models.Model], GenericReference] = {}
_after_merge: list[AfterMerge] = []
_erasures: list[Erasure] = []
_exported: dict[type[models.Model], str] = {}
_handovers: dict[str, HandOver] = {}


def leave_out(row: Any, other: Any) -> Resolution:
    """The rule for rows that say nothing the standing one does not say."""
    return Resolution()


def register_collision_rule(model: type[models.Model], rule: CollisionRule) -> None:
    """Say what becomes of rows of `model` where a unique constraint refuses to move both to one thing."""
    _collision_rules[model] = rule


def register_pair(model: type[models.Model]) -> None:
    """Rows of `model` relate two different things: one that would relate a thing to itself is left out."""
    _pairs.add(model)


def register_staying(model: type[models.Model]) -> None:
    """Rows of `model` tell what was, and keep naming the one that is gone."""
    _staying.add(model)


def register_generic_reference(model: type[models.Model], kind_field: str, id_field: str) -> None:
    """Rows of `model` that name a merged thing by kind and id follow it."""
    _generic[model] = GenericReference(model, kind_field, id_field)


def register_after_merge(step: AfterMerge) -> None:
    """Have `step(kept, gone)` run in the transaction of a merge, and again, the other way round, of its undoing."""
    if step not in _after_merge:
        _after_merge.append(step)


def register_erasure(step: Erasure) -> None:
    """Have `step(person)` run in the transaction in which a person is erased, before the names go."""
    if step not in _erasures:
        _erasures.append(step)


def register_exported(model: type[models.Model], lookup: str) -> None:
    """Rows of `model` that do not point at a person belong to one all the same: `lookup` leads there."""
    _exported[model] = lookup


def register_handover(kind: str, step: HandOver) -> None:
    """Have `step(city, giver, taker, by)` pass one kind of work on; it returns how many."""
    _handovers[kind] = step


def collision_rule(model: type[models.Model]) -> CollisionRule | None:
    """The rule of a model; for a plain table of a many-to-many relation, leaving out."""
    return leave_out if model._meta.auto_created else _collision_rules.get(model)


def is_pair(model: type[models.Model]) -> bool:
    """Whether rows relate two different things of a kind."""
    return model in _pairs


def stays(model: type[models.Model]) -> bool:
    """Whether rows keep naming what is gone."""
    return model in _staying


def generic_references() -> list[GenericReference]:
    """Every table that names things by kind and id and follows a merge."""
    return list(_generic.values())


def after_merge_steps() -> list[AfterMerge]:
    """What runs with a merge."""
    return list(_after_merge)


def erasure_steps() -> list[Erasure]:
    """What runs with an erasure."""
    return list(_erasures)


def exported_rows() -> dict[type[models.Model], str]:
    """What else of a person is exported: model -> lookup."""
    return dict(_exported)


def handover_steps() -> dict[str, HandOver]:
    """What passes in a hand-over, by kind."""
    return dict(_handovers)
