"""Keeping the table of counts: rebuilt after a change, read by pages with the moment it was made."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portolan.network.models import Programme
from portolan.provenance.domain.publication import generation, public_changed
from portolan.results.domain.counts import RULES, Rule
from portolan.results.domain.encounters import MET, met_pairs
from portolan.results.domain.scopes import Scope, programme_scope
from portolan.results.models import Count

# The row that says from which generation of the public data the others were made.
MARK = "generation"


def compute_counts(*, day: dt.date) -> dict[tuple[str, str], int]:
    """Every rule over every programme, and which cities met, live: (rule, scope) -> value.

    `portolan check` compares it with the table.
    """
    scopes = [programme_scope(programme) for programme in Programme.objects.real()]
    counts = {(rule.code, str(scope)): rule.count(scope, day=day) for scope in scopes for rule in RULES}
    return counts | {(MET, "|".join(pair)): value for pair, value in met_pairs(day=day).items()}


def rebuild_counts(*, at: dt.datetime | None = None) -> int:
    """Count all again and write what differs; the number of values that changed.

    Whoever reads a page sees the new numbers, so a change starts a new generation. A change made while we count
    leaves the table stale, and the next call counts again.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        seen = generation()
        fresh = compute_counts(day=moment.date())
        kept = {(row.rule, row.scope): row for row in Count.objects.exclude(rule=MARK)}
        changed = [key for key, value in fresh.items() if key not in kept or kept[key].value != value]
        gone = [row.pk for key, row in kept.items() if key not in fresh]
        Count.objects.filter(pk__in=gone).delete()
        _write(fresh, moment)
        if changed or gone:
            public_changed()
        _write({(MARK, "all"): seen + bool(changed or gone)}, moment)
    return len(changed) + len(gone)


def _write(values: dict[tuple[str, str], int], moment: dt.datetime) -> None:
    Count.objects.bulk_create(
        [Count(rule=rule, scope=scope, value=value, computed_at=moment) for (rule, scope), value in values.items()],
        update_conflicts=True,
        unique_fields=["rule", "scope", "period"],
        update_fields=["value", "computed_at"],
    )


def counts_are_stale(*, at: dt.datetime | None = None) -> bool:
    """True when something public changed since the last count, or a day began: an event may have become past."""
    mark = Count.objects.filter(rule=MARK).first()
    today = (at or timezone.now()).date()
    return mark is None or mark.value != generation() or mark.computed_at.date() < today


def differences(*, at: dt.datetime | None = None) -> list[tuple[str, str, int | None, int]]:
    """What the table says wrongly: (rule, scope, kept value or None, counted value)."""
    day = (at or timezone.now()).date()
    kept = {(row.rule, row.scope): row.value for row in Count.objects.exclude(rule=MARK)}
    fresh = compute_counts(day=day)
    return [(*key, kept.get(key), value) for key, value in fresh.items() if kept.get(key) != value]


def standing_counts(scope: Scope) -> list[tuple[Rule, Count | None]]:
    """Every rule with its kept count of the scope, None where it was not counted yet; one query."""
    kept = {row.rule: row for row in Count.objects.filter(scope=str(scope))}
    return [(rule, kept.get(rule.code)) for rule in RULES]


def standing_encounters() -> list[tuple[str, str]]:
    """The pairs of cities that met, by their slugs, the most frequent first; one query."""
    rows = Count.objects.filter(rule=MET).order_by("-value", "scope").values_list("scope", flat=True)
    return [(first, second) for first, _, second in (row.partition("|") for row in rows)]
