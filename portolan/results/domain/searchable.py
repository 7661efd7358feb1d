"""What can be found by search, in which words, and by whom: every kind of the network's things joins here.

`results` sees them all; `search` itself knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Prefetch

from portolan.dialogue.models import CasePresentation, PeerLearningEvent
from portolan.kernel.texts import Text
from portolan.meetings.models import Meeting, MeetingHost
from portolan.network.models import Organisation, Person, Place
from portolan.results.models import KeyFigure
from portolan.search.registry import Document, register_dependents, register_facet, register_kind
from portolan.vocabulary.models import GlossaryTerm, Node, Theme

# Kinds in the order they answer in: what readers look for first.
PLACE, MEETING, ORGANISATION, THEME, FIGURE, GLOSSARY, NODE, PERSON = range(1, 9)


def join_search() -> None:
    """Let the network's things be found. Called once all apps are loaded."""
    register_kind(Place, rank=PLACE, rows=_places, document=place, visible=Place.objects.visible_to)
    register_kind(Meeting, rank=MEETING, rows=_meetings, document=meeting, visible=Meeting.objects.visible_to)
    register_kind(
        Organisation,
        rank=ORGANISATION,
        rows=_organisations,
        document=organisation,
        visible=Organisation.objects.visible_to,
    )
    register_kind(Person, rank=PERSON, rows=_people, document=person, visible=Person.objects.visible_to)
    register_kind(
        Theme, rank=THEME, rows=Theme.objects.select_related("record").all, document=theme, visible=_all_of(Theme)
    )
    register_kind(KeyFigure, rank=FIGURE, rows=_figures, document=figure, visible=_all_of(KeyFigure))
    register_kind(
        GlossaryTerm, rank=GLOSSARY, rows=GlossaryTerm.objects.all, document=term, visible=_all_of(GlossaryTerm)
    )
    register_kind(Node, rank=NODE, rows=_nodes, document=node, visible=_all_of(Node))
    register_facet("city", Place)
    register_facet("theme", Theme)
    register_dependents(Organisation, "meetings", _meetings_of_bodies)
    register_dependents(PeerLearningEvent, "meetings", _meetings_of_events)
    register_dependents(Place, "meetings", _meetings_in)
    register_dependents(Place, "bodies", _bodies_in)


def _all_of(model: type[models.Model]) -> Callable[[Any], models.QuerySet]:
    """Everything of a kind is public."""
    return lambda user: model._default_manager.all()


def _meetings_of_bodies(pks: Sequence[int]) -> models.QuerySet:
    """The meetings bodies invite to or present a case at."""
    found = MeetingHost.objects.filter(organisation__in=pks).values("meeting")
    cases = CasePresentation.objects.filter(organisation__in=pks).values("event__meeting")
    return Meeting.objects.filter(models.Q(pk__in=found) | models.Q(pk__in=cases))


def _meetings_of_events(pks: Sequence[int]) -> models.QuerySet:
    return Meeting.objects.filter(event__in=pks)


def _meetings_in(pks: Sequence[int]) -> models.QuerySet:
    """The meetings at places, or of bodies there."""
    hosts = MeetingHost.objects.filter(organisation__place__in=pks).values("meeting")
    return Meeting.objects.filter(models.Q(venue__in=pks) | models.Q(pk__in=hosts))


def _bodies_in(pks: Sequence[int]) -> models.QuerySet:
    return Organisation.objects.filter(place__in=pks)


def _places() -> models.QuerySet:
    return Place.objects.select_related("record").prefetch_related("names")


def place(row: Place) -> Document:
    """A place by all its names in all languages; it is its own city."""
    return Document(
        row.name,
        row.slug,
        names=[name.name for name in row.names.all()],
        facets={"city": [row.slug]},
        is_invented=row.is_invented,
    )


def _organisations() -> models.QuerySet:
    return Organisation.objects.standing().select_related("record", "place").prefetch_related("names")


def organisation(row: Organisation) -> Document:
    """A body by its names and acronyms."""
    return Document(
        row.name,
        row.slug,
        names=[name.name for name in row.names.all()],
        texts=[row.place.name] if row.place else [],
        facets={"city": _slugs([row.place])},
        is_invented=row.is_invented,
    )


def _people() -> models.QuerySet:
    return Person.objects.standing().select_related("record").prefetch_related("affiliations__organisation__place")


def person(row: Person) -> Document:
    """A person by name, function and body. No address, no telephone: a question about one finds nobody."""
    bodies = [affiliation.organisation for affiliation in row.affiliations.all()]
    words = [text for affiliation in row.affiliations.all() for text in affiliation.function.values()]
    words += [text for body in bodies for text in body.name.values()]
    return Document(
        row.full_name,
        texts=[" · ".join(dict.fromkeys(words))],
        facets={"city": _slugs(body.place for body in bodies)},
        is_invented=row.is_invented,
    )


def _meetings() -> models.QuerySet:
    events = PeerLearningEvent.objects.prefetch_related("themes", "products", "cases__organisation__place")
    return Meeting.objects.select_related("record", "venue").prefetch_related(
        Prefetch("event", queryset=events), "titles", "hosts__organisation__place"
    )


def meeting(row: Meeting) -> Document:
    """A meeting by its titles, hosts, themes, documents and cases."""
    event = getattr(row, "event", None)
    hosts = [host.organisation for host in row.hosts.all()]
    places = [row.venue, *(body.place for body in hosts)]
    themes = list(event.themes.all()) if event else []
    return Document(
        row.title,
        # Other meetings than events have no page of their own.
        row.slug if event else "",
        names=[title.title for title in row.titles.all()],
        texts=[
            row.summary,
            *(body.name for body in hosts),
            *(where.name for where in _once(places)),
            *(each.label for each in themes),
            *(_left_by(event) if event else ()),
        ],
        date=row.start,
        facets={"city": _slugs(places), "theme": [each.code for each in themes]},
        is_invented=row.is_invented,
    )


def _left_by(event: PeerLearningEvent) -> Iterable[Text | str]:
    """The words of what an event left: cases presented and documents."""
    yield from (case.title or case.organisation.name for case in event.cases.all())
    yield from (product.title for product in event.products.all() if product.title)


def _figures() -> models.QuerySet:
    return KeyFigure.objects.select_related("record", "place", "source").prefetch_related("editions")


def figure(row: KeyFigure) -> Document:
    """A figure by what it says, of whom, and its editions."""
    return Document(
        row.what,
        row.code,
        texts=[
            row.display,
            row.population,
            row.definition,
            row.note,
            *(edition.wording for edition in row.editions.all()),
        ],
        facets={"city": _slugs([row.place])},
        is_invented=row.is_invented,
    )


def theme(row: Theme) -> Document:
    """A theme by its label."""
    return Document(row.label, row.code, texts=[row.note], facets={"theme": [row.code]}, is_invented=row.is_invented)


def _nodes() -> models.QuerySet:
    return Node.objects.select_related("framework")


def node(row: Node) -> Document:
    """A framework objective by its code, label and framework; its address is that of the framework."""
    return Document(
        row.label, row.framework.code, names=[row.code, row.framework.symbol], texts=[row.framework.name, row.note]
    )


def term(row: GlossaryTerm) -> Document:
    """A term of the glossary in all its languages: whoever knows one finds the others."""
    return Document(row.label, row.code, names=list(row.label.values()), texts=[row.note])


def _once(places: Iterable[Place | None]) -> list[Place]:
    return list(dict.fromkeys(place for place in places if place))


def _slugs(places: Iterable[Place | None]) -> list[str]:
    return [place.slug for place in _once(places)]
