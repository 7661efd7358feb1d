"""What the system itself counted, by named rules. Never summed with declared figures."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Code, Collection
from portolan.api.texts import Closed
from portolan.results.domain.counts import RULES, rule
from portolan.results.models import Count

SMALLEST_GROUP = 5


class CountRow(Closed):
    """A number counted by a rule."""

    rule: str
    label: str
    text: str = Field(..., description="the rule in words")
    scope: str = Field(..., description="programme:code, city:code or meeting:code")
    period: str
    value: int | None = Field(..., description="none where it would tell of a group of people smaller than five")
    status: str = Field(..., description="computed or suppressed")
    computed_at: str


class AskedCounts(Asked):
    """Filters of counts."""

    rule: Code | None = Field(None, description=gettext_noop("Code of a rule."))


def _rows(asked: AskedCounts) -> QuerySet[Count]:
    rows = Count.objects.filter(rule__in=[each.code for each in RULES])
    rows = rows.filter(rule=asked.rule) if asked.rule else rows
    return rows.order_by("rule", "scope", "period")


def _give(row: Count, common: dict[str, Any], language: str | None) -> CountRow:
    told = rule(row.rule)
    hidden = not told.shown_as and 0 < row.value < SMALLEST_GROUP
    with translation.override(language or translation.get_language()):
        return CountRow(
            rule=row.rule,
            label=str(told.label),
            text=str(told.text),
            scope=row.scope,
            period=row.period,
            value=None if hidden else row.value,
            status="suppressed" if hidden else "computed",
            computed_at=row.computed_at.isoformat(timespec="seconds"),
        )


COLLECTION = Collection(
    "counts", gettext_noop("Numbers counted by rules"), AskedCounts, CountRow, _rows, _give, recorded=False
)
