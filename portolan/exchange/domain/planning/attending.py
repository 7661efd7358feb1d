"""Who took part in what: one row per person and meeting."""

from __future__ import annotations

from typing import Any

from portolan.exchange.domain.planning.people import People
from portolan.exchange.domain.planning.row import Turn
from portolan.exchange.domain.planning.somebody import Somebody
from portolan.exchange.domain.planning.state import Result
from portolan.exchange.domain.wording import WARNING
from portolan.exchange.models import PersonKey
from portolan.meetings.enums import Capacity
from portolan.meetings.models import Attendance, Meeting
from portolan.network.models import Organisation


class Attending:
    """The participations of one plan, beside its people."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.plan = people.plan
        self.made = people.made
        self._attendances: dict[int, dict[int, Attendance]] = {}
        self._codes: dict[str, int] | None = None

    def attend(self, turn: Turn) -> None:
        """Take a row of the sheet `participations`: one row per person and meeting."""
        values = turn.values
        meeting = turn.refer(Meeting, values.get("event", ""), "event")
        body = turn.refer(Organisation, values.get("organisation", ""), "organisation")
        somebody = self._person(turn)
        if turn.result.failed or meeting is None or somebody is None:
            return
        key = ("attendance", id(meeting), id(somebody))
        first = turn.memory.lines.setdefault(key, turn.result.row.number)
        if first != turn.result.row.number:
            turn.result.note(WARNING, "said-twice", row=first)
            turn.result.skipped = True
            return
        present = self._present(meeting).get(somebody.pk) if somebody.pk is not None else None
        if present is not None:
            self._compare(turn.result, present, body, values)
            return
        capacity = values.get("capacity") or Capacity.PARTICIPANT
        source = turn.speak.source
        self.made.attendances.append((meeting, somebody, body, capacity, values.get("days"), source))
        turn.result.created = True

    def _person(self, turn: Turn) -> Somebody | None:
        code = turn.values.get("person", "")
        somebody = self.made.by_code.get(code)
        if somebody is None and code:
            if self._codes is None:
                rows = PersonKey.objects.filter(record__code=self.plan.about["record"])
                self._codes = dict(rows.values_list("code", "person_id"))
            pk = self._codes.get(code)
            somebody = self.people.known(pk) if pk else None
        if somebody is None and code:
            broken = code in turn.memory.broken.get("people", set())
            turn.result.fail(
                "reference-in-error" if broken else "unknown-reference", "person", code=code, sheet="people"
            )
        return somebody

    def _present(self, meeting: Meeting) -> dict[int, Attendance]:
        if meeting.pk is None:
            return {}
        if meeting.pk not in self._attendances:
            rows = Attendance.objects.filter(meeting=meeting)
            self._attendances[meeting.pk] = {row.person_id: row for row in rows.iterator(chunk_size=5000)}
        return self._attendances[meeting.pk]

    def _compare(self, result: Result, present: Attendance, body: Any, values: dict[str, Any]) -> None:
        said = {"organisation_id": body.pk if body else None, "days": values.get("days")}
        said["capacity"] = values.get("capacity") or None
        for name, value in said.items():
            before = getattr(present, name)
            if value is None or value == before:
                continue
            if before is not None and not self.plan.says_desk and name != "capacity":
                shown = name.removesuffix("_id")
                result.note(WARNING, "differs", shown, field=shown, new=str(value), old=str(before))
                continue
            self.made.attended.setdefault(present.pk, {})[name] = (before, value)
            result.changes[name.removesuffix("_id")] = [before, value]
