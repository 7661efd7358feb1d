"""The link tables of today: an event and its hosts, its documents, the cases presented there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.meetings.models import MeetingHost
from portolan.network.models import Place
from portolan.results.registry import LinkSource, Step


def _hosts_of_event(event: Any, user: Any) -> Iterable[Step]:
    """An event was invited by these bodies."""
    for host in event.meeting.hosts.all():
        body = host.organisation
        yield Step(
            link="hosts",
            kind=host.get_role_display(),
            thing=body.place if body.place and body.is_city_body else body,
            title=body.place.name if body.place and body.is_city_body else body.name,
            verb=pgettext_lazy("link of the thread", "invited to this event"),
            date=event.meeting.start,
            invented=event.meeting.is_invented,
        )


def _products_of_event(event: Any, user: Any) -> Iterable[Step]:
    """An event produced these documents: one step a kind, with the languages it exists in."""
    by_kind: dict[str, list[Product]] = {}
    for product in event.products.all():
        by_kind.setdefault(product.kind, []).append(product)
    for products in by_kind.values():
        first = products[0]
        yield Step(
            link="products",
            kind=first.get_kind_display(),
            thing=first,
            title=next((product.title for product in products if product.title), ""),
            verb=pgettext_lazy("link of the thread", "came of this event"),
            date=event.meeting.start,
            detail=tuple((product.language, product.address) for product in products),
            invented=event.meeting.is_invented,
        )


def _cases_of_event(event: Any, user: Any) -> Iterable[Step]:
    """These bodies presented a case at an event."""
    for case in event.cases.all():
        body = case.organisation
        yield Step(
            link="cases",
            kind=_("case presentation"),
            thing=body.place if body.place and body.is_city_body else body,
            title=body.place.name if body.place and body.is_city_body else body.name,
            verb=pgettext_lazy("link of the thread", "presented its case at this event"),
            date=event.meeting.start,
            detail=case.title,
            invented=event.meeting.is_invented or body.is_invented,
        )


def _events_of_city(place: Any, user: Any) -> Iterable[Step]:
    """A city's bodies hosted these events, which left documents."""
    hosting = MeetingHost.objects.filter(organisation__place=place)
    events = PeerLearningEvent.objects.visible_to(user).filter(meeting__in=hosting.values("meeting"))
    read = events.select_related("meeting__record").defer("meeting__summary", "meeting__record__title")
    products = Prefetch("products", Product.objects.order_by("kind", "language", "pk"))
    for event in read.prefetch_related(products, "meeting__titles"):
        yield Step(
            link="hosts",
            kind=_("peer-learning event"),
            thing=event,
            title=event.meeting.title,
            verb=pgettext_lazy("link of the thread", "hosted by this city"),
            date=event.meeting.start,
            detail=_kinds(event.products.all()),
            invented=event.meeting.is_invented,
        )


def _kinds(products: Iterable[Product]) -> tuple[Any, ...]:
    """The names of their kinds, each once."""
    return tuple(ProductKind(kind).label for kind in dict.fromkeys(product.kind for product in products))


def _cases_of_city(place: Any, user: Any) -> Iterable[Step]:
    """A city's bodies presented cases at these events."""
    events = PeerLearningEvent.objects.visible_to(user)
    cases = CasePresentation.objects.filter(organisation__place=place, event__in=events)
    read = cases.select_related("event__meeting__record").defer(
        "event__meeting__summary", "event__meeting__record__title"
    )
    for case in read:
        meeting = case.event.meeting
        yield Step(
            link="cases",
            kind=_("case presentation"),
            thing=case.event,
            title=meeting.title,
            verb=pgettext_lazy("link of the thread", "heard the case of this city"),
            date=meeting.start,
            detail=case.title,
            invented=meeting.is_invented,
        )


SOURCES = (
    LinkSource("hosts", PeerLearningEvent, 1, _hosts_of_event),
    LinkSource("cases", PeerLearningEvent, 2, _cases_of_event),
    LinkSource("products", PeerLearningEvent, 3, _products_of_event),
    LinkSource("hosts", Place, 1, _events_of_city),
    LinkSource("cases", Place, 2, _cases_of_city),
)
