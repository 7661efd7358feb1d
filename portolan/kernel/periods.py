"""Partial dates and periods: "March 2017" is never the first of March.

A partial date is kept as text, `2017`, `2017-03` or `2017-03-25`, which sorts as it should and holds its own precision.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_FORM = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2017`, `2017-03` or `2017-03-25`; raises ValidationError for anything else or an impossible date."""
        return _parsed(text)

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return "day" if self.day else "month" if self.month else "year"

    def first_day(self) -> dt.date:
        """The earliest day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        """The latest day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def contains(self, other: PartialDate) -> bool:
        """True when `other` says the same with as much or more precision."""
        return self.first_day() <= other.first_day() and other.last_day() <= self.last_day()

    def __str__(self) -> str:
        return "-".join(
            part
            for part in (
                f"{self.year:04d}",
                f"{self.month:02d}" if self.month else "",
                f"{self.day:02d}" if self.day else "",
            )
            if part
        )


@lru_cache(maxsize=8192)
def _parsed(text: str) -> PartialDate:
    """As `PartialDate.parse`: the same dates are read again with every row that has them."""
    found = _FORM.match(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        date = PartialDate(year or 0, month, day)
        date.first_day()
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is not a date: write 2017, 2017-03 or 2017-03-25."),
            code="bad-date",
            params={"text": text[:40]},
        ) from None
    return date


class PartialDateField(models.CharField):
    """A `PartialDate` as ISO text; empty when unknown."""

    description = _("Date, possibly only a month or a year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or value is None:
            return value
        return PartialDate.parse(str(value)) if value else None

    def get_prep_value(self, value: Any) -> str:
        return "" if value is None else str(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate("" if value is None else str(value), model_instance)

    def run_validators(self, value: Any) -> None:
        super().run_validators("" if value is None else str(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


@dataclass(frozen=True)
class Period:
    """From one partial date to another; either end may be open. Ends are included."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    def holds(self, day: dt.date) -> bool:
        """True when `day` may lie in the period."""
        return not ((self.start and day < self.start.first_day()) or (self.end and day > self.end.last_day()))

    def contains(self, other: Period) -> bool:
        """True when `other` fits inside, so that it refines rather than contradicts this period.

        An event of "July 2016" contains "12 to 13 July 2016", and does not contain "25 April 2017".
        """
        if self.start is None or other.start is None:
            return False
        mine_end, other_end = self.end or self.start, other.end or other.start
        return self.start.first_day() <= other.start.first_day() and other_end.last_day() <= mine_end.last_day()
