"""Merging two people, or two organisations, into one; and taking it back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import kind_of, record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.network.domain.merge_plan import Plan, load
from portolan.network.domain.names import sort_keys
from portolan.network.enums import MoveKind, Visibility
from portolan.network.models import MergeMove, MergeRun, NotTheSame, Organisation, Person
from portolan.network.registry import after_merge_steps
from portolan.provenance.domain.publication import public_changed
from portolan.search.domain import entries

Thing = Person | Organisation
T = TypeVar("T", Person, Organisation)
# Old values of people are kept this long; afterwards a merge stays.
UNDO_FOR = dt.timedelta(days=90)
_STRICTNESS = {Visibility.HIDDEN: 0, Visibility.PARTICIPANTS: 1, Visibility.PUBLIC: 2}
_FILLED = {
    Person: (("email", "email_key"), ("phone",), ("language",), ("sex",), ("given_name",)),
    Organisation: (("place_id",), ("parent_id",), ("website",)),
}


@dataclass(frozen=True)
class Line:
    """One line of a preview: how many rows of a kind move, and which are left out because they are there twice."""

    what: str
    moved: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """All that a merge would do; `fingerprint` is given back to `merge`, which refuses when anything changed since."""

    lines: tuple[Line, ...]
    fills: tuple[str, ...]
    fingerprint: str


def plan_merge(kept: T, gone: T) -> Plan:
    """The steps that make `gone` lead to `kept`; raises DomainError for a pair that cannot be merged."""
    _check(kept, gone)
    plan = Plan()
    _fill(plan, kept, gone)
    plan.move_references(gone, kept)
    plan.change(gone, redirect_to_id=kept.pk)
    return plan


def preview_merge(kept: T, gone: T) -> Preview:
    """What `merge` would do, with nothing written and the two objects left as they are."""
    plan = plan_merge(copy(kept), copy(gone))
    others = [step for step in plan.steps if (step.model, step.row) != (type(gone), str(gone.pk))]
    own = [step for step in others if (step.model, step.row) == (type(kept), str(kept.pk))]
    moved: Counter[type[models.Model]] = Counter(
        step.model for step in others if step.kind == MoveKind.CHANGE and step not in own
    )
    dropped: dict[type[models.Model], list[str]] = {}
    for step in others:
        if step.kind == MoveKind.DELETE:
            dropped.setdefault(step.model, []).append(step.label)
    kinds = sorted({*moved, *dropped}, key=lambda model: str(model._meta.verbose_name_plural))
    lines = [Line(str(m._meta.verbose_name_plural), moved[m], tuple(dropped.get(m, ()))) for m in kinds]
    fills = dict.fromkeys(_field_label(type(kept), name) for step in own for name in step.after)
    return Preview(tuple(lines), tuple(label for label in fills if label), plan.fingerprint)


def merge(*, kept: T, gone: T, by: User | None, fingerprint: str = "", reason: str = "") -> MergeRun:
    """Make `gone` lead to `kept`; every key that pointed at it moves, and every move is written.

    `fingerprint` is the preview's; where the data changed since, a DomainError asks to look again.
    """
    at = timezone.now()
    with transaction.atomic():
        kept, gone = _locked(kept, gone)
        plan = plan_merge(kept, gone)
        if fingerprint and fingerprint != plan.fingerprint:
            raise DomainError(_("Something changed since the preview. Please look again."), code="changed-meanwhile")
        run = MergeRun.objects.create(at=at, by=by, reason=reason, **_pair("kept", kept), **_pair("gone", gone))
        _write(run, plan)
        record("merge-done", kept, by=by, at=at, reason=reason, changes={"merged": [gone.pk, kept.pk]})
        _after(kept, gone)
    return run


def undo(run: MergeRun, *, by: User | None) -> MergeRun:
    """Take a merge back, exactly: rows changed since stay as they were changed.

    Raises DomainError when it was undone, when its old values are no longer kept, when a later merge builds on it, or
    when something made since stands in the way.
    """
    at = timezone.now()
    try:
        with transaction.atomic():
            run = MergeRun.objects.select_for_update().get(pk=run.pk)
            _check_undo(run)
            for move in run.moves.order_by("-number"):
                _take_back(move)
            run.undone_at, run.undone_by = at, by
            run.save(update_fields=["undone_at", "undone_by"])
            kept, gone = _fresh(run.kept), _fresh(run.gone)
            record("merge-undone", kept, by=by, at=at, changes={"merged": [kept.pk, gone.pk]})
            _after(gone, kept)
    except IntegrityError:
        words = _("Something written since the merge stands in the way of undoing it.")
        raise DomainError(words, code="in-the-way") from None
    return run


def say_not_the_same(first: T, second: T, *, by: User | None) -> None:
    """Remember that these are two, so that they are not suggested again."""
    low, high = sorted((first, second), key=lambda each: each.pk)
    with transaction.atomic():
        pair = {**_pair("first", low), **_pair("second", high)}
        _row, is_new = NotTheSame.objects.get_or_create(**pair, defaults={"at": timezone.now(), "by": by})
        if is_new:
            record("merge-refused", first, by=by, changes={"other": [None, second.pk]})


def forget_old_moves(*, at: dt.datetime) -> int:
    """Delete the old values of merges after 90 days; how many merges became final."""
    old = MergeRun.objects.filter(at__lt=at - UNDO_FOR, forgotten_at=None)
    with transaction.atomic():
        MergeMove.objects.filter(run__in=old).delete()
        return old.update(forgotten_at=at)


def _check(kept: Thing, gone: Thing) -> None:
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise DomainError(_("Choose two different ones."), code="same-thing")
    if kept.redirect_to_id or gone.redirect_to_id:
        raise DomainError(_("One of the two was merged already."), code="merged-already")
    if kept.is_invented != gone.is_invented:
        raise DomainError(_("A real one and an invented one are never merged."), code="invented")
    if isinstance(kept, Person) and isinstance(gone, Person):
        if kept.erased_at or gone.erased_at:
            raise DomainError(_("A person who was erased is not merged."), code="erased")
        if kept.user_id and gone.user_id:
            words = _("Both have an account. Close one of the two accounts first.")
            raise DomainError(words, code="two-accounts")


def _fill(plan: Plan, kept: Thing, gone: Thing) -> None:
    """What the one that stays does not say, and the other does."""
    for names in _FILLED[type(kept)]:
        first = getattr(kept, names[0])
        if not first and getattr(gone, names[0]) and getattr(gone, names[0]) != kept.pk:
            plan.change(kept, **{name: getattr(gone, name) for name in names})
    if isinstance(kept, Person) and isinstance(gone, Person):
        stricter = min(kept.visibility, gone.visibility, key=lambda each: _STRICTNESS[Visibility(each)])
        plan.change(kept, visibility=stricter)
        if gone.user_id:
            account = gone.user_id
            plan.change(gone, user_id=None)
            plan.change(kept, user_id=account)
    elif isinstance(kept, Organisation) and isinstance(gone, Organisation):
        name, acronym = _united(kept.name, gone.name), _united(kept.acronym, gone.acronym)
        plan.change(kept, name=name, acronym=acronym, sort_keys=sort_keys(name))


def _united(kept: Text, gone: Text) -> Text:
    """The kept text, with the languages only the other has."""
    if not kept:
        return gone
    status = {code: state for code, state in gone.status.items() if code not in kept.texts}
    return Text(kept.source, {**gone.texts, **kept.texts}, {**status, **kept.status})


def _write(run: MergeRun, plan: Plan) -> None:
    for step in plan.steps:
        rows = step.model._base_manager.filter(pk=step.row)
        if step.kind == MoveKind.DELETE:
            rows.delete()
        else:
            rows.update(**{name: load(step.model, name, value) for name, value in step.after.items()})
    MergeMove.objects.bulk_create(
        [
            MergeMove(
                run=run, number=number, kind=step.kind, model=step.model._meta.label, row=step.row,
                before=step.before, after=step.after,
            )
            for number, step in enumerate(plan.steps)
        ]
    )  # fmt: skip


def _take_back(move: MergeMove) -> None:
    model: Any = apps.get_model(move.model)
    before = {name: load(model, name, value) for name, value in move.before.items()}
    if move.kind == MoveKind.DELETE:
        model(**before).save_base(raw=True, force_insert=True)
        return
    row = model._base_manager.filter(pk=move.row).first()
    if row is not None:
        held = {name: load(model, name, value) for name, value in move.after.items()}
        unchanged = {name: value for name, value in before.items() if getattr(row, name) == held[name]}
        if unchanged:
            # At once: the columns of one row may only be right together, and JSON keeps no order of them.
            model._base_manager.filter(pk=move.row).update(**unchanged)


def _check_undo(run: MergeRun) -> None:
    if run.undone_at:
        raise DomainError(_("This merge was undone already."), code="undone-already")
    if run.forgotten_at:
        raise DomainError(_("The old values are no longer kept, so this merge stays."), code="forgotten")
    kept = run.kept
    later = MergeRun.objects.filter(undone_at=None, pk__gt=run.pk)
    field = "person" if isinstance(kept, Person) else "organisation"
    builds_on = models.Q(**{f"kept_{field}": kept}) | models.Q(**{f"gone_{field}": kept})
    if later.filter(builds_on).exists():
        raise DomainError(_("Undo the later merge first."), code="later-merge")


def _after(kept: Thing, gone: Thing) -> None:
    """Search, stored pages and what higher apps do; for an undoing, with the two the other way round."""
    kept.refresh_from_db()
    gone.refresh_from_db()
    for thing in (kept, gone):
        if thing.redirect_to_id:
            entries.forget(kind_of(thing), thing.pk)
        else:
            entries.refresh(thing)
    for step in after_merge_steps():
        step(kept, gone)
    public_changed()


def _pair(role: str, thing: Thing) -> dict[str, Thing]:
    return {f"{role}_{'person' if isinstance(thing, Person) else 'organisation'}": thing}


def _fresh(thing: Any) -> Any:
    return type(thing)._base_manager.get(pk=thing.pk)


def _locked(kept: T, gone: T) -> tuple[T, T]:
    """Both rows, locked in the order of their keys, so that two merges at once never wait for each other."""
    model = type(kept)
    ids = sorted((kept.pk, gone.pk))
    rows = {row.pk: row for row in model._base_manager.select_for_update().filter(pk__in=ids).order_by("pk")}
    return rows[kept.pk], rows[gone.pk]


def _field_label(model: type[models.Model], column: str) -> str:
    """The name of a field people know; empty for the keys kept beside it."""
    found: Any = next(each for each in model._meta.concrete_fields if each.attname == column)
    return str(found.verbose_name) if found.editable else ""
