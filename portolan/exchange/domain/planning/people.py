"""People: found by code, by name and e-mail, or suggested. No statements, since erasure must reach all of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from portolan.exchange.domain.planning.row import Turn
from portolan.exchange.domain.planning.somebody import FIELDS, PeoplePlan, Somebody
from portolan.exchange.domain.planning.state import Plan, Result, World
from portolan.exchange.domain.wording import INFO, WARNING
from portolan.exchange.models import PersonKey
from portolan.kernel.folding import fold
from portolan.kernel.periods import Period
from portolan.kernel.texts import Text
from portolan.network.domain.matching import Known, likely_duplicates
from portolan.network.models import Affiliation, Organisation, Person
from portolan.provenance.enums import RecordKind


class People:
    """The people of one plan: those the database knows, found by code, by name and e-mail, or only suggested."""

    def __init__(self, plan: Plan, world: World) -> None:
        self.plan = plan
        self.world = world
        self.made = PeoplePlan()
        self.turns: list[Turn] = []
        self._known: dict[int, Somebody] = {}
        self._names: dict[int, str] = {}

    def hear(self, turn: Turn) -> None:
        """Take a row of the sheet `people`; all are settled together by `settle`."""
        values = turn.values
        if values.get("organisation"):
            values["body"] = turn.refer(Organisation, values["organisation"], "organisation")
        code = values.get("code", "")
        first = turn.memory.lines.setdefault((Person, code), turn.result.row.number)
        if first != turn.result.row.number:
            turn.result.fail("code-twice", "code", code=code, row=first)
        if not turn.result.failed:
            self.turns.append(turn)

    def settle(self) -> None:
        """Find each person, or their likely duplicates, and plan what is new or changed."""
        self.plan.people = self.made
        if not self.turns:
            return
        present = self._load()
        unfound = self._recognise(present)
        self._suggest(unfound, present)
        by_row = {turn.result.row.number: turn for turn in self.turns}
        for turn in self.turns:
            self._plan(turn, by_row)
        self._plan_affiliations()
        for turn in self.turns:
            turn.result.rest()
        # Their cells are not needed any more, and the participations are still to come.
        self.turns.clear()

    def _load(self) -> list[Known]:
        """Everyone of the same side, real or invented, as keys."""
        people = Person.objects.standing()
        invented = {"record__kind": RecordKind.DEMONSTRATION}
        people = people.filter(**invented) if self.plan.is_invented else people.exclude(**invented)
        rows = people.order_by().values_list("pk", "match_key", "email_key")
        known = [Known(f"person:{pk}", name, email) for pk, name, email in rows.iterator(chunk_size=5000)]
        latest = Person.objects.order_by("-pk").values_list("pk", flat=True).first()
        self.made.seen_pk = latest or 0
        return known

    def _recognise(self, present: list[Known]) -> list[Turn]:
        """Those known by their code in this record, or by name and e-mail together; the others are left to choose."""
        self._names = {int(one.key[7:]): one.match_key for one in present} if self.plan.says_desk else {}
        codes = dict(PersonKey.objects.filter(record__code=self.plan.about["record"]).values_list("code", "person_id"))
        both = {(one.match_key, one.email_key): one.key for one in present if one.email_key}
        found: dict[int, list[Turn]] = defaultdict(list)
        unfound = []
        for turn in self.turns:
            somebody = Somebody(None, {name: turn.values.get(name, "") for name in FIELDS}, turn.values["code"])
            turn.values["somebody"] = somebody
            key = both.get((somebody.match_key, somebody.email_key))
            pk = codes.get(somebody.code) or self._own(somebody)
            if pk is None and key is not None and turn.result.row.choice != "new":
                pk = int(key.split(":")[1])
                turn.result.note(INFO, "matched-by", "email", name=somebody.name, how="email")
            if pk is not None:
                turn.values["known_by_code"] = somebody.code in codes or self._own(somebody) is not None
                found[pk].append(turn)
            else:
                unfound.append(turn)
        self._fetch(found)
        return unfound

    def known(self, pk: int) -> Somebody | None:
        """The person of this number, or whom they were merged into; None when erased."""
        return self._known.get(pk) or self._values([pk]).get(pk)

    def _own(self, somebody: Somebody) -> int | None:
        """The person meant by a code of our own export, `person-12`, if the name is still theirs."""
        number = somebody.code.removeprefix("person-")
        if not self.plan.says_desk or number == somebody.code or not number.isdigit():
            return None
        return int(number) if self._names.get(int(number)) == somebody.match_key else None

    def _fetch(self, found: dict[int, list[Turn]]) -> None:
        """The present values of those recognised; merged people lead to where they were merged."""
        standing = self._values(list(found))
        for pk, turns in found.items():
            somebody = standing.get(pk)
            for turn in turns:
                turn.values["found"] = somebody

    def _values(self, pks: list[int]) -> dict[int, Somebody]:
        loaded: dict[int, Somebody] = {}
        for start in range(0, len(pks), 500):
            rows = Person.objects.filter(pk__in=pks[start : start + 500], erased_at=None)
            for pk, redirect, *values in rows.values_list("pk", "redirect_to_id", *FIELDS):
                target = self._known.get(redirect or pk)
                if target is None and redirect:
                    target = self._values([redirect]).get(redirect)
                if target is None:
                    target = self._known[pk] = Somebody(pk, dict(zip(FIELDS, values, strict=True)))
                loaded[pk] = target
        return loaded

    def _suggest(self, unfound: list[Turn], present: list[Known]) -> None:
        incoming = []
        for turn in unfound:
            one = turn.values["somebody"]
            incoming.append(
                Known(f"row:{turn.result.row.number}", one.match_key, one.email_key, turn.values.get("body"))
            )
        likely = likely_duplicates(incoming, present)
        if not likely:
            return
        pks = {
            int(one.other.key[7:]) for some in likely.values() for one in some if one.other.key.startswith("person:")
        }
        names = {f"person:{pk}": somebody.name for pk, somebody in self._values(sorted(pks)).items()}
        names |= {f"row:{turn.result.row.number}": turn.values["somebody"].name for turn in unfound}
        for turn in unfound:
            for one in likely.get(f"row:{turn.result.row.number}", ()):
                name = names.get(one.other.key, "")
                turn.result.candidates.append([one.other.key, name, list(one.reasons), one.score])
            if turn.result.candidates:
                turn.result.note(WARNING, "likely-duplicate")

    def _plan(self, turn: Turn, by_row: dict[int, Turn]) -> None:
        somebody: Somebody = turn.values["somebody"]
        known = turn.values.get("found") or self._chosen(turn, by_row)
        if known is None:
            self.made.new.append(somebody)
            turn.result.created = True
            target = somebody
        else:
            target = known
            self._update(turn.result, known, somebody.values)
        turn.values["somebody"] = target
        if not turn.values.get("known_by_code"):
            self.made.keys.append((turn.values["code"], target))
        self.made.by_code[turn.values["code"]] = target

    def _chosen(self, turn: Turn, by_row: dict[int, Turn]) -> Somebody | None:
        """Whom a person said this row is: somebody known, or an earlier row of the file."""
        choice = turn.result.row.choice
        if choice in {"", "new"} or choice not in {candidate[0] for candidate in turn.result.candidates}:
            return None
        kind, _, number = choice.partition(":")
        if kind == "person":
            chosen = self._values([int(number)]).get(int(number))
        else:
            other = by_row.get(int(number))
            chosen = other.values["somebody"] if other is not None and other is not turn else None
        if chosen is not None:
            turn.result.note(INFO, "chosen", name=chosen.name)
        return chosen

    def _update(self, result: Result, known: Somebody, said: dict[str, str]) -> None:
        """Fill in what was not known; what differs stays and is shown, for a person to change by hand."""
        for name in FIELDS:
            present = (known.changes or {}).get(name, known.values[name])
            if not said[name] or said[name] == present:
                continue
            if present:
                if fold(present) != fold(said[name]):
                    result.note(WARNING, "differs", name, field=name, new=said[name], old=present)
                continue
            known.changes = {**(known.changes or {}), name: said[name]}
            known.before = {**(known.before or {}), name: present}
            result.changes[name] = [present, said[name]]
            if name == "email":
                known.email_key = fold(said[name])[:254]
            if known.pk is not None:
                self.made.changed[known.pk] = known

    def _plan_affiliations(self) -> None:
        """Where each belongs; one row for a person, a body and a beginning."""
        pks = [somebody.pk for somebody in self.made.by_code.values() if somebody.pk is not None]
        present: dict[tuple[int, int], list[tuple[str, Any]]] = defaultdict(list)
        for start in range(0, len(pks), 500):
            rows = Affiliation.objects.filter(person_id__in=pks[start : start + 500])
            for person, member_of, begun in rows.values_list("person_id", "organisation_id", "start"):
                present[person, member_of].append((str(begun or ""), begun))
        planned: set[tuple[int, int, str]] = set()
        for turn in self.turns:
            body = turn.values.get("body")
            somebody = turn.values["somebody"]
            period: Period = turn.values["period"]
            if body is None or (id(somebody), id(body), str(period.start or "")) in planned:
                continue
            if somebody.pk is not None and self._is_known(present[somebody.pk, body.pk or 0], period):
                continue
            planned.add((id(somebody), id(body), str(period.start or "")))
            self.made.affiliations.append((somebody, body, turn.values.get("function") or Text(), period))
            if not turn.result.created:
                turn.result.changes["organisation"] = ["", body.slug]

    @staticmethod
    def _is_known(rows: list[tuple[str, Any]], period: Period) -> bool:
        """True when the same affiliation is there, or one whose beginning this row does not contradict."""
        return any(begun == str(period.start or "") or not period.start for begun, _ in rows)
