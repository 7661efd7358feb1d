"""Events, what they left, and the cases presented there."""

from __future__ import annotations

from typing import Any

from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.exchange.domain.planning.row import Turn
from portolan.exchange.domain.wording import INFO, WARNING
from portolan.kernel.folding import match_key
from portolan.kernel.texts import Text
from portolan.meetings.enums import HostRole, MeetingKind, Mode
from portolan.meetings.models import Meeting, MeetingHost, MeetingTitle
from portolan.network.enums import MemberRole
from portolan.network.models import Organisation, Phase, Place, Programme
from portolan.vocabulary.models import Theme


def plan_event(turn: Turn) -> None:
    """An event by its code. Other titles are kept beside the first; a silent flag contradicts nothing."""
    values = turn.values
    phase = turn.refer(Phase, values.get("phase", ""), "phase")
    themes = [turn.refer(Theme, code, "themes") for code in values.get("themes", [])]
    host = _body(turn, values.get("host", ""), "host")
    cohosts = [_body(turn, name, "cohosts") for name in values.get("cohosts", [])]
    declared = values.get("participants_declared")
    if declared is not None and declared < 0:
        turn.result.fail("out-of-range", "participants_declared", text=str(declared))
    meeting = turn.find_or_start(Meeting, values["code"])
    if meeting is None:
        return
    if turn.creating:
        if not turn.needs("title", "kind"):
            return
        meeting.title, meeting.kind = values["title"], values["kind"]
        turn.create(meeting)
    _titles(turn, meeting)
    venue = _venue(turn, meeting)
    for name in ("kind", "period", "mode", "scope", "phase"):
        turn.speak.says(meeting, name, phase if name == "phase" else values.get(name))
    turn.speak.says(meeting, "venue", venue)
    turn.speak.says(meeting, "summary", values.get("summary"))
    turn.speak.says(meeting, "participants_declared", declared)
    _hosts(turn, meeting, host, cohosts)
    _event(turn, meeting, themes)
    _check_host(turn, meeting, host, phase)
    turn.keep_line(meeting)


def _body(turn: Turn, name: str, column: str) -> Organisation | None:
    if not name:
        return None
    body = turn.world.find(Organisation, name) or turn.body_named(name, column)
    if body is None and not turn.result.failed:
        turn.result.note(WARNING, "unknown-host", column, name=name)
    elif body is not None and body.is_invented and not turn.plan.is_invented:  # type: ignore[attr-defined]
        turn.result.fail("invented", column, code=name)
    return body  # type: ignore[return-value]


def _venue(turn: Turn, meeting: Meeting) -> Place | None:
    name = turn.values.get("venue", "")
    if not name:
        return None
    if Mode.ONLINE in {turn.values.get("mode"), meeting.mode}:
        turn.result.note(WARNING, "online-no-venue", "venue", name=name)
        return None
    by_code = turn.world.find(Place, name)
    found = [by_code] if by_code is not None else turn.world.named(Place, name)
    if len(found) != 1:
        turn.result.note(WARNING, "unknown-venue", "venue", name=name)
        turn.keep(meeting, "venue-named", name)
        return None
    return found[0]  # type: ignore[return-value]


def _titles(turn: Turn, meeting: Meeting) -> None:
    """The first title of a language stays; every differing one becomes another title."""
    known = turn.memory.found.setdefault("titles", None)
    if known is None:
        known = {}
        for title in MeetingTitle.objects.all():
            known.setdefault(title.meeting_id, set()).add(match_key(title.title))
        turn.memory.found["titles"] = known
    given: Text = turn.values.get("title") or Text()
    turn.speak.says(meeting, "title", given)
    others = [(code, wording) for code, wording in given.texts.items() if meeting.title.get(code) != wording]
    titles = known.setdefault(meeting.pk or id(meeting), set())
    for language, wording in (*others, *turn.values.get("other_titles", [])):
        if match_key(wording) in titles or wording in meeting.title.texts.values():
            continue
        titles.add(match_key(wording))
        title = MeetingTitle(meeting=meeting, title=wording[:400], language=language, source=turn.speak.source)
        turn.plan.new[MeetingTitle].append(title)
        if not turn.result.created:
            turn.result.changes["other_titles"] = ["", wording]
            turn.result.note(INFO, "other-title", "other_titles", title=wording)


def _host_rows(turn: Turn) -> dict[int, list[MeetingHost]]:
    """The hosts of every meeting, by the meeting object."""
    if "hosts" not in turn.memory.found:
        rows: dict[int, list[MeetingHost]] = {}
        for row in MeetingHost.objects.select_related("organisation"):
            rows.setdefault(row.meeting_id, []).append(row)
        turn.memory.found["hosts"] = {
            id(meeting): rows.get(meeting.pk, [])
            for meeting in turn.world.table(Meeting).values()
            if meeting.pk is not None
        }
    return turn.memory.found["hosts"]


def _hosts(turn: Turn, meeting: Meeting, host: Any, cohosts: list[Any]) -> None:
    """One host, other inviting bodies beside it; another host is kept as one that invites too."""
    rows = _host_rows(turn).setdefault(id(meeting), [])
    present = next((row for row in rows if row.role == HostRole.HOST), None)
    wanted = [(host, HostRole.HOST if present is None else HostRole.CO_HOST)]
    wanted += [(body, HostRole.CO_HOST) for body in cohosts]
    for body, role in wanted:
        if body is None or any(row.organisation == body for row in rows):
            continue
        row = MeetingHost(meeting=meeting, organisation=body, role=role)
        rows.append(row)
        turn.plan.new[MeetingHost].append(row)
        if not turn.result.created:
            turn.result.changes["cohosts" if role == HostRole.CO_HOST else "host"] = ["", body.slug]
    if host is not None:
        turn.keep(meeting, "host", host.slug)


def _events(turn: Turn) -> dict[int, tuple[PeerLearningEvent, set[int]]]:
    """The peer-learning event of every meeting, with its themes, by the meeting object."""
    if "events" not in turn.memory.found:
        meetings = {row.pk: row for row in turn.world.table(Meeting).values()}
        themes = {row.pk: row for row in turn.world.table(Theme).values()}
        turn.memory.found["events"] = {
            id(meetings[event.meeting_id]): (event, {id(themes[theme.pk]) for theme in event.themes.all()})
            for event in PeerLearningEvent.objects.prefetch_related("themes")
            if event.meeting_id in meetings
        }
    return turn.memory.found["events"]


def _event(turn: Turn, meeting: Meeting, themes: list[Any]) -> None:
    """The series it counts in, and its themes."""
    if meeting.kind != MeetingKind.PEER_LEARNING:
        return
    events = _events(turn)
    if id(meeting) not in events:
        event = PeerLearningEvent(meeting=meeting, number=turn.values.get("line"))
        events[id(meeting)] = (event, set())
        turn.plan.new[PeerLearningEvent].append(event)
    event, present = events[id(meeting)]
    for theme in themes:
        if id(theme) not in present:
            present.add(id(theme))
            turn.plan.themes.append((event, theme))
            if not turn.result.created:
                turn.result.changes.setdefault("themes", ["", theme.code])


def _check_host(turn: Turn, meeting: Meeting, host: Any, phase: Any) -> None:
    """Warn of a host that is no member city of the phase: the event's own, or the current one."""
    phase = phase or meeting.phase or _current_phase(turn)
    if host is None or phase is None:
        return
    phase = turn.world.find(Phase, phase.code)
    memberships = turn.memory.memberships(turn.world)
    if (id(host), id(phase), MemberRole.CITY) not in memberships:
        turn.result.note(WARNING, "host-not-member", "host", name=turn.values["host"])


def _current_phase(turn: Turn) -> Any:
    programme = turn.world.find(Programme, turn.plan.about["programme"]) if turn.plan.about["programme"] else None
    phases = turn.world.table(Phase).values()
    found = [row for row in phases if row.is_current and row.programme == programme]  # type: ignore[attr-defined]
    return found[0] if found else None


def event_of(turn: Turn, code: str) -> PeerLearningEvent | None:
    """The peer-learning event of this code, for the rows that belong to one."""
    meeting = turn.refer(Meeting, code, "event")
    if meeting is None:
        return None
    found = _events(turn).get(id(meeting))
    if found is None:
        turn.result.fail("unknown-reference", "event", code=code, sheet="events")
        return None
    return found[0]


def plan_product(turn: Turn) -> None:
    """A document of an event in one language."""
    values = turn.values
    event = event_of(turn, values["event"])
    if event is None or turn.result.failed:
        return
    products = _by_key(turn, "products", Product, ("event", "kind", "language", "title"))
    key = (id(event), values["kind"], values["language"], values.get("title", ""))
    if _twice(turn, ("product", *key)):
        return
    product = products.get(key) or products.get((*key[:3], "")) or _start(turn, products, key, Product(event=event))
    if turn.result.created:
        product.kind, product.language, product.title = key[1:]
        product.source = turn.speak.source
    turn.result.thing = product
    turn.speak.says(product, "title", values.get("title"), on_difference="keep")
    turn.speak.says(product, "address", values.get("address"), on_difference="keep")


def plan_case(turn: Turn) -> None:
    """A body presented what it does at an event; it need not be a member."""
    values = turn.values
    event = event_of(turn, values["event"])
    code = values["presented_by"]
    body: Any = turn.world.find(Organisation, code) or turn.body_named(code, "presented_by")
    if event is None or turn.result.failed:
        return
    if body is None:
        turn.result.note(WARNING, "unknown-body", "presented_by", name=code)
        turn.result.skipped = True
        return
    if body.is_invented and not turn.plan.is_invented:
        turn.result.fail("invented", "presented_by", code=code)
        return
    cases = _by_key(turn, "cases", CasePresentation, ("event", "organisation"))
    if _twice(turn, ("case", id(event), id(body))):
        return
    start = CasePresentation(event=event, organisation=body)
    case = cases.get((id(event), id(body))) or _start(turn, cases, (id(event), id(body)), start)
    turn.result.thing = case
    if turn.result.created:
        case.source, case.locator = turn.speak.source, turn.speak.locator
    turn.speak.says(case, "title", values.get("title"))


def _twice(turn: Turn, key: tuple[Any, ...]) -> bool:
    first = turn.memory.lines.setdefault(key, turn.result.row.number)
    if first != turn.result.row.number:
        turn.result.note(WARNING, "said-twice", row=first)
        turn.result.skipped = True
        return True
    return False


def _start(turn: Turn, table: dict[Any, Any], key: Any, thing: Any) -> Any:
    table[key] = thing
    turn.create(thing, findable=False)
    return thing


def _by_key(turn: Turn, name: str, model: Any, attributes: tuple[str, ...]) -> dict[Any, Any]:
    """The rows of a model by these attributes, the world's own events and bodies standing for themselves."""
    if name not in turn.memory.found:
        events = {event.pk: event for event, _ in _events(turn).values() if event.pk}
        bodies = {row.pk: row for row in turn.world.table(Organisation).values()}
        turn.memory.found[name] = {
            tuple(_stand(row, attribute, events, bodies) for attribute in attributes): row
            for row in model.objects.all()
            if row.event_id in events
        }
    return turn.memory.found[name]


def _stand(row: Any, attribute: str, events: dict[int, Any], bodies: dict[int, Any]) -> Any:
    if attribute == "event":
        return id(events[row.event_id])
    if attribute == "organisation":
        return id(bodies.get(row.organisation_id, row))
    return getattr(row, attribute)
