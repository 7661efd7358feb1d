"""Where what a text links to has its page, and what it is called: kind by kind, all of a kind in one query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse

from portolan.dialogue.models import PeerLearningEvent
from portolan.documents.models import Document, Edition
from portolan.documents.registry import register_addressing
from portolan.network.models import Organisation, Place
from portolan.vocabulary.models import Theme

Found = Mapping[str, tuple[str, str]]


def _demonstration(path: str, invented: bool) -> str:
    return f"{path}?demonstration=1" if invented else path


def _places(ids: list[str]) -> Found:
    rows = Place.objects.select_related("record").filter(pk__in=ids)
    return {
        str(row.pk): (str(row.name), _demonstration(reverse("portal:city", args=[row.slug]), row.is_invented))
        for row in rows
    }


def _organisations(ids: list[str]) -> Found:
    rows = Organisation.objects.visible_to(AnonymousUser()).select_related("record").filter(pk__in=ids)
    return {
        str(row.pk): (str(row.name), _demonstration(reverse("portal:organisation", args=[row.slug]), row.is_invented))
        for row in rows
    }


def _meetings(ids: list[str]) -> Found:
    rows = PeerLearningEvent.objects.visible_to(AnonymousUser()).select_related("meeting__record")
    return {
        str(row.meeting_id): (
            str(row.meeting.title),
            _demonstration(reverse("portal:event", args=[row.meeting.slug]), row.meeting.is_invented),
        )
        for row in rows.filter(meeting__in=ids)
    }


def _themes(ids: list[str]) -> Found:
    rows = Theme.objects.filter(pk__in=ids)
    return {str(row.pk): (str(row.label), reverse("portal:theme", args=[row.code])) for row in rows}


def _documents(ids: list[str]) -> Found:
    """A document's page is that of its newest edition."""
    rows: QuerySet[Any] = Edition.objects.current().select_related("document__record").filter(document__in=ids)
    return {
        str(row.document_id): (
            str(row.title),
            _demonstration(reverse("portal:document", args=[row.document.slug]), row.document.is_invented),
        )
        for row in rows
    }


def _editions(ids: list[str]) -> Found:
    rows = Edition.objects.public().select_related("document__record").filter(pk__in=ids)
    return {
        str(row.pk): (
            str(row.title),
            _demonstration(reverse("portal:edition", args=[row.document.slug, row.number]), row.document.is_invented),
        )
        for row in rows
    }


_KINDS: tuple[tuple[Any, Callable[[list[str]], Found]], ...] = (
    (Place, _places),
    (Organisation, _organisations),
    (PeerLearningEvent._meta.get_field("meeting").related_model, _meetings),
    (Theme, _themes),
    (Document, _documents),
    (Edition, _editions),
)


def join() -> None:
    """Register them all."""
    for model, address_of in _KINDS:
        register_addressing(model._meta.label_lower, address_of)
