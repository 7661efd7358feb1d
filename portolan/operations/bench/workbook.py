"""A workbook of 100,000 participants: read, committed, and what others can write meanwhile."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from django.db import DatabaseError, transaction
from django_tasks_db.models import DBTaskResult

from portolan.exchange.domain.imports import commit, preview
from portolan.exchange.models import ImportRun
from portolan.exchange.tasks import index_many
from portolan.kernel.folding import match_key, sort_key
from portolan.meetings.models import Attendance, Meeting
from portolan.network.models import Person
from portolan.operations.large.names import person_name
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.models import Record

ABOUT = (
    ("key", "value"),
    ("template", "1"),
    ("record", "demonstration"),
    ("kind", "demonstration"),
    ("title_en", "Demonstration"),
    ("source", "invented"),
    ("language", "en"),
    ("programme", "phantom-isles"),
)
BODY, MEETING = "city-antillia", "antillia-2025"
# One in so many is somebody of a line before, in another spelling.
REPEATED = 50


def write_workbook(*, path: str, people: int) -> int:
    """Write a workbook of people who came to one event; gives how many there are."""
    chance = Random(7)  # noqa: S311  nothing secret is drawn
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        about = book.add_worksheet("about")
        for row, pair in enumerate(ABOUT):
            about.write_row(row, 0, pair)
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, ("code", "given_name", "family_name", "email", "organisation", "language", "start"))
        for number in range(people):
            given, family = _name(number, chance)
            mail = f"person{number - number % REPEATED if number % REPEATED == 1 else number}@islands.example"
            sheet.write_row(number + 1, 0, (f"big-{number}", given, family, mail, BODY, "fr", "2020"))
        sheet = book.add_worksheet("participations")
        sheet.write_row(0, 0, ("event", "person", "organisation", "capacity"))
        for number in range(people):
            sheet.write_row(number + 1, 0, (MEETING, f"big-{number}", BODY, "participant"))
    return people


def _name(number: int, chance: Random) -> tuple[str, str]:
    given, family = person_name(chance)
    return (given.upper(), family) if number % REPEATED == 1 else (f"{given} {number % 997}", family)


def measure_preview(*, path: str) -> dict[str, Any]:
    """Seconds and the memory of this process at its highest."""
    began = time.perf_counter()
    run = preview(Path(path), by=None, name=Path(path).name)
    taken = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000
    if run.refusal:
        return {"preview-time": (None, f"refused: {run.refusal}"), "preview-memory": (None, "refused")}
    return {"run": run.pk, "preview-time": (taken, f"{run.counts}"), "preview-memory": (peak, "resident, highest")}


def measure_commit(*, run: int) -> dict[str, Any]:
    """Seconds of the commit; then what it left to the queue is done, while others go on writing."""
    began = time.perf_counter()
    commit(ImportRun.objects.get(pk=run), by=None)
    taken = time.perf_counter() - began
    for task in DBTaskResult.objects.filter(task_path=index_many.module_path).order_by("enqueued_at"):
        index_many.call(*task.args_kwargs["args"])
    later = time.perf_counter() - began - taken
    return {"commit-time": (taken, f"the whole verb; search entries by the queue, {later:.0f} s more")}


def keep_writing(*, until: str, at_most: float = 600) -> dict[str, Any]:
    """Write again and again until a file appears; the longest wait and how many writes failed.

    Each write is what a registration is: a person, their part in the very meeting of the workbook, new public pages.
    """
    end, longest, failed, done = time.perf_counter() + at_most, 0.0, 0, 0
    meeting, record = Meeting.objects.get(slug=MEETING), Record.objects.get(code="demonstration")
    while not Path(until).exists() and time.perf_counter() < end:
        began = time.perf_counter()
        try:
            _register(meeting, record, done)
        except DatabaseError:
            failed += 1
        longest, done = max(longest, time.perf_counter() - began), done + 1
        time.sleep(0.02)
    return {
        "commit-lock": (longest, f"{done} registrations by another process"),
        "commit-writes": (failed, f"of {done}"),
    }


def _register(meeting: Meeting, record: Record, number: int) -> None:
    name = f"Meanwhile {number}"
    with transaction.atomic():
        person = Person.objects.create(
            record=record, family_name=name, match_key=match_key(name), sort_key=sort_key(name), email_key=""
        )
        Attendance.objects.create(meeting=meeting, person=person)
        public_changed()
