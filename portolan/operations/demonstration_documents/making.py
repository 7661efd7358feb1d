"""Making the demonstration's documents and writing them."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.db import transaction
from django.utils import timezone

from portolan.accounts.models import User
from portolan.documents.domain.documents import create_document
from portolan.documents.domain.pictures import note_pictures
from portolan.documents.domain.templates import current_template
from portolan.documents.domain.translation import mark_done
from portolan.documents.domain.writing import save_text
from portolan.documents.enums import Origin
from portolan.documents.models import Document, Section
from portolan.network.enums import CITY_BODIES, Component
from portolan.network.models import Organisation
from portolan.operations.demonstration_documents.blocks import Hand, section_html
from portolan.operations.demonstration_documents.dataset import documents_folder, read_dataset, read_toml
from portolan.operations.demonstration_documents.pictures import drawn
from portolan.operations.demonstration_documents.plans import COMPLETE, PLANS, Plan
from portolan.operations.demonstration_documents.wording import paragraphs
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Record

# The work began so long before the first start, and was published so long before it.
BEGAN, ENDED = dt.timedelta(days=80), dt.timedelta(days=10)


def make_documents() -> int:
    """Make the documents that are missing, without texts; how many were. They are drafts in the language French."""
    record = Record.objects.filter(kind=RecordKind.DEMONSTRATION).first()
    if record is None:
        return 0
    cities = _cities(record)
    known = set(Document.objects.filter(record=record).values_list("slug", flat=True))
    missing = [plan for plan in (*PLANS, COMPLETE) if plan.slug not in known]
    at = timezone.now() - BEGAN
    with transaction.atomic():
        for plan in missing:
            create_document(
                kind=plan.kind,
                title=plan.title,
                source_language="fr",
                languages=plan.languages,
                record=record,
                by=None,
                at=at,
                template=current_template(plan.kind, plan.template or None),
                city=cities[plan.city],
                component=Component.KNOWLEDGE,
                slug=plan.slug,
                due_on=(at + BEGAN).date() + dt.timedelta(days=21),
            )
    return len(missing)


def _cities(record: Record) -> dict[str, Organisation]:
    """The invented cities by the slugs of their places."""
    rows = Organisation.objects.filter(record=record, kind__in=CITY_BODIES, place__isnull=False).select_related("place")
    return {row.place.slug: row for row in rows}


def write_short(document: Document, plan: Plan, *, by: User, at: dt.datetime) -> None:
    """The short text of each section there is one for, in all languages of the document."""
    texts = read_toml("short.toml")[plan.kind]
    for section in document.sections.order_by("position"):
        if section.key not in texts:
            continue
        for language in plan.languages:
            words = texts[section.key][language].replace("{city}", str(document.city.place.name.get(language)))
            _save(section, language, paragraphs(words, {}), by=by, at=at)


def write_complete(document: Document, *, by: User, at: dt.datetime) -> None:
    """The whole profile, from the data set and the files in `profile/`."""
    data = read_dataset()
    cities = _cities(document.record)
    links = {slug: f"{city._meta.label_lower}:{city.pk}" for slug, city in cities.items()}
    draw = cache(lambda name: drawn(name, data, at=at))
    folder = documents_folder() / "profile"
    for section in document.sections.order_by("position"):
        if not (folder / f"{section.key}.toml").exists():
            continue
        blocks = read_toml("profile", f"{section.key}.toml")["block"]
        for language in document.languages:
            hand = Hand(data, language, links, draw, data.of_city(language))
            _save(section, language, section_html(blocks, hand), by=by, at=at)


def _save(section: Section, language: str, html: str, *, by: User, at: dt.datetime) -> None:
    # The drawings are nobody's: their place in the document is noted for its writer, who brought none.
    note_pictures(section.document, html, by=None)
    save_text(section, language, html=html, base=None, origin=Origin.BUILT, by=by, at=at)
    if language != section.document.source_language:
        mark_done(section, language, by=by, at=at)
