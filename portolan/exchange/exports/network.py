"""The present network as a workbook of the same form: read back in, it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.exchange.domain.columns import Type
from portolan.exchange.domain.format import SHEETS, VERSION
from portolan.exchange.exports.template import columns_of
from portolan.exchange.exports.workbook import SafeWorkbook
from portolan.kernel.languages import current_language
from portolan.kernel.texts import Text
from portolan.meetings.enums import HostRole
from portolan.meetings.models import Attendance, Meeting
from portolan.network.models import Membership, Organisation, Person, Phase, Place, Programme
from portolan.provenance.models import Source
from portolan.results.models import FigureEdition, KeyFigure
from portolan.vocabulary.models import Term, Theme

Values = dict[str, Any]
Rows = Callable[[Any], Iterator[Values]]


def network_workbook(*, user: Any) -> bytes:
    """What this reader may see of the real network; people only for those who may read them."""
    book = SafeWorkbook()
    book.add(
        "about",
        ("key", "value"),
        [("template", VERSION), ("record", "desk"), ("kind", "desk"), ("language", current_language())],
    )
    for sheet in SHEETS[1:]:
        rows = _SHEETS.get(sheet.name)
        if rows is None:
            continue
        columns = columns_of(sheet)
        lines = [[_cell(values, name, column.name, column.type) for name, column in columns] for values in rows(user)]
        if lines:
            book.add(sheet.name, [name for name, _column in columns], lines)
    return book.content()


def _cell(values: Values, name: str, column: str, kind: Type) -> str:
    if column == "labels":
        return _labels(values)
    value = values.get(column)
    if kind == Type.TEXTS:
        return value.get(name[len(column) + 1 :]) if isinstance(value, Text) else ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def _labels(values: Values) -> str:
    """Whose wording it is, where all texts of the row agree; otherwise nothing is said."""
    texts = [value for value in values.values() if isinstance(value, Text) and value]
    said = [{(code, text.status.get(code, "")) for code in text.texts} for text in texts]
    if not said or any(one != said[0] for one in said) or any(not label for _code, label in said[0]):
        return ""
    return " ".join(f"{code}:{label}" for code, label in sorted(said[0]))


def _take(row: models.Model, *names: str, **more: Any) -> Values:
    return {**{name: getattr(row, name) for name in names}, **more}


def _sources(user: Any) -> Iterator[Values]:
    for row in Source.objects.exclude(record__kind="demonstration"):
        names = ("code", "title", "publisher", "kind", "address", "edition", "published", "retrieved")
        yield _take(row, *names, "language", "licence", "note")


def _programmes(user: Any) -> Iterator[Values]:
    for row in Programme.objects.real():
        social = " | ".join(f"{label}:{address}" for label, address in row.social.items())
        names = ("name", "short_name", "summary", "email", "website")
        yield _take(row, *names, code=row.slug, social=social)


def _phases(user: Any) -> Iterator[Values]:
    for row in Phase.objects.real().select_related("programme"):
        names = ("code", "number", "name", "start", "end", "budget", "currency", "note")
        yield _take(row, *names, programme=row.programme.slug, current=row.is_current)


def _aliases(names: Any) -> str:
    return " | ".join(
        f"{row.language}:{row.name}" if row.language else row.name for row in names if "|" not in row.name
    )


def _places(user: Any) -> Iterator[Values]:
    for row in Place.objects.real().visible_to(user).prefetch_related("names"):
        names = ("geonames", "kind", "name", "country", "region", "zone", "latitude", "longitude")
        labels = ("label_side", "label_dy", "label_rank")
        yield _take(row, *names, *labels, code=row.slug, aliases=_aliases(row.names.all()))


def _organisations(user: Any) -> Iterator[Values]:
    rows = Organisation.objects.real().standing().visible_to(user)
    for row in rows.select_related("place", "parent").prefetch_related("names"):
        place, parent = row.place.slug if row.place else "", row.parent.slug if row.parent else ""
        aliases = _aliases(row.names.all())
        names = ("kind", "name", "acronym", "website")
        yield _take(row, *names, code=row.slug, aliases=aliases, place=place, parent=parent)


def _members(user: Any) -> Iterator[Values]:
    for row in Membership.objects.real().visible_to(user).select_related("organisation", "phase"):
        names = ("role", "field", "start", "end")
        yield _take(row, *names, organisation=row.organisation.slug, phase=row.phase.code)


def _terms(user: Any) -> Iterator[Values]:
    for row in Term.objects.real():
        yield _take(row, "scheme", "code", "position", "label", "note")
    for theme in Theme.objects.real():
        yield _take(theme, "code", "label", "note", scheme="theme")


def _events(user: Any) -> Iterator[Values]:
    rows = Meeting.objects.real().visible_to(user).select_related("venue", "phase", "event")
    for row in rows.prefetch_related("titles", "hosts__organisation", "event__themes"):
        hosts: dict[HostRole, list[str]] = {HostRole(host.role): [] for host in row.hosts.all()}
        for host in row.hosts.all():
            hosts[HostRole(host.role)].append(host.organisation.slug)
        event = getattr(row, "event", None)
        yield _take(
            row,
            *("kind", "title", "summary", "start", "end", "mode", "scope"),
            line=event.number if event else None,
            code=row.slug,
            other_titles=" | ".join(
                f"{one.language}:{one.title}" if one.language else one.title for one in row.titles.all()
            ),
            host=next(iter(hosts.get(HostRole.HOST, [])), ""),
            cohosts=" | ".join(hosts.get(HostRole.CO_HOST, [])),
            venue=row.venue.slug if row.venue else "",
            phase=row.phase.code if row.phase else "",
            themes=" | ".join(theme.code for theme in event.themes.all()) if event else "",
            participants_declared=row.declared_participants,
        )


def _of_event(model: Any, user: Any) -> Any:
    events = PeerLearningEvent.objects.real().visible_to(user)
    return model.objects.filter(event__in=events).select_related("event__meeting")


def _products(user: Any) -> Iterator[Values]:
    for row in _of_event(Product, user):
        yield _take(row, "kind", "language", "title", "address", event=row.event.meeting.slug)


def _cases(user: Any) -> Iterator[Values]:
    for row in _of_event(CasePresentation, user).select_related("event__meeting", "organisation"):
        yield _take(row, "title", event=row.event.meeting.slug, presented_by=row.organisation.slug)


def _people(user: Any) -> Iterator[Values]:
    if not can(user, Permission.PEOPLE_READ):
        return
    people = Person.objects.real().standing().visible_to(user).prefetch_related("affiliations__organisation")
    for row in people:
        own = next(iter(row.affiliations.all()), None)
        more: Values = {}
        if own is not None:
            more = _take(own, "function", "start", "end", organisation=own.organisation.slug)
        names = ("given_name", "family_name", "email", "language", "sex")
        yield _take(row, *names, code=f"person-{row.pk}", **more)


def _participations(user: Any) -> Iterator[Values]:
    rows = Attendance.objects.real().visible_to(user).select_related("meeting", "organisation")
    people = Person.objects.real().standing()
    for row in rows.filter(person__in=people) if can(user, Permission.PEOPLE_READ) else ():
        body = row.organisation.slug if row.organisation else ""
        yield _take(
            row, "capacity", "days", event=row.meeting.slug, person=f"person-{row.person_id}", organisation=body
        )


def _figures(user: Any) -> Iterator[Values]:
    for row in KeyFigure.objects.real().select_related("place", "source"):
        names = ("code", "kind", "what", "value", "operator", "unit", "display", "population", "definition")
        place = row.place.slug if row.place else ""
        yield _take(row, *names, "reference", "note", "locator", place=place, source=row.source.code)


def _editions(user: Any) -> Iterator[Values]:
    for row in FigureEdition.objects.filter(figure__in=KeyFigure.objects.real()).select_related("figure", "source"):
        names = ("role", "value", "operator", "unit", "wording", "population", "reference", "locator")
        yield _take(row, *names, figure=row.figure.code, source=row.source.code)


_SHEETS: dict[str, Rows] = {
    "sources": _sources,
    "programmes": _programmes,
    "phases": _phases,
    "places": _places,
    "organisations": _organisations,
    "members": _members,
    "terms": _terms,
    "events": _events,
    "products": _products,
    "cases": _cases,
    "people": _people,
    "participations": _participations,
    "figures": _figures,
    "editions": _editions,
}
