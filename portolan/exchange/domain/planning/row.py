"""One row's turn: its values, what it may refer to, and finding or starting the thing it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from portolan.exchange.domain import fields
from portolan.exchange.domain.planning.saying import Speaker
from portolan.exchange.domain.planning.state import Plan, Result, World
from portolan.exchange.domain.wording import WARNING
from portolan.kernel.folding import match_key
from portolan.network.models import Membership, Organisation, Place

SHEET_OF = {
    "Source": "sources",
    "Programme": "programmes",
    "Phase": "phases",
    "Place": "places",
    "Organisation": "organisations",
    "Meeting": "events",
    "KeyFigure": "figures",
    "Theme": "terms",
}


@dataclass
class Memory:
    """What one plan remembers across its rows beyond the world's tables."""

    # sheet -> codes of rows in error
    broken: dict[str, set[str]] = field(default_factory=dict)
    # what a row of a list stood for -> the number of the first such row
    lines: dict[Any, int] = field(default_factory=dict)
    # code in this file -> the known thing it turned out to be, per model
    aliases: dict[tuple[type[models.Model], str], models.Model] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    # id() of a body -> that body alone
    alone: dict[int, tuple[models.Model, ...]] = field(default_factory=dict)

    def memberships(self, world: World) -> dict[tuple[int, int, str], Membership]:
        """Every membership by body, phase and role, as the world's own objects."""
        if "memberships" not in self.found:
            bodies = {row.pk: row for row in world.table(Organisation).values()}
            phases = {row.pk: row for row in _phases(world)}
            self.found["memberships"] = {
                (id(bodies[row.organisation_id]), id(phases[row.phase_id]), row.role): row
                for row in Membership.objects.all()
                if row.organisation_id in bodies
            }
        return self.found["memberships"]


def _phases(world: World) -> list[Any]:
    from_table = world.table(Membership._meta.get_field("phase").related_model)  # type: ignore[arg-type]
    return list(from_table.values())


class Turn:
    """A row being planned."""

    __slots__ = ("creating", "memory", "plan", "result", "speak", "values", "world")

    def __init__(
        self, plan: Plan, world: World, memory: Memory, result: Result, values: dict[str, Any], speak: Speaker
    ):
        self.plan = plan
        self.world = world
        self.memory = memory
        self.result = result
        self.values = values
        self.speak = speak
        self.creating = False

    def find_or_start(self, model: type[models.Model], code: str, *, known: models.Model | None = None) -> Any:
        """The thing of this code, or one recognised as it, or a new one (`creating`); None for a row in error."""
        if self.result.failed:
            return None
        key = (model, code)
        first = self.memory.lines.setdefault(key, self.result.row.number)
        if first != self.result.row.number:
            self.result.fail("code-twice", "code", code=code, row=first)
            return None
        thing = known or self.world.find(model, code)
        if thing is None:
            self.creating = True
            return model(**{fields.CODES[model]: code, "record": self.plan.record})
        if not self._may_touch(thing, code):
            return None
        if known is not None:
            self.memory.aliases[key] = known
        self.result.thing = thing
        return thing

    def _may_touch(self, thing: Any, code: str) -> bool:
        if thing.is_invented and not self.plan.is_invented:
            self.result.fail("invented", "code", code=code)
        elif self.plan.is_invented and not thing.is_invented:
            self.result.fail("invented-changes-real", "code", code=code)
        return not self.result.failed

    def needs(self, *columns: str) -> bool:
        """True when a new row says all of these; otherwise an error for each that is missing."""
        for column in columns:
            if fields.is_empty(self.values.get(column)) and self.values.get(column) != 0:
                code = "no-name" if column in {"name", "title", "label", "what", "wording"} else "needs"
                self.result.fail(code, column, **({} if code == "no-name" else {"column": column}))
        return not self.result.failed

    def create(self, thing: models.Model, *, findable: bool = True) -> None:
        """Plan a new thing."""
        self.result.created = True
        self.result.thing = thing
        self.plan.new[type(thing)].append(thing)
        if findable:
            self.world.add(thing)

    def refer(self, model: type[models.Model], code: str, column: str) -> Any:
        """The thing a cell names by its code; None for an empty cell; an error in the row for an unknown code."""
        if not code:
            return None
        sheet = SHEET_OF[model.__name__]
        thing = self.memory.aliases.get((model, code)) or self.world.find(model, code)
        if thing is None:
            broken = code in self.memory.broken.get(sheet, set())
            if broken:
                self.result.fail("reference-in-error", column, code=code)
            else:
                self.result.fail("unknown-reference", column, code=code, sheet=sheet)
        elif thing.is_invented and not self.plan.is_invented:  # type: ignore[attr-defined]
            self.result.fail("invented", column, code=code)
            return None
        if model is Organisation and thing is not None:
            self._name(thing)
        return thing

    def _name(self, body: models.Model) -> None:
        """Remember that the row names a body; rows that name the same one share the note of it."""
        alone = self.memory.alone.setdefault(id(body), (body,))
        self.result.bodies = self.result.bodies + alone if self.result.bodies else alone

    def body_named(self, name: str, column: str) -> Organisation | None:
        """The organisation a wording names, in any language and spelling, or the municipality of a place of that name.

        None when there is none; an error in the row when it can be several.
        """
        found = self.world.named(Organisation, name)
        if not found:
            places = self.world.named(Place, name)
            bodies = self.world.table(Organisation).values() if places else ()
            found = [row for row in bodies if row.is_city_body and row.place in places]  # type: ignore[attr-defined]
        unique = list({id(body): body for body in found}.values())
        if len(unique) > 1:
            cities = [body for body in unique if body.is_city_body]  # type: ignore[attr-defined]
            unique = cities if len(cities) == 1 else unique
        if len(unique) > 1:
            self.result.fail("ambiguous-name", column, name=name, options=", ".join(map(fields.code_of, unique[:5])))
            return None
        if unique:
            self._check_spelling(unique[0], name, column)
            self._name(unique[0])
        return unique[0] if unique else None  # type: ignore[return-value]

    def _check_spelling(self, thing: models.Model, name: str, column: str) -> None:
        known = self.world.spellings(thing).get(match_key(name))
        if known and known[0] != name and known[1] in {"", self.plan.about["language"]}:
            self.result.note(WARNING, "spelling", column, name=name, known=known[0])

    def keep_line(self, thing: models.Model) -> None:
        """Keep the line of a list as its source wrote it."""
        if self.values.get("listed_as"):
            line = {"line": self.values.get("line") or 0, "wording": self.values["listed_as"]}
            self.keep(thing, "listed-as", line)

    def keep(self, thing: models.Model, name: str, value: Any) -> None:
        """Keep a statement beside the fields, without a word in the preview unless it contradicts."""
        if self.speak.source is not None:
            shown = dict(self.result.changes)
            self.speak.states(thing, name, value)
            if not self.result.conflict:
                self.result.changes = shown

    def suggest(self, thing: models.Model, reasons: list[str], score: int = 100) -> None:
        """Show a known thing as a likely duplicate, for a person to choose."""
        self.result.candidates.append([f"{fields.kind_label(thing)}:{thing.pk}", str(thing), reasons, score])
        self.result.note(WARNING, "likely-duplicate")

    def chosen(self, model: type[models.Model]) -> models.Model | None:
        """The known thing a person chose for this row, if it is still among the likely ones."""
        choice = self.result.row.choice
        if choice in {"", "new"} or choice not in {candidate[0] for candidate in self.result.candidates}:
            return None
        pk = int(choice.rsplit(":", 1)[1])
        thing = next((row for row in self.world.table(model).values() if row.pk == pk), None)
        if thing is not None:
            self.result.note("info", "chosen", name=str(thing))
        return thing
