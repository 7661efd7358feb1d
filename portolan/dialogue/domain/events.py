"""Writing peer-learning events: made, changed, moved; their documents and cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.dialogue.models import CasePresentation, FormerAddress, PeerLearningEvent, Product
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.meetings.domain.meetings import create_meeting, edit_meeting, free_slug, require_one_record
from portolan.meetings.enums import MeetingKind
from portolan.network.models import Organisation
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.models import Record, Source
from portolan.search.domain.entries import refresh
from portolan.vocabulary.models import Theme


def create_event(
    *,
    by: User | None,
    record: Record,
    title: Text,
    number: int | None = None,
    themes: Iterable[Theme] = (),
    **meeting: Any,
) -> PeerLearningEvent:
    """Make an event and its meeting. Raises DomainError for a number taken, or as `create_meeting` does."""
    _require_free_number(number, record)
    with transaction.atomic():
        held = create_meeting(by=by, record=record, title=title, kind=MeetingKind.PEER_LEARNING, **meeting)
        event = PeerLearningEvent.objects.create(meeting=held, number=number)
        _set_themes(event, list(themes))
        audit.record("event.created", event, by=by)
        refresh(event)
    return event


def edit_event(
    event: PeerLearningEvent,
    *,
    by: User | None,
    number: int | None,
    themes: Iterable[Theme],
    **meeting: Any,
) -> PeerLearningEvent:
    """Change an event and its meeting together. Raises DomainError for a number taken, or as `edit_meeting` does."""
    if number != event.number:
        _require_free_number(number, event.meeting.record)
    wanted = list(themes)
    with transaction.atomic():
        edit_meeting(event.meeting, by=by, **meeting)
        before = [event.number, sorted(theme.code for theme in event.themes.all())]
        after = [number, sorted(theme.code for theme in wanted)]
        if before != after:
            event.number = number
            event.save(update_fields=["number"])
            _set_themes(event, wanted)
            audit.record("event.edited", event, by=by, changes={"number and themes": [before, after]})
            public_changed()
        refresh(event)
    return event


def move_event(event: PeerLearningEvent, *, by: User | None, address: str) -> str:
    """Give the event's page another address; the old one leads there for good. The new address is returned."""
    meeting, old = event.meeting, event.meeting.slug
    new = free_slug(address, but=meeting)
    if new == old:
        return old
    with transaction.atomic():
        FormerAddress.objects.filter(slug=new).delete()
        FormerAddress.objects.update_or_create(slug=old, defaults={"event": event})
        meeting.slug = new
        meeting.save(update_fields=["slug"])
        audit.record("event.moved", event, by=by, changes={"address": [old, new]})
        public_changed()
        refresh(event)
    return new


def add_product(
    event: PeerLearningEvent,
    *,
    by: User | None,
    kind: str,
    language: str,
    title: str = "",
    address: str = "",
    source: Source | None = None,
) -> Product:
    """Add a document in one language. Raises DomainError when it is on record already."""
    if event.products.filter(kind=kind, language=language, title=title).exists():
        raise DomainError(_("This document is on record already."), code="product-twice", field="kind")
    with transaction.atomic():
        product = event.products.create(kind=kind, language=language, title=title, address=address, source=source)
        audit.record("event.document-added", event, by=by, changes={"document": [None, f"{kind} {language} {title}"]})
        public_changed()
        refresh(event)
    return product


def remove_product(product: Product, *, by: User | None) -> None:
    """Take a document off the record."""
    event, said = product.event, f"{product.kind} {product.language} {product.title}"
    with transaction.atomic():
        product.delete()
        audit.record("event.document-removed", event, by=by, changes={"document": [said, None]})
        public_changed()
        refresh(event)


def add_case(
    event: PeerLearningEvent,
    *,
    by: User | None,
    organisation: Organisation,
    title: Text | None = None,
    source: Source | None = None,
) -> CasePresentation:
    """Note that a body presented its case. Raises DomainError when noted already, or real and invented would mix."""
    require_one_record(event.meeting, organisation)
    if event.cases.filter(organisation=organisation).exists():
        raise DomainError(_("This case is on record already."), code="case-twice", field="organisation")
    with transaction.atomic():
        case = event.cases.create(organisation=organisation, title=title or Text(), source=source)
        audit.record("event.case-added", event, by=by, changes={"case": [None, str(organisation)]})
        public_changed()
        refresh(event)
    return case


def remove_case(case: CasePresentation, *, by: User | None) -> None:
    """Take a case off the record."""
    event, said = case.event, str(case.organisation)
    with transaction.atomic():
        case.delete()
        audit.record("event.case-removed", event, by=by, changes={"case": [said, None]})
        public_changed()
        refresh(event)


def _set_themes(event: PeerLearningEvent, themes: list[Theme]) -> None:
    for theme in themes:
        require_one_record(event.meeting, theme)
    event.themes.set(themes)


def _require_free_number(number: int | None, record: Record) -> None:
    """A number counts one event among the real ones, and one among the demonstration's."""
    if number is None:
        return
    others = PeerLearningEvent.objects.filter(number=number).select_related("meeting__record")
    if any(other.meeting.record.is_invented == record.is_invented for other in others):
        raise DomainError(_("Another event has this number."), code="number-taken", field="number")
