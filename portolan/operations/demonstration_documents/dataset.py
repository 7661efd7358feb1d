"""The numbers and sentences of the invented city, read from `data/demonstration/documents/antillia.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from portolan.exchange.domain.loading import data_folder
from portolan.kernel.dates import say_number, say_percent

Row = Mapping[str, Any]
# What has a number for each year.
SERIES = ("people", "new", "users")


def documents_folder() -> Path:
    """Where the texts of the demonstration's documents are."""
    return data_folder() / "demonstration" / "documents"


def read_toml(*parts: str) -> dict[str, Any]:
    """One of these files."""
    return tomllib.loads(documents_folder().joinpath(*parts).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Dataset:
    """Districts, services and years, and how each is said in a language."""

    facts: Mapping[str, Any]

    @cached_property
    def years(self) -> list[int]:
        """The years the series cover."""
        return list(self.facts["years"])

    @cached_property
    def measures(self) -> dict[str, Mapping[str, str]]:
        """What each number is, by code, in each language."""
        return {row["code"]: row["name"] for row in self.facts["measure"]}

    def rows(self, kind: str) -> list[Row]:
        """All districts, or all services."""
        return list(self.facts[kind])

    def total(self, code: str, year: int) -> int:
        """A series summed over the rows that have it."""
        kind = "service" if code == "users" else "district"
        return sum(row[code][self.years.index(year)] for row in self.rows(kind))

    def value(self, row: Row, code: str, language: str, *, year: int | None = None) -> str:
        """A number of a row as a reader of the language writes it; of a series, that of a year, the last by default."""
        at = self.years.index(year) if year else -1
        if code == "share":
            return say_percent(share(row["new"][at], row["people"][at]), language=language)
        found = row[code][at] if code in SERIES else row[code]
        # A year is no quantity: nothing parts its thousands.
        return str(found) if code == "opened" else say_number(found, language=language)

    def words(self, row: Row, language: str) -> dict[str, str]:
        """What the sentences about a district or a service may name."""
        said = {code: row[code][language] for code in row if isinstance(row[code], dict)}
        said["Name"] = said["name"][:1].upper() + said["name"][1:]
        for code in self.measures:
            if code in row or (code == "share" and "new" in row):
                said[code] = self.value(row, code, language)
            if code in SERIES and code in row:
                said[f"{code}_first"] = self.value(row, code, language, year=self.years[self._first(row[code])])
                said["since"] = str(self.years[self._first(row[code])])
        return said

    def of_city(self, language: str) -> dict[str, str]:
        """What the sentences about the whole city may name."""
        first, last = self.years[0], self.years[-1]
        said = {f"all_{code}": say_number(self.total(code, last), language=language) for code in SERIES}
        said |= {f"all_{code}_first": say_number(self.total(code, first), language=language) for code in SERIES}
        said["all_share"] = say_percent(share(self.total("new", last), self.total("people", last)), language=language)
        return said | {"first": str(first), "last": str(last)}

    def _first(self, series: list[int]) -> int:
        """The place of the first year with anything to count."""
        return next(at for at, number in enumerate(series) if number)


def share(part: int, whole: int) -> Decimal:
    """In percent, to one decimal."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"))


def read_dataset() -> Dataset:
    """The one data set there is."""
    return Dataset(read_toml("antillia.toml"))
