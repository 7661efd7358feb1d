"""A document as a whole: its fingerprint, its numbers, what is printed of it."""

import datetime as dt
import hashlib

import pytest

from portolan.documents import registry
from portolan.documents.domain.documents import (
    add_section,
    move_section,
    rename_document,
    rename_section,
    set_dates,
    set_languages,
)
from portolan.documents.domain.hands import give_hand
from portolan.documents.domain.pictures import picture_bytes
from portolan.documents.domain.translation import mark_done
from portolan.documents.domain.whole import (
    content_hash,
    content_hashes,
    number_sections,
    printed_document,
    whole_sections,
)
from portolan.documents.domain.writing import current_revision, keep_draft, restore, save_text
from portolan.documents.enums import DocumentKind
from portolan.documents.models import Document, Section
from portolan.documents.rules.printed import SourceWords
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory, UserFactory
from tests.factories.documents import WRITTEN, DocumentFactory, document_with, section_of, written

LATER = WRITTEN + dt.timedelta(hours=1)


def _save(section, html, language="fr"):
    return save_text(section, language, html=html, base=current_revision(section, language), by=None, at=LATER).revision


def _hash(document, language="fr"):
    return content_hash(Document.objects.get(pk=document.pk), language)


def _retitle(document):
    rename_document(document, title=Text.of("fr", fr="Autre titre"), by=None, at=LATER)


def _rename(document):
    rename_section(section_of(document), heading=Text.of("fr", fr="Cadres"), by=None, at=LATER)


def _move(document):
    move_section(section_of(document, "perceptions"), after=None, by=None, at=LATER)


def _add(document):
    added = add_section(document, heading=Text.of("fr", fr="Climat"), after=None, by=None, at=LATER)
    _save(added, "<p>Sec.</p>")


def _write(document):
    _save(section_of(document), "<p>Le port, autrement.</p>")


def _empty(document):
    _save(section_of(document, "priorities"), "")


@pytest.mark.parametrize("change", [_retitle, _rename, _move, _add, _write, _empty])
def test_fingerprint_changes_with_everything_that_is_printed(change):
    document = document_with()
    before = _hash(document)

    change(document)

    assert _hash(document) != before


def _translate(document):
    section = section_of(document)
    _save(section, "<p>The port.</p>", "en")
    mark_done(section, "en", by=None, at=LATER)


def _retitle_elsewhere(document):
    title = Text.of("fr", fr=document.title.get("fr"), en="Another title")
    rename_document(document, title=title, by=None, at=LATER)


def _draft(document):
    keep_draft(section_of(document), "fr", html="<p>Rien.</p>", base=None, user=UserFactory(), at=LATER)


def _give(document):
    give_hand(document, user=UserFactory(), role=Role.LEAD_AUTHOR, by=None, at=LATER)


def _date(document):
    set_dates(document, due_on=dt.date(2027, 1, 1), by=None, at=LATER)


def _languages(document):
    set_languages(document, languages=["fr"], by=None, at=LATER)


def _there_and_back(document):
    first = current_revision(section_of(document), "fr")
    _write(document)
    restore(first, by=None, at=LATER)


def _same_again(document):
    section = section_of(document)
    _save(section, f"<div>{current_revision(section, 'fr').html}</div>")


def _empty_optional(document):
    add_section(document, heading=Text.of("fr", fr="Climat"), after=None, by=None, at=LATER)


@pytest.mark.parametrize(
    "change",
    [
        _translate,
        _retitle_elsewhere,
        _draft,
        _give,
        _date,
        _languages,
        _there_and_back,
        _same_again,
        _empty_optional,
    ],
)
def test_fingerprint_changes_with_nothing_else(change):
    document = document_with()
    before = _hash(document)

    change(document)

    assert _hash(document) == before


def test_fingerprint_is_as_the_format_says():
    template = DocumentFactory().template
    template.code = "profil"
    template.save()
    document = document_with(
        {"framework": {"fr": "<p>Un « é ».</p>"}}, template=template, title=Text.of("fr", fr="Profil")
    )
    said = (
        '[{"template":"profil@1","title":"Profil"},'
        '{"heading":"Le cadre","html":"<p>Un « é ».</p>","key":"framework"},'
        '{"heading":"Les perceptions","html":"","key":"perceptions"}]'
    )

    assert _hash(document) == hashlib.sha256(said.encode()).hexdigest()


def test_each_language_has_its_own_fingerprint():
    document = document_with({"framework": {"fr": "<p>Un.</p>", "en": "<p>One.</p>"}})

    hashes = content_hashes(document)

    assert hashes == {language: _hash(document, language) for language in ("fr", "en", "ar")}
    assert len(set(hashes.values())) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_fingerprints_of_all_languages_cost_two_queries(count, django_assert_num_queries):
    document = document_with({key: {"fr": "<p>Un.</p>"} for key in ("framework", "perceptions")[:count]})

    with django_assert_num_queries(2):
        content_hashes(document)


def _sections(*rows):
    return [Section(level=level, is_numbered=numbered) for level, numbered in rows]


def test_sections_are_numbered_and_front_matter_is_not():
    rows = ((1, False), (2, True), (1, True), (2, True), (2, True), (3, True), (1, True), (2, True), (1, False))

    assert number_sections(_sections(*rows)) == ["", "", "1", "1.1", "1.2", "1.2.1", "2", "2.1", ""]


def test_heading_without_a_text_is_printed_for_those_below_it():
    document = document_with({"perceptions": {"fr": "<p>Un.</p>"}})
    Section.objects.filter(document=document).update(of_template=None)
    Section.objects.filter(document=document, key="perceptions").update(level=2)

    shown = [(each.section.key, each.number) for each in whole_sections(document, "fr")]

    assert shown == [("framework", "1"), ("perceptions", "1.1")]


def test_heading_without_a_text_is_printed_for_the_last_of_those_below_it_too():
    document = document_with({"priorities": {"fr": "<p>Un.</p>"}})
    Section.objects.filter(document=document).update(of_template=None)
    Section.objects.filter(document=document).exclude(key="framework").update(level=2)

    assert [each.section.key for each in whole_sections(document, "fr")] == ["framework", "priorities"]


def test_translation_has_the_sections_of_its_source():
    document = document_with({"priorities": {"fr": "<p>Un.</p>"}})

    shown = [(each.section.key, each.html) for each in whole_sections(document, "ar")]

    assert shown == [("framework", ""), ("perceptions", ""), ("priorities", "")]


def test_printed_document_has_nothing_left_to_ask(monkeypatch, settings):
    settings.BASE_URL = "https://antillia.example"
    monkeypatch.setattr(registry, "_addressing", {})
    registry.register_addressing("network.organisation", lambda ids: {pk: ("Mayda", f"/b/{pk}/") for pk in ids})
    ProgrammeFactory(is_home=True)
    city = OrganisationFactory()
    SourceFactory(
        code="ins-2020", publisher="INS", title="Recensement.", published="2020-05", address="https://i.example"
    )
    html = (
        '<p>Un <cite data-source="ins-2020" data-locator="p. 12"></cite>'
        f'<cite data-source="nobody"></cite> à <a href="to:network.organisation:{city.pk}">Mayda</a>.</p>'
    )
    document = document_with({"framework": {"fr": html}}, city=city)

    printed = printed_document(document, "fr", reader=UserFactory())

    assert (printed.title, printed.language, printed.kind) == (document.title.get("fr"), "fr", document.kind)
    assert (printed.city, printed.network) == (city.name.get("fr"), "Réseau d'Antillia")
    assert (printed.edition, printed.validation, printed.date) == ("", "", WRITTEN.date())
    assert printed.content_hash == _hash(document)
    assert [(each.number, each.key, each.html) for each in printed.sections] == [
        ("1", "framework", html),
        ("2", "perceptions", ""),
    ]
    assert printed.sections[0].hash == current_revision(section_of(document), "fr").hash
    whole = "INS. Recensement. mai 2020."
    assert printed.sources == {"ins-2020": SourceWords("INS, 2020", whole, "https://i.example")}
    assert printed.addresses == {f"to:network.organisation:{city.pk}": f"https://antillia.example/b/{city.pk}/"}
    assert printed.pictures is picture_bytes


def test_news_carry_no_numbers_and_any_document_may_do_without():
    news, profile = document_with(kind=DocumentKind.NEWS), document_with()

    numbers = [
        [each.number for each in printed_document(document, "fr", reader=None, numbers=asked).sections]
        for document, asked in ((news, "auto"), (profile, "auto"), (profile, "none"))
    ]

    assert numbers == [["", "", ""], ["1", "2", "3"], ["", "", ""]]


def test_text_of_a_language_is_printed_in_it():
    document = document_with({"framework": {"fr": "<p>Un.</p>", "ar": "<p>واحد.</p>"}})
    written(section_of(document), "fr", "<p>Deux.</p>")

    printed = printed_document(document, "ar", reader=None)

    assert (printed.title, printed.sections[0].heading) == (document.title.get("ar"), "الإطار")
    assert printed.sections[0].html == "<p>واحد.</p>"
