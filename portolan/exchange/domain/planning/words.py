"""Terms, figures, editions of figures, and free facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portolan.exchange.domain.planning.row import Turn
from portolan.exchange.domain.wording import WARNING
from portolan.meetings.models import Meeting
from portolan.network.models import Organisation, Phase, Place, Programme
from portolan.results.enums import FigureKind, Operator
from portolan.results.models import FigureEdition, KeyFigure
from portolan.vocabulary.models import Term, Theme

_VALUE = Decimal("0.000001")
_SUBJECTS: dict[str, Any] = {
    "organisation": Organisation,
    "place": Place,
    "event": Meeting,
    "programme": Programme,
    "phase": Phase,
    "member": Organisation,
}


def plan_term(turn: Turn) -> None:
    """A theme, or an entry of one of the programme's own lists."""
    values = turn.values
    if values["scheme"] == "theme":
        thing = turn.find_or_start(Theme, values["code"])
        if thing is None:
            return
        if turn.creating:
            if not turn.needs("label"):
                return
            thing.label = values["label"]
            turn.create(thing)
    else:
        thing = _term(turn)
        if thing is None:
            return
    turn.speak.says(thing, "label", values.get("label"))
    turn.speak.says(thing, "note", values.get("note"))


def _term(turn: Turn) -> Term | None:
    values = turn.values
    terms = turn.memory.found.setdefault("terms", {(row.scheme, row.code): row for row in _all_terms(turn)})
    key = (values["scheme"], values["code"])
    first = turn.memory.lines.setdefault(("term", *key), turn.result.row.number)
    if first != turn.result.row.number:
        turn.result.fail("code-twice", "code", code=values["code"], row=first)
        return None
    term = terms.get(key)
    if term is None:
        if not turn.needs("label", "position"):
            return None
        term = terms[key] = Term(record=turn.plan.record, scheme=key[0], code=key[1], position=values["position"])
        term.label, term.source, term.locator = values["label"], turn.speak.source, turn.speak.locator
        turn.create(term, findable=False)
    elif term.is_invented != turn.plan.is_invented:
        turn.result.fail("invented-changes-real" if turn.plan.is_invented else "invented", "code", code=key[1])
        return None
    turn.result.thing = term
    turn.speak.says(term, "position", values.get("position"), on_difference="keep")
    return term


def _all_terms(turn: Turn) -> Any:
    return [] if "terms" in turn.memory.found else Term.objects.select_related("record")


def plan_figure(turn: Turn) -> None:
    """A number somebody states; without a source it is nobody's."""
    values = turn.values
    place = turn.refer(Place, values.get("place", ""), "place")
    if values["kind"] == FigureKind.PLACE and not values.get("place"):
        turn.result.fail("needs", "place", column="place")
    figure = turn.find_or_start(KeyFigure, values["code"])
    if figure is None:
        return
    value = values["value"].quantize(_VALUE) if values.get("value") is not None else None
    if turn.creating:
        if not turn.needs("what", "value", "unit"):
            return
        if turn.speak.source is None:
            turn.result.fail("needs-source", "source")
            return
        figure.what, figure.kind, figure.value, figure.unit = values["what"], values["kind"], value, values["unit"]
        figure.operator, figure.place = values.get("operator") or Operator.EQUAL, place
        figure.source, figure.locator = turn.speak.source, turn.speak.locator
        figure.position = turn.result.row.number
        turn.create(figure)
    for name in ("kind", "operator", "unit", "reference"):
        turn.speak.says(figure, name, values.get(name))
    turn.speak.says(figure, "value", value)
    turn.speak.says(figure, "place", place)
    for name in ("what", "display", "population", "definition", "note"):
        turn.speak.says(figure, name, values.get(name))


def plan_edition(turn: Turn) -> None:
    """Where a figure truly comes from, a newer value, another wording: one for each place of each source."""
    values = turn.values
    figure = turn.refer(KeyFigure, values["figure"], "figure")
    if (values.get("value") is None) != (not values.get("unit")):
        turn.result.fail("needs", "unit", column="value, unit")
    source = turn.speak.source
    if source is None:
        turn.result.fail("needs-source", "source")
    if figure is None or source is None or turn.result.failed:
        return
    editions = _editions(turn).setdefault(id(figure), [])
    number = turn.memory.lines.setdefault(("edition", id(figure), values["role"], source.code), 0) + 1
    turn.memory.lines["edition", id(figure), values["role"], source.code] = number
    alike = [row for row in editions if row.role == values["role"] and row.source == source]
    edition = alike[number - 1] if len(alike) >= number else None
    value = values["value"].quantize(_VALUE) if values.get("value") is not None else None
    if edition is None:
        if not turn.needs("wording"):
            return
        edition = FigureEdition(figure=figure, role=values["role"], wording=values["wording"], value=value)
        edition.unit, edition.operator = values.get("unit", ""), values.get("operator") or Operator.EQUAL
        edition.source, edition.locator = source, turn.speak.locator
        edition.position = max((row.position for row in editions), default=0) + 1
        editions.append(edition)
        turn.create(edition, findable=False)
    turn.result.thing = edition
    for name, said in (("value", value), ("unit", values.get("unit")), ("operator", values.get("operator"))):
        turn.speak.says(edition, name, said)
    for name in ("wording", "population", "reference"):
        turn.speak.says(edition, name, values.get(name))


def _editions(turn: Turn) -> dict[int, list[FigureEdition]]:
    if "editions" not in turn.memory.found:
        figures = {row.pk: row for row in turn.world.table(KeyFigure).values()}
        found: dict[int, list[FigureEdition]] = {}
        for row in FigureEdition.objects.select_related("source").order_by("position", "pk"):
            found.setdefault(id(figures[row.figure_id]), []).append(row)
        turn.memory.found["editions"] = found
    return turn.memory.found["editions"]


def plan_fact(turn: Turn) -> None:
    """A free fact: kept as the source's statement on its subject, whatever the field is called."""
    values = turn.values
    subject = turn.refer(_SUBJECTS[values["subject_kind"]], values["subject"], "subject")
    value, text = values.get("value", ""), values.get("text")
    if not value and not text:
        turn.result.fail("needs", "value", column="value")
    if turn.speak.source is None:
        turn.result.fail("needs-source", "source")
    if subject is None or turn.result.failed:
        return
    said = text.to_json() if text and not value else {"value": value, "text": text.to_json()} if text else value
    known = turn.speak.known(subject, values["field"])
    if known is not None and known.pk is None and known.value != said:
        turn.result.note(WARNING, "says-two-things", "field", field=values["field"])
        turn.result.skipped = True
        return
    turn.speak.states(subject, values["field"], said)
    turn.result.created = known is None and bool(turn.result.changes) and not turn.result.conflict
