"""Making the whole plan of a book: every row gets its verdict, nothing is written."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from portolan.exchange.domain.book import Book, Row
from portolan.exchange.domain.cells import read_row
from portolan.exchange.domain.planning import events, network, words
from portolan.exchange.domain.planning.attending import Attending
from portolan.exchange.domain.planning.people import People
from portolan.exchange.domain.planning.row import Memory, Turn
from portolan.exchange.domain.planning.saying import Speaker
from portolan.exchange.domain.planning.state import Plan, Result, World, source_of
from portolan.exchange.domain.wording import RefusedError
from portolan.kernel.periods import Period
from portolan.kernel.texts import Text
from portolan.provenance.models import Record

_PLANNERS: dict[str, Callable[[Turn], None]] = {
    "sources": network.plan_source,
    "programmes": network.plan_programme,
    "phases": network.plan_phase,
    "places": network.plan_place,
    "organisations": network.plan_organisation,
    "members": network.plan_member,
    "terms": words.plan_term,
    "events": events.plan_event,
    "products": events.plan_product,
    "cases": events.plan_case,
    "figures": words.plan_figure,
    "editions": words.plan_edition,
    "facts": words.plan_fact,
}
Progress = Callable[[int], None]


def make_plan(book: Book, *, at: dt.datetime, progress: Progress = lambda done: None) -> Plan:
    """The verdict on every row, against the database as it is; raises `RefusedError` when the record cannot be."""
    plan = Plan(book.about, _record(book.about))
    with _no_collection():
        _judge(book, plan, at, progress)
    return plan


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector, which would walk hundreds of thousands of living rows again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judge(book: Book, plan: Plan, at: dt.datetime, progress: Progress) -> None:
    world = World(invented=plan.is_invented)
    planner = _Planner(plan, world, at)
    done = 0
    for sheet, rows in book.rows.items():
        for row in rows:
            planner.take(sheet, row)
            done += 1
            if done % 2000 == 0:
                progress(done)
        if sheet == "people":
            planner.people.settle()
    if "people" not in book.rows:
        planner.people.settle()


def _record(about: dict[str, Any]) -> Record:
    """The record the file belongs to; a new one is stored with the commit."""
    record = Record.objects.filter(code=about["record"]).first()
    if record is not None and record.kind != about["kind"]:
        raise RefusedError("record-kind", record=record.code, kind=record.get_kind_display())
    if record is None:
        titles = about["title"] or {about["language"]: about["record"]}
        source = about["language"] if about["language"] in titles else next(iter(titles))
        record = Record(code=about["record"], kind=about["kind"], title=Text(source, titles))
    return record


class _Planner:
    """Hands each row to the planner of its sheet."""

    def __init__(self, plan: Plan, world: World, at: dt.datetime) -> None:
        self.plan = plan
        self.world = world
        self.at = at
        self.memory = Memory()
        self.people = People(plan, world)
        self.attending = Attending(self.people)

    def take(self, sheet: str, row: Row) -> None:
        values, notes = read_row(row, language=self.plan.about["language"])
        result = Result(row, notes)
        self.plan.results.append(result)
        values["period"] = _period(values, result)
        turn = Turn(self.plan, self.world, self.memory, result, values, self._speaker(sheet, values, result))
        if sheet == "people":
            self.people.hear(turn)
        elif sheet == "participations":
            self.attending.attend(turn)
        elif not result.failed:
            _PLANNERS[sheet](turn)
        if result.failed:
            self.memory.broken.setdefault(sheet, set()).add(row.cells.get("code", ""))
        if sheet != "people":
            result.rest()

    def _speaker(self, sheet: str, values: dict[str, Any], result: Result) -> Speaker:
        code = values.get("source") or ("" if sheet == "sources" else self.plan.about["source"])
        source = source_of(self.world, code) if code else None
        if code and source is None:
            result.fail("unknown-source", "source", code=code)
        elif source is not None and source.is_invented and not self.plan.is_invented:
            result.fail("invented", "source", code=code)
        return Speaker(self.plan, self.world, result, source, values.get("locator", ""), self.at)


def _period(values: dict[str, Any], result: Result) -> Period:
    period = Period(values.get("start"), values.get("end"))
    if period.start and period.end and period.end.last_day() < period.start.first_day():
        result.fail("end-before-start", "end")
    return period
