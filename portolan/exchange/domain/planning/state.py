"""What a plan holds while it is made: things known and new, statements, the verdict on each row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import models

from portolan.exchange.domain import fields
from portolan.exchange.domain.book import Row
from portolan.exchange.domain.cells import Note
from portolan.exchange.domain.wording import ERROR, WARNING
from portolan.exchange.enums import Verdict
from portolan.kernel.folding import match_key
from portolan.network.models import Organisation, OrganisationName, Place, PlaceName
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Conflict, Record, Source, Statement

# Shared by all rows that have none; nothing can be added to them.
_NO_CHANGES: Any = MappingProxyType({})
_NONE: Any = ()


class Result:
    """The verdict on one row as it takes shape."""

    __slots__ = ("bodies", "candidates", "changes", "conflict", "created", "label", "notes", "row", "skipped", "thing")

    def __init__(self, row: Row, notes: list[Note]) -> None:
        self.row = row
        self.notes = notes
        self.changes: dict[str, list[Any]] = {}
        self.candidates: list[list[Any]] = []
        self.thing: models.Model | None = None
        self.created = False
        self.conflict = False
        self.skipped = False
        self.label = ""
        # The organisations the row names, beside the one it may be about.
        self.bodies: tuple[models.Model, ...] = ()

    def note(self, level: str, code: str, column: str = "", /, **params: Any) -> None:
        """Add a note, worded later."""
        self.notes.append([level, code, column, params])

    def rest(self) -> None:
        """Give up what stayed empty: of a large file, most rows have nothing to remark."""
        self.changes = self.changes or _NO_CHANGES
        self.candidates = self.candidates or _NONE
        self.notes = self.notes or _NONE

    def fail(self, code: str, column: str = "", /, **params: Any) -> None:
        """Add an error: the row will not be taken over."""
        self.note(ERROR, code, column, **params)

    @property
    def failed(self) -> bool:
        """True when something in the row is in error."""
        return bool(self.notes) and any(note[0] == ERROR for note in self.notes)

    @property
    def warned(self) -> bool:
        """True when a person should look at it."""
        return bool(self.candidates) or any(note[0] == WARNING for note in self.notes)

    @property
    def verdict(self) -> Verdict:
        """What the import would do with the row."""
        if self.failed:
            return Verdict.ERROR
        if self.conflict:
            return Verdict.CONFLICT
        if self.created:
            return Verdict.ADDED
        if self.changes:
            return Verdict.CHANGED
        return Verdict.WARNED if self.skipped else Verdict.LEFT


@dataclass
class Pending:
    """A statement not yet stored, with the thing it is about, which may have no number yet."""

    statement: Statement
    thing: models.Model


@dataclass
class Plan:
    """All that a commit would write, and what it relied on."""

    about: dict[str, Any]
    record: Record
    new: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    # id() of a known thing -> the thing and, of each attribute set, the value it had.
    changed: dict[int, tuple[models.Model, dict[str, Any]]] = field(default_factory=dict)
    statements: list[Pending] = field(default_factory=list)
    # Stored statements of which something changes.
    restated: dict[int, Statement] = field(default_factory=dict)
    conflicts: list[tuple[Conflict, models.Model]] = field(default_factory=list)
    reopened: dict[int, Conflict] = field(default_factory=dict)
    themes: list[tuple[models.Model, models.Model]] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    people: Any = None

    @property
    def is_invented(self) -> bool:
        """True for a plan of the demonstration."""
        return self.about["kind"] == RecordKind.DEMONSTRATION

    @property
    def says_desk(self) -> bool:
        """True when a person's own file speaks: it changes what it says otherwise, where no source is named."""
        return self.about["kind"] == RecordKind.DESK


class World:
    """What the database knows now, loaded table by table when first asked for, and what the plan adds to it."""

    def __init__(self, *, invented: bool) -> None:
        self.invented = invented
        self._tables: dict[type[models.Model], dict[str, models.Model]] = {}
        self._names: dict[type[models.Model], dict[str, list[models.Model]]] = {}
        self._spellings: dict[int, dict[str, tuple[str, str]]] = {}
        self._statements: dict[str, dict[tuple[str, str], list[Statement]]] = {}
        self._conflicts: dict[tuple[str, str, str], Conflict] | None = None

    def table(self, model: type[models.Model]) -> dict[str, models.Model]:
        """Every thing of a model by the code files name it with; a merged one leads to where it was merged."""
        if model not in self._tables:
            attribute = fields.CODES[model]
            keys = [key.name for key in model._meta.concrete_fields if isinstance(key, models.ForeignKey)]
            rows = model._default_manager.select_related(*(key for key in keys if key != "redirect_to"))
            found = {getattr(row, attribute): row for row in rows}
            if model is Organisation:
                by_pk = {row.pk: row for row in found.values()}
                found = {code: _standing(row, by_pk) for code, row in found.items()}
            self._tables[model] = found
        return self._tables[model]

    def find(self, model: type[models.Model], code: str) -> models.Model | None:
        """The thing of this code, known or new in this plan."""
        return self.table(model).get(code)

    def named(self, model: type[models.Model], name: str) -> list[models.Model]:
        """The places or organisations known by a name, in any language, case and script variant; real ones only to a
        real record, and to an invented one the invented first."""
        found = self._by_name(model).get(match_key(name), [])
        if not self.invented:
            return [thing for thing in found if not thing.is_invented]  # type: ignore[attr-defined]
        return [thing for thing in found if thing.is_invented] or found  # type: ignore[attr-defined]

    def _by_name(self, model: type[models.Model]) -> dict[str, list[models.Model]]:
        if model not in self._names:
            index: dict[str, list[models.Model]] = defaultdict(list)
            by_pk = {thing.pk: thing for thing in self.table(model).values()}
            name_model, owner = (PlaceName, "place_id") if model is Place else (OrganisationName, "organisation_id")
            for row in name_model._default_manager.all():
                thing = by_pk.get(getattr(row, owner))
                if thing is not None:
                    index[row.key].append(thing)
                    self._spellings.setdefault(id(thing), {})[row.key] = (row.name, row.language)
            self._names[model] = index
        return self._names[model]

    def spellings(self, thing: models.Model) -> dict[str, tuple[str, str]]:
        """The names a place or organisation is known by: folded key -> (name, language)."""
        self._by_name(type(thing))
        return self._spellings.setdefault(id(thing), {})

    def add_name(self, thing: models.Model, key: str, name: str, language: str) -> bool:
        """Note a further name; False when it was known."""
        known = self.spellings(thing)
        if key in known:
            return False
        known[key] = (name, language)
        self._by_name(type(thing))[key].append(thing)
        return True

    def add(self, thing: models.Model) -> None:
        """Make a new thing findable by its code."""
        self.table(type(thing))[fields.code_of(thing)] = thing

    def statements(self, thing: models.Model, name: str) -> list[Statement]:
        """What sources said of a field so far, this plan's own statements included."""
        kind = fields.kind_label(thing)
        if kind not in self._statements:
            index: dict[tuple[str, str], list[Statement]] = defaultdict(list)
            for row in Statement.objects.filter(subject_kind=kind).select_related("source", "record"):
                index[row.subject_id, row.field].append(row)
            self._statements[kind] = index
        return self._statements[kind][self._key(thing), name]

    @staticmethod
    def _key(thing: models.Model) -> str:
        return str(thing.pk) if thing.pk else f"new {id(thing)}"

    def conflict(self, thing: models.Model, name: str) -> Conflict | None:
        """The conflict on a field, open or decided, stored before or found by this plan."""
        if self._conflicts is None:
            rows = Conflict.objects.all()
            self._conflicts = {(row.subject_kind, row.subject_id, row.field): row for row in rows}
        return self._conflicts.get((fields.kind_label(thing), self._key(thing), name))

    def add_conflict(self, thing: models.Model, name: str, conflict: Conflict) -> None:
        """Remember a conflict this plan found."""
        assert self._conflicts is not None  # noqa: S101  conflict() was asked before
        self._conflicts[fields.kind_label(thing), self._key(thing), name] = conflict


def _standing(row: Any, by_pk: dict[int, Any]) -> Any:
    """Where a merged organisation leads; a circle of redirects ends where it began."""
    seen = {row.pk}
    while row.redirect_to_id and row.redirect_to_id not in seen:
        row = by_pk[row.redirect_to_id]
        seen.add(row.pk)
    return row


def source_of(world: World, code: str) -> Source | None:
    """The source of this code."""
    return world.find(Source, code)  # type: ignore[return-value]
