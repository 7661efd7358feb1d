"""What search finds of documents: published texts for all, work texts for those who read them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portolan.documents.domain.documents import create_document, rename_document
from portolan.documents.domain.editions import reopen, withdraw
from portolan.documents.domain.sections import add_section
from portolan.documents.domain.templates import load_templates
from portolan.documents.domain.writing import save_text
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from portolan.operations.checks import search_agrees
from portolan.provenance.enums import RecordKind
from portolan.search.domain.entries import rebuild
from portolan.search.domain.hits import Wish, ask
from portolan.search.models import Entry
from tests.factories import OrganisationFactory, PlaceFactory, record, user_with
from tests.factories.documents import WRITTEN, section_of
from tests.factories.editions import published

TEXTS = {
    "framework": {"fr": "<p>Les caravelles mouillent ici.</p>", "en": "<p>Caravels moor here.</p>"},
    "perceptions": {"fr": "<p>La rumeur du quai.</p>", "en": "<p>Rumour of the quay.</p>"},
}
ALL = AnonymousUser()


def _found(words, user=ALL, **facets):
    answer = ask(Wish(words, user, facets, language="fr"))
    return [(hit.kind, hit.slug, hit.plain_title) for hit in answer.hits]


def _published(**fields):
    city = OrganisationFactory(place=PlaceFactory(slug="mayda"))
    title = Text.of("fr", fr="Profil de Sanzorzo", en="Profile of Sanzorzo", ar="ملف سانزورزو")
    return published(TEXTS, slug="sanzorzo", title=title, **{"city": city, **fields})


def test_published_text_is_found_section_by_section_in_its_languages():
    _published()

    assert _found("caravelle") == [("documents.section", "sanzorzo#framework", "Le cadre")]
    assert _found("caravels") == [("documents.section", "sanzorzo#framework", "Le cadre")]
    assert _found("rumeur", city="mayda", year="2026", language="fr") == [
        ("documents.section", "sanzorzo#perceptions", "Les perceptions")
    ]
    assert _found("rumeur", city="drogeo") == []
    assert set(Entry.objects.values_list("language", flat=True)) == {"fr", "en"}


def test_document_is_found_by_its_title_before_its_sections():
    _published()

    found = _found("sanzorzo")

    assert found[0] == ("documents.edition", "sanzorzo", "Profil de Sanzorzo")
    assert {kind for kind, _slug, _title in found} == {"documents.edition", "documents.section"}


def test_withdrawn_text_is_found_by_nobody_at_once():
    edition = _published()
    before = len(_found("caravelle")), len(_found("sanzorzo"))

    withdraw(edition, by=None, at=WRITTEN, reason="La ville le demande")

    manager = user_with(Role.MANAGER)
    assert before == (1, 3)
    assert [_found(words, user) for words in ("caravelle", "rumour") for user in (ALL, manager)] == [[]] * 4
    assert Entry.objects.count() == 0


def test_words_written_after_publication_are_found_when_published():
    edition = _published()
    reopen(edition.document, by=None, at=WRITTEN, reason="Nouveau")
    section = section_of(edition.document)
    base = section.revisions.get(language="fr")
    save_text(section, "fr", html="<p>Les galions mouillent.</p>", base=base, by=None, at=WRITTEN)

    assert (len(_found("caravelle")), _found("galion")) == (1, [])


def test_work_text_is_found_by_those_who_read_it_and_nobody_else():
    load_templates()
    own, other = OrganisationFactory(), OrganisationFactory()
    document = create_document(
        kind="city-migration-profile",
        title=Text.of("fr", fr="Profil de Drogeo"),
        source_language="fr",
        languages=["fr"],
        record=record(),
        city=own,
        by=None,
        at=WRITTEN,
    )
    readers = [user_with(Role.FOCAL_POINT, organisation=own), user_with(Role.MANAGER)]
    strangers = [ALL, user_with(Role.FOCAL_POINT, organisation=other), user_with(Role.DONOR_READER)]

    assert [_found("drogeo", user) for user in readers] == [
        [("documents.document", document.slug, "Profil de Drogeo")]
    ] * 2
    assert [_found("drogeo", user) for user in strangers] == [[]] * 3
    rename_document(document, title=Text.of("fr", fr="Profil de Frislandia"), by=None, at=WRITTEN)
    assert [len(_found(words, readers[0])) for words in ("drogeo", "frislandia")] == [0, 1]


def test_invented_text_is_found_only_when_asked_for():
    demonstration = record(RecordKind.DEMONSTRATION)
    _published(record=demonstration, city=None)

    assert _found("caravelle") == []
    asked = ask(Wish("caravelle", ALL, demonstration=True, language="fr"))
    assert [(hit.slug, hit.is_invented) for hit in asked.hits] == [("sanzorzo#framework", True)]


def test_section_added_after_publication_is_not_looked_for():
    edition = _published()
    reopen(edition.document, by=None, at=WRITTEN, reason="Nouveau")
    add_section(edition.document, heading=Text.of("fr", fr="Climat"), after=None, by=None, at=WRITTEN)

    rebuild()

    assert search_agrees().wrong == []
    assert len(_found("caravelle")) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_entries_of_sections_cost_the_same_at_any_number(count, django_assert_num_queries):
    from portolan.documents.domain.searchable import _sections, section

    for number in range(count):
        published(TEXTS, slug=f"sanzorzo-{number}")

    with django_assert_num_queries(3):
        made = [section(row) for row in _sections()]

    assert len(made) == 2 * count
