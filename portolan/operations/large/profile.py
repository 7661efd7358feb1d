"""One very long document: a city migration profile of 60 pages, published once, with 400 remarks on one section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from portolan.accounts.models import User
from portolan.documents.domain.templates import current_template
from portolan.documents.enums import Audience, DocumentKind
from portolan.documents.models import Document, Remark, Revision, Section
from portolan.documents.rules.anchors import take
from portolan.kernel.texts import Text
from portolan.network.enums import Component
from portolan.network.models import Organisation
from portolan.operations.large.texts import Frozen, publish_rows, revisions_of
from portolan.provenance.models import Record

SLUG = "long-profile"
TEMPLATE = "city-migration-profile-full"
LANGUAGES = ("fr",)
# 13 sections of so many parts, each with a heading, paragraphs, a footnote and, in some, a table: 60 pages as PDF.
SECTIONS, PARTS, PARAGRAPHS, WORDS = 13, 5, 4, 95
# Of so many parts the first has a table.
TABLE_IN = 3
REMARKS = 400
VOCABULARY = """
la ville port quai accueil des familles service guichet langue école logement travail santé conseil îles
habitants depuis avec pour dans une les enfants agents voisins associations programme données chiffres année
mesure projet rencontre pratique besoin réponse public local national région quartier maison formation
emploi droit
""".split()  # noqa: SIM905  read as words


def make_profile(record: Record, city: Organisation, *, by: User, at: dt.datetime, chance: Random) -> Document:
    """The profile: its first edition is public, its text is open again, and section by section the same."""
    template = current_template(DocumentKind.PROFILE, TEMPLATE)
    document = Document.objects.create(
        record=record,
        slug=SLUG,
        kind=DocumentKind.PROFILE,
        template=template,
        title=Text.of("fr", fr="Profil migratoire des îles", en="Migration profile of the islands", ar="ملف الجزر"),
        source_language="fr",
        languages=list(LANGUAGES),
        city=city,
        component=Component.KNOWLEDGE,
        stage_since=at,
        made_at=at,
        made_by=by,
    )
    sections = _sections(document)
    texts = {section: long_text(chance) for section in sections}
    revisions = revisions_of([(section, "fr", html) for section, html in texts.items()], by=by, at=at)
    publish_rows([Frozen(document, sections)], {(row.section_id, row.language): row for row in revisions})
    Remark.objects.bulk_create(_remarks(revisions[0], by, at, chance))
    return document


def _sections(document: Document) -> list[Section]:
    """The first sections of the template."""
    wanted = document.template.sections.order_by("position")[:SECTIONS]
    return Section.objects.bulk_create(
        Section(
            document=document,
            key=each.key,
            position=each.position,
            level=each.level,
            family=each.family,
            heading=each.heading,
            is_numbered=each.is_numbered,
            of_template=each,
        )
        for each in wanted
    )


def long_text(chance: Random) -> str:
    """Canonical HTML of a section: parts with headings, paragraphs, notes and tables."""
    return "".join(_part(number, chance) for number in range(PARTS))


def _part(number: int, chance: Random) -> str:
    paragraphs = "".join(f"<p>{_sentence(chance, WORDS)}</p>" for _ in range(PARAGRAPHS - 1))
    noted = f'<p>{_sentence(chance, WORDS)}<span class="note">{_sentence(chance, 18)}</span></p>'
    table = _table(chance) if number % TABLE_IN == 0 else ""
    return f"<h3>{_sentence(chance, 5)}</h3>{paragraphs}{noted}{table}"


def _sentence(chance: Random, words: int) -> str:
    return (" ".join(chance.choice(VOCABULARY) for _ in range(words)) + ".").capitalize()


def _table(chance: Random) -> str:
    head = "".join(f'<th scope="col"><p>{name}</p></th>' for name in ("Année", "Familles", "Enfants", "Agents"))
    rows = "".join(
        f'<tr><th scope="row"><p>{year}</p></th>'
        + "".join(f"<td><p>{chance.randrange(10, 900)}</p></td>" for _ in range(3))
        + "</tr>"
        for year in range(2016, 2024)
    )
    caption = _sentence(chance, 6)
    body = f"<tr>{head}</tr>{rows}"
    return f'<figure class="table"><figcaption>{caption}</figcaption><table><tbody>{body}</tbody></table></figure>'


def _remarks(revision: Revision, by: User, at: dt.datetime, chance: Random) -> Iterator[Remark]:
    """Remarks of readers on passages all through one section."""
    for number in range(REMARKS):
        start = chance.randrange(len(revision.text) - 150)
        anchor = take(revision.text, start, start + chance.randrange(10, 120))
        yield Remark(
            section_id=revision.section_id,
            revision=revision,
            text=f"Remark {number}: {_sentence(chance, 20)}",
            audience=Audience.ALL,
            quote=anchor.quote,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            starts_at=start,
            stands_at=start,
            stands_to=start + len(anchor.quote),
            made_at=at + dt.timedelta(minutes=number),
            user=by,
        )
