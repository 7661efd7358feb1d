"""Making documents, and changing what they consist of."""

import datetime as dt

import pytest

from portolan.accounts.models import AuditEntry
from portolan.documents.domain.documents import (
    add_section,
    create_document,
    move_section,
    remove_section,
    rename_document,
    rename_section,
    set_dates,
    set_languages,
)
from portolan.documents.domain.templates import load_templates
from portolan.documents.enums import DocumentKind, Stage
from portolan.documents.models import Document, Draft
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.provenance.enums import RecordKind
from tests.factories import OrganisationFactory, UserFactory, record
from tests.factories.documents import WRITTEN, DocumentFactory, document_with, section_of, written

TITLE = Text.of("fr", fr="Profil migratoire d’Antillia", en="City Migration Profile of Antillia")
LATER = WRITTEN + dt.timedelta(days=1)


def _made(**fields):
    load_templates()
    wanted = {
        "kind": DocumentKind.PROFILE,
        "title": TITLE,
        "source_language": "fr",
        "languages": ["en", "ar"],
        "record": record(),
        "by": None,
        "at": WRITTEN,
    }
    return create_document(**{**wanted, **fields})


def _keys(document):
    return list(document.sections.order_by("position").values_list("key", flat=True))


def test_profile_has_the_seven_families_of_the_programme_in_order():
    city = OrganisationFactory()

    document = _made(city=city, component="knowledge", due_on=dt.date(2026, 9, 1))

    families = list(document.sections.order_by("position").values_list("family", flat=True))
    assert families == [
        "framework",
        "policy",
        "institutions",
        "practices",
        "perceptions",
        "challenges",
        "priorities",
    ]
    assert document.slug == "city-migration-profile-of-antillia"
    assert (document.stage, document.languages, document.city) == (Stage.DRAFT, ["fr", "en", "ar"], city)
    assert document.due_on == dt.date(2026, 9, 1)
    assert AuditEntry.objects.get(verb="document-created").object_id == str(document.pk)


def test_two_documents_of_one_title_have_two_addresses():
    assert [_made().slug, _made().slug] == [
        "city-migration-profile-of-antillia",
        "city-migration-profile-of-antillia-2",
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": Text.of("en", en="Profile")}, "title-needed"),
        ({"languages": ["fr", "xx"]}, "no-such-language"),
        ({"kind": DocumentKind.STORY, "template": "profile"}, "wrong-template"),
    ],
)
def test_document_that_cannot_be_is_refused_and_nothing_is_written(fields, code):
    if fields.get("template"):
        fields = {**fields, "template": DocumentFactory().template}
    before = Document.objects.count()

    with pytest.raises(DomainError) as refusal:
        _made(**fields)

    assert refusal.value.code == code
    assert Document.objects.count() == before


def test_real_document_has_no_invented_city_and_an_invented_one_may_have_it():
    invented = OrganisationFactory(record=record(RecordKind.DEMONSTRATION))

    with pytest.raises(DomainError) as refusal:
        _made(city=invented)

    assert refusal.value.code == "mixed-records"
    assert _made(city=invented, record=record(RecordKind.DEMONSTRATION)).city == invented


def test_sections_are_added_renamed_moved_and_removed():
    document, officer = document_with({}), UserFactory()

    added = add_section(document, heading=Text.of("fr", fr="Climat"), after=section_of(document), by=officer, at=LATER)
    assert _keys(document) == ["framework", "climat", "perceptions", "priorities"]
    assert (added.family, added.level) == ("framework", 1)
    rename_section(added, heading=Text.of("fr", fr="Climat et ville"), by=officer, at=LATER)
    move_section(added, after=section_of(document, "priorities"), by=officer, at=LATER)
    assert _keys(document) == ["framework", "perceptions", "priorities", "climat"]
    move_section(added, after=None, by=officer, at=LATER)
    assert _keys(document) == ["climat", "framework", "perceptions", "priorities"]
    assert section_of(document, "climat").heading.get("fr") == "Climat et ville"
    remove_section(added, by=officer, at=LATER)

    assert _keys(document) == ["framework", "perceptions", "priorities"]
    verbs = ["section-added", "section-renamed", "section-moved", "section-moved", "section-removed"]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == verbs


def test_moving_a_section_where_it_is_writes_nothing():
    document = document_with({})
    section = section_of(document, "perceptions")

    move_section(section, after=section_of(document), by=None, at=LATER)
    move_section(section, after=section, by=None, at=LATER)

    assert _keys(document) == ["framework", "perceptions", "priorities"]
    assert AuditEntry.objects.count() == 0


def _required(document):
    return section_of(document)


def _written(document):
    section = section_of(document, "priorities")
    written(section)
    return section


def _drafted(document):
    section = section_of(document, "priorities")
    Draft.objects.create(section=section, language="fr", user=UserFactory(), html="<p>x</p>", saved_at=WRITTEN)
    return section


@pytest.mark.parametrize(
    ("which", "code"),
    [(_required, "section-required"), (_written, "section-written"), (_drafted, "section-drafted")],
)
def test_section_that_must_stay_is_not_removed(which, code):
    document = document_with({})
    section = which(document)

    with pytest.raises(DomainError) as refusal:
        remove_section(section, by=None, at=LATER)

    assert refusal.value.code == code
    assert _keys(document) == ["framework", "perceptions", "priorities"]


def test_section_of_another_document_is_refused():
    document, other = document_with({}), document_with({})
    foreign = section_of(other)

    for verb in (
        lambda: add_section(document, heading=Text.of("fr", fr="Climat"), after=foreign, by=None, at=LATER),
        lambda: move_section(section_of(document), after=foreign, by=None, at=LATER),
        lambda: set_dates(document, due_on=None, by=None, at=LATER, sections={foreign: dt.date(2026, 5, 1)}),
    ):
        with pytest.raises(DomainError) as refusal:
            verb()
        assert refusal.value.code == "foreign-section"


def test_published_document_is_changed_in_nothing_that_is_printed():
    document = document_with(stage=Stage.PUBLISHED)
    section = section_of(document)
    new = Text.of("fr", fr="Autre")

    for verb in (
        lambda: rename_document(document, title=new, by=None, at=LATER),
        lambda: add_section(document, heading=new, after=None, by=None, at=LATER),
        lambda: rename_section(section, heading=new, by=None, at=LATER),
        lambda: move_section(section, after=section_of(document, "priorities"), by=None, at=LATER),
        lambda: remove_section(section_of(document, "priorities"), by=None, at=LATER),
    ):
        with pytest.raises(DomainError) as refusal:
            verb()
        assert refusal.value.code == "published"
    assert AuditEntry.objects.count() == 0


def test_title_languages_and_dates_are_set_once_and_told():
    document = document_with({})
    section = section_of(document)

    for _ in range(2):
        rename_document(document, title=TITLE, by=None, at=LATER)
        set_languages(document, languages=["ar"], by=None, at=LATER)
        set_dates(document, due_on=dt.date(2026, 9, 1), by=None, at=LATER, sections={section: dt.date(2026, 6, 1)})

    held = Document.objects.get(pk=document.pk)
    assert (held.title.get("en"), held.languages) == ("City Migration Profile of Antillia", ["fr", "ar"])
    assert (held.due_on, section_of(held).due_on) == (dt.date(2026, 9, 1), dt.date(2026, 6, 1))
    told = ["document-renamed", "document-languages-set", "document-dates-set"]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == told
    changes = AuditEntry.objects.get(verb="document-dates-set").changes
    assert changes == {"due_on": [None, "2026-09-01"], "framework": [None, "2026-06-01"]}
