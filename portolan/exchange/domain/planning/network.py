"""Sources, programmes, phases, places, organisations and members."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portolan.exchange.domain.planning.row import Turn
from portolan.exchange.domain.wording import INFO, WARNING
from portolan.network.domain.names import known_names, sort_keys
from portolan.network.enums import ASSOCIATION_BODIES, CITY_BODIES, MemberRole
from portolan.network.models import (
    Membership,
    Organisation,
    OrganisationName,
    Phase,
    Place,
    PlaceName,
    Programme,
)
from portolan.provenance.models import Source

_COORDINATE = Decimal("0.00001")
_SAME_SPOT = Decimal("0.5")  # degrees: two cities of one name and country farther apart are two


def plan_source(turn: Turn) -> None:
    """A source: its code is the key."""
    values = turn.values
    source = turn.find_or_start(Source, values["code"])
    if source is None:
        return
    if turn.creating:
        source.kind = values.get("kind") or "document"
        source.title = values["title"]
        turn.create(source)
    for name in ("title", "publisher", "kind", "address", "edition", "published", "retrieved"):
        turn.speak.says(source, name, values.get(name), on_difference="keep")
    for name in ("language", "licence", "note"):
        turn.speak.says(source, name, values.get(name), on_difference="keep")


def plan_programme(turn: Turn) -> None:
    """A programme; the first real one becomes the one the site shows."""
    values = turn.values
    programme = turn.find_or_start(Programme, values["code"])
    if programme is None:
        return
    if turn.creating:
        if not turn.needs("name"):
            return
        programme.name = values["name"]
        shown = [row for row in turn.world.table(Programme).values() if row.is_home]  # type: ignore[attr-defined]
        programme.is_home = not shown and not turn.plan.is_invented
        turn.create(programme)
    turn.speak.says(programme, "name", values.get("name"))
    turn.speak.says(programme, "short_name", values.get("short_name") or values.get("acronym"), on_difference="keep")
    turn.speak.says(programme, "summary", values.get("summary"))
    for name in ("email", "website"):
        turn.speak.says(programme, name, values.get(name), on_difference="keep")
    social = dict(part.split(":", 1) for part in _parts(values.get("social", "")) if ":" in part)
    turn.speak.says(programme, "social", social, on_difference="keep")


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def plan_phase(turn: Turn) -> None:
    """A phase of a programme; a budget comes with its currency."""
    values = turn.values
    programme = turn.refer(Programme, values["programme"], "programme")
    budget, currency = values.get("budget"), values.get("currency", "")
    if (budget is None) != (not currency):
        turn.result.fail("needs", "currency" if budget is not None else "budget", column="budget, currency")
    if budget is not None and budget < 0:
        turn.result.fail("out-of-range", "budget", text=str(budget))
    phase = turn.find_or_start(Phase, values["code"])
    if phase is None or programme is None:
        return
    if turn.creating:
        if not turn.needs("name", "number"):
            return
        phase.programme, phase.name, phase.number = programme, values["name"], values["number"]
        turn.create(phase)
    turn.speak.says(phase, "name", values.get("name"))
    turn.speak.says(phase, "period", turn.values["period"])
    turn.speak.says(phase, "current", values.get("current"))
    turn.speak.says(phase, "budget", budget.quantize(Decimal("0.01")) if budget is not None else None)
    turn.speak.says(phase, "currency", currency)
    turn.speak.says(phase, "note", values.get("note"))


def plan_place(turn: Turn) -> None:
    """A place: the same by code, by GeoNames number, or by any name in the same country and at about the same spot."""
    values = turn.values
    for name in ("latitude", "longitude"):
        if values.get(name) is not None:
            values[name] = values[name].quantize(_COORDINATE)
    _check_spot(turn)
    known = _recognise_place(turn)
    place = turn.find_or_start(Place, values["code"], known=known)
    if place is None:
        return
    if turn.creating:
        if not turn.needs("name", "region", "zone", "latitude", "longitude"):
            return
        place.name, place.region, place.zone = values["name"], values["region"], values["zone"]
        place.latitude, place.longitude = values["latitude"], values["longitude"]
        place.kind = values.get("kind") or "city"
        place.sort_keys = sort_keys(place.name)
        # Without these the table's own defaults would count as said, and be kept against the source.
        for name in ("label_side", "label_dy", "label_rank"):
            if values.get(name) is not None:
                setattr(place, name, values[name])
        turn.create(place)
    for name in ("geonames", "kind", "country"):
        turn.speak.says(place, name, values.get(name))
    for name in ("region", "zone", "latitude", "longitude", "label_side", "label_dy", "label_rank"):
        turn.speak.says(place, name, values.get(name), on_difference="keep")
    _name(turn, place, values)


def _check_spot(turn: Turn) -> None:
    for name, limit in (("latitude", 90), ("longitude", 180)):
        value = turn.values.get(name)
        if value is not None and abs(value) > limit:
            turn.result.fail("out-of-range", name, text=str(value))


def _recognise_place(turn: Turn) -> Place | None:
    """A known place under another code; a namesake elsewhere is only shown as a likely duplicate."""
    values = turn.values
    if turn.world.find(Place, values["code"]) is not None:
        return None
    if values.get("geonames"):
        for place in turn.world.table(Place).values():
            if place.geonames == values["geonames"]:  # type: ignore[attr-defined]
                turn.result.note(INFO, "matched-by", "geonames", name=str(place), how="geonames")
                return place  # type: ignore[return-value]
    for place in _namesakes(turn, Place, values):
        same_kind = place.kind == (values.get("kind") or "city")
        same_country = place.country == values.get("country", "")
        if same_kind and same_country and _near(place, values):
            turn.result.note(INFO, "matched-by", "name", name=str(place), how="name")
            return place
        if same_kind:
            turn.suggest(place, ["same-name", *(["same-country"] if same_country else [])])
    return turn.chosen(Place)  # type: ignore[return-value]


def _near(place: Place, values: dict[str, Any]) -> bool:
    pairs = ((place.latitude, values.get("latitude")), (place.longitude, values.get("longitude")))
    return all(given is None or abs(Decimal(known) - given) <= _SAME_SPOT for known, given in pairs)


def _namesakes(turn: Turn, model: Any, values: dict[str, Any]) -> list[Any]:
    texts = [text for text in (values.get("name"), values.get("acronym")) if text]
    found: dict[int, Any] = {}
    for name, _language in known_names(*texts, aliases=_aliases(values)).values():
        for thing in turn.world.named(model, name):
            found.setdefault(id(thing), thing)
    return list(found.values())


def _aliases(values: dict[str, Any]) -> list[tuple[str, str]]:
    return values.get("aliases", [])


def _name(turn: Turn, thing: Place | Organisation, values: dict[str, Any]) -> None:
    """Names in further languages are added; a differing one is kept as an alias, so that it is found."""
    turn.speak.says(thing, "name", values.get("name"))
    if sort_keys(thing.name) != thing.sort_keys:
        turn.speak.plan_change(thing, "sort_keys", sort_keys(thing.name))
    texts = [text for text in (values.get("name"), values.get("acronym")) if text]
    owner = {"place": thing} if isinstance(thing, Place) else {"organisation": thing}
    model = PlaceName if isinstance(thing, Place) else OrganisationName
    limit = 200 if isinstance(thing, Place) else 300
    for key, (name, language) in known_names(*texts, aliases=_aliases(values)).items():
        if turn.world.add_name(thing, key[:limit], name[:limit], language):
            turn.plan.new[model].append(model(**owner, key=key[:limit], name=name[:limit], language=language))
            if not turn.result.created:
                turn.result.changes.setdefault("aliases", ["", ""])
                turn.result.changes["aliases"][1] = " | ".join(
                    [part for part in (turn.result.changes["aliases"][1], name) if part]
                )


def plan_organisation(turn: Turn) -> None:
    """An organisation: the same by code, or by name where kind and place agree; other namesakes are only shown."""
    values = turn.values
    place = turn.refer(Place, values.get("place", ""), "place")
    parent = turn.refer(Organisation, values.get("parent", ""), "parent")
    if turn.result.failed:
        return
    known = _recognise_organisation(turn, place)
    body = turn.find_or_start(Organisation, values["code"], known=known)
    if body is None:
        return
    if turn.creating:
        if not turn.needs("name", "kind"):
            return
        body.name, body.kind, body.sort_keys = values["name"], values["kind"], sort_keys(values["name"])
        turn.create(body)
    turn.speak.says(body, "kind", values.get("kind"))
    turn.speak.says(body, "acronym", values.get("acronym"))
    turn.speak.says(body, "place", place)
    turn.speak.says(body, "parent", parent if parent is not body else None)
    turn.speak.says(body, "website", values.get("website"), on_difference="keep")
    _name(turn, body, values)


def _recognise_organisation(turn: Turn, place: Any) -> Organisation | None:
    values = turn.values
    if turn.world.find(Organisation, values["code"]) is not None:
        return None
    for body in _namesakes(turn, Organisation, values):
        if body.kind == values.get("kind") and body.place == place:
            turn.result.note(INFO, "matched-by", "name", name=str(body), how="name")
            return body
        turn.suggest(body, ["same-name"])
    return turn.chosen(Organisation)  # type: ignore[return-value]


def plan_member(turn: Turn) -> None:
    """A line of a list of members: whom it names, as what; the line itself is kept as the source wrote it."""
    values = turn.values
    phase = turn.refer(Phase, values["phase"], "phase")
    body = _body_of_line(turn)
    if turn.result.failed or phase is None:
        return
    listed = values.get("listed_as", "")
    if body is None:
        turn.result.note(WARNING, "unknown-body", "listed_as", name=listed)
        turn.result.skipped = True
        turn.speak.states(phase, f"unnamed-{values['role']}-{turn.result.row.number}"[:60], listed)
        turn.result.changes.clear()
        return
    membership = _membership(turn, body, phase, _role(turn, body, listed))
    turn.speak.says(membership, "field", values.get("field"))
    turn.speak.says(membership, "period", turn.values["period"])
    turn.keep_line(membership)


def _body_of_line(turn: Turn) -> Organisation | None:
    code, listed = turn.values.get("organisation", ""), turn.values.get("listed_as", "")
    if code:
        return turn.refer(Organisation, code, "organisation")
    if not listed:
        turn.result.fail("nobody-named", "listed_as")
        return None
    return turn.body_named(listed, "listed_as")


def _role(turn: Turn, body: Organisation, listed: str) -> str:
    """`member` lets the kind of the organisation decide: a fund of municipalities is no city."""
    role = turn.values["role"]
    if role not in {"member", MemberRole.CITY}:
        return role
    if body.kind in CITY_BODIES:
        return MemberRole.CITY
    turn.result.note(WARNING, "not-a-city", "listed_as", name=listed or str(body))
    return MemberRole.ASSOCIATION if role == "member" or body.kind in ASSOCIATION_BODIES else role


def _membership(turn: Turn, body: Organisation, phase: Any, role: str) -> Membership:
    key = (id(body), id(phase), role)
    found = turn.memory.memberships(turn.world).get(key)
    seen = turn.memory.lines.setdefault(key, turn.result.row.number)
    if seen != turn.result.row.number:
        name = turn.values.get("listed_as") or str(body)
        turn.result.note(WARNING, "duplicate-line", "listed_as", name=name, row=seen)
    if found is None:
        found = Membership(record=turn.plan.record, organisation=body, phase=phase, role=role)
        found.source, found.locator = turn.speak.source, turn.speak.locator
        turn.memory.memberships(turn.world)[key] = found
        turn.create(found, findable=False)
    turn.result.thing = found
    return found
