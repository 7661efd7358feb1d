"""Documents: many short ones of every kind and language, most of them published, and one very long one."""

from __future__ import annotations

import datetime as dt
from random import Random

from portolan.accounts.models import User
from portolan.documents.domain.templates import load_templates
from portolan.documents.enums import DocumentKind, SectionFamily, Stage
from portolan.documents.models import Document, DocumentTemplate, Section
from portolan.kernel.texts import Text
from portolan.network.enums import Component
from portolan.network.models import Organisation
from portolan.operations.large import names
from portolan.operations.large.profile import make_profile
from portolan.operations.large.texts import BATCH, Frozen, publish_rows, revisions_of
from portolan.provenance.models import Record

LANGUAGES = ("fr", "en", "ar")
# Every third exists in all languages; of ten, nine are published.
IN_ALL, IN_WORK = 3, 10
MINUTES = 500
HEADINGS = (
    ("situation", Text.of("fr", fr="La situation", en="The situation", ar="الوضع")),
    ("practice", Text.of("fr", fr="La pratique", en="The practice", ar="الممارسة")),
)
SAID = {
    "fr": "<p>{0}, {1} : le port accueille les équipages, et la ville tient un registre depuis {2}.</p>",
    "en": "<p>{0}, {1}: the port welcomes crews, and the city has kept a register since {2}.</p>",
    "ar": "<p>{0}، {1}: يستقبل الميناء الطواقم وتمسك المدينة سجلا منذ {2}.</p>",
}


def make_documents(
    record: Record, number: int, cities: list[Organisation], chance: Random, *, by: User, at: dt.datetime
) -> list[Document]:
    """Documents of cities, some of which have many; the last of them is the long profile."""
    load_templates()
    templates = {row.code: row for row in DocumentTemplate.objects.all()}
    kinds = [templates[kind] for kind in DocumentKind.values]
    plans = [_document(record, one, kinds, cities, chance, at) for one in range(number - 1)]
    documents = Document.objects.bulk_create(plans, batch_size=BATCH)
    rows = Section.objects.bulk_create(
        (_section(document, place) for document in documents for place in range(len(HEADINGS))), batch_size=BATCH
    )
    texts = [
        (section, language, _text(section, language, place))
        for place, section in enumerate(rows)
        for language in section.document.languages
    ]
    revisions = {(row.section_id, row.language): row for row in revisions_of(texts, by=by, at=at)}
    each = [Frozen(document, rows[2 * place : 2 * place + 2]) for place, document in enumerate(documents)]
    publish_rows([one for one in each if one.document.stage == Stage.PUBLISHED], revisions)
    return [*documents, make_profile(record, cities[0], by=by, at=at, chance=chance)]


def _document(
    record: Record,
    number: int,
    kinds: list[DocumentTemplate],
    cities: list[Organisation],
    chance: Random,
    at: dt.datetime,
) -> Document:
    template, theme = kinds[number % len(kinds)], chance.randrange(len(names.THEMES))
    city = int(len(cities) * chance.random() ** 2)
    since = at - dt.timedelta(minutes=MINUTES * number)
    source = LANGUAGES[number % len(LANGUAGES)]
    title = names.event_title(theme, city, since.year)
    return Document(
        record=record,
        slug=f"document-{number}",
        kind=template.kind,
        template=template,
        title=Text(source, dict(title.texts)),
        source_language=source,
        languages=[source, *(code for code in LANGUAGES if code != source)] if number % IN_ALL == 0 else [source],
        city=cities[city],
        component=Component.KNOWLEDGE,
        stage=Stage.DRAFT if number % IN_WORK == 0 else Stage.PUBLISHED,
        stage_since=since,
        made_at=since,
    )


def _section(document: Document, place: int) -> Section:
    key, heading = HEADINGS[place]
    heading = Text(document.source_language, dict(heading.texts))
    return Section(document=document, key=key, position=place + 1, family=SectionFamily.OTHER, heading=heading)


def _text(section: Section, language: str, place: int) -> str:
    document = section.document
    assert document.city is not None  # noqa: S101  each has one
    heading, city = section.heading.pick(language).text, document.city.name.pick(language).text
    return SAID[language].format(heading, city, 1900 + place % 100)
