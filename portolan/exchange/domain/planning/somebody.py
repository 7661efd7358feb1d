"""A person of a plan, and all that would be written of people. Kept light: there may be a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portolan.kernel.folding import fold, match_key, sort_key
from portolan.kernel.periods import Period
from portolan.kernel.texts import Text
from portolan.network.models import Organisation

FIELDS = ("given_name", "family_name", "email", "language", "sex")


class Somebody:
    """A person of the plan: known (`pk` and present values) or new (no `pk` until the commit)."""

    __slots__ = ("before", "changes", "code", "email_key", "match_key", "pk", "values")

    def __init__(self, pk: int | None, values: dict[str, str], code: str = "") -> None:
        self.pk = pk
        self.values = values
        self.code = code
        self.changes: dict[str, str] | None = None
        self.before: dict[str, str] | None = None
        self.match_key = match_key(f"{values['given_name']} {values['family_name']}")[:300]
        self.email_key = fold(values["email"])[:254]

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.values['given_name']} {self.values['family_name']}".strip()

    def row(self) -> dict[str, str]:
        """The columns of the table of people."""
        values = {**self.values, **(self.changes or {})}
        ordered = sort_key(f"{values['family_name']} {values['given_name']}")
        return {**values, "sort_key": ordered, "match_key": self.match_key, "email_key": self.email_key}


@dataclass
class PeoplePlan:
    """What would be written of people."""

    by_code: dict[str, Somebody] = field(default_factory=dict)
    new: list[Somebody] = field(default_factory=list)
    changed: dict[int, Somebody] = field(default_factory=dict)
    keys: list[tuple[str, Somebody]] = field(default_factory=list)
    # Somebody, a body, the function there, from when to when.
    affiliations: list[tuple[Somebody, Organisation, Text, Period]] = field(default_factory=list)
    # Meeting, somebody, body, capacity, days, source.
    attendances: list[tuple[Any, ...]] = field(default_factory=list)
    # Of a known attendance, by its number: each attribute before and after.
    attended: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    seen_pk: int = 0
