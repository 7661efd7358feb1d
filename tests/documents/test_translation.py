"""How far documents are translated: states of sections, and the matrix."""

import datetime as dt

import pytest

from portolan.documents.domain.translation import (
    Cell,
    changes_since_rendered,
    mark_done,
    matrix,
    outdated_since,
    reopen_translation,
    texts_of,
    translation_state,
)
from portolan.documents.domain.writing import current_revision, restore, save_text
from portolan.documents.enums import Stage, TranslationState
from portolan.documents.models import Document, SectionText
from portolan.kernel.errors import DomainError
from tests.factories.documents import WRITTEN, document_with, section_of

MISSING, WORK, DONE, OUTDATED = TranslationState
LATER = WRITTEN + dt.timedelta(hours=1)


def _save(section, language, words, **more):
    base = current_revision(section, language)
    html = f"<p>{words}</p>" if words else ""
    return save_text(section, language, html=html, base=base, by=None, at=LATER, **more).revision


def _text(section, language):
    return SectionText.objects.filter(section=section, language=language).first()


def _state(section, language):
    source = section.document.source_language
    return translation_state(_text(section, language), _text(section, source))


def _since(section, language="en"):
    return outdated_since(_text(section, language), _text(section, section.document.source_language))


@pytest.fixture
def section():
    return section_of(document_with({}))


def test_translation_passes_from_missing_to_done_and_is_out_of_date_when_the_source_changes(section):
    seen = [_state(section, "en")]
    _save(section, "fr", "Le port accueille.")
    seen.append(_state(section, "en"))
    _save(section, "en", "The port welcomes.")
    seen.append(_state(section, "en"))
    mark_done(section, "en", by=None, at=LATER)
    seen.append(_state(section, "en"))
    _save(section, "fr", "Le port accueille et loge.")
    seen.append(_state(section, "en"))

    assert seen == [MISSING, MISSING, WORK, DONE, OUTDATED]
    assert (_since(section), _state(section, "fr")) == (2, DONE)


def test_out_of_date_counts_from_the_first_revision_not_rendered(section):
    _save(section, "fr", "Un.")
    _save(section, "en", "One.")
    mark_done(section, "en", by=None, at=LATER)
    for words in ("Deux.", "Trois."):
        _save(section, "fr", words)

    assert _since(section) == 2
    assert changes_since_rendered(section, "en") == ("<p>Un.</p>", "<p>Trois.</p>")
    assert changes_since_rendered(section, "ar") == ("", "<p>Trois.</p>")


def test_source_taken_back_makes_the_translation_up_to_date_again(section):
    first = _save(section, "fr", "Un.")
    _save(section, "en", "One.")
    mark_done(section, "en", by=None, at=LATER)
    _save(section, "fr", "Deux.")
    before = _state(section, "en")
    restore(first, by=None, at=LATER)

    assert (before, _state(section, "en"), _since(section)) == (OUTDATED, DONE, None)


def test_translation_that_needs_no_other_words_is_said_to_render_the_new_source(section):
    _save(section, "fr", "Le port acueille.")
    english = _save(section, "en", "The port welcomes.")
    mark_done(section, "en", by=None, at=LATER)
    newest = _save(section, "fr", "Le port accueille.")

    mark_done(section, "en", by=None, at=LATER, renders=newest)

    assert _state(section, "en") == DONE
    assert (_text(section, "en").current, _text(section, "en").renders) == (english, newest)


def test_correction_of_a_finished_translation_leaves_it_finished(section):
    _save(section, "fr", "Un.")
    _save(section, "en", "Onne.")
    mark_done(section, "en", by=None, at=LATER)

    _save(section, "en", "One.")

    assert _state(section, "en") == DONE


def test_rendering_of_a_newer_source_is_in_work_until_it_is_said_to_be_done(section):
    _save(section, "fr", "Un.")
    _save(section, "en", "One.")
    mark_done(section, "en", by=None, at=LATER)
    newest = _save(section, "fr", "Deux.")
    english = _save(section, "en", "Two.", renders=newest)
    before = _state(section, "en")
    mark_done(section, "en", by=None, at=LATER)
    reopen_translation(section, "en", by=None, at=LATER)

    assert (before, english.renders, _state(section, "en")) == (WORK, newest, WORK)


def test_same_words_said_to_render_a_newer_source_make_no_revision(section):
    _save(section, "fr", "Un.")
    english = _save(section, "en", "One.")
    newest = _save(section, "fr", "Un !")

    again = _save(section, "en", "One.", renders=newest)

    assert (again, _text(section, "en").renders) == (english, newest)


def test_emptied_text_is_missing_again(section):
    _save(section, "fr", "Un.")
    _save(section, "en", "One.")
    _save(section, "en", "")

    assert _state(section, "en") == MISSING


def _source(section):
    mark_done(section, "fr", by=None, at=LATER)


def _nothing(section):
    mark_done(section, "ar", by=None, at=LATER)


def _moved_on(section):
    before = current_revision(section, "fr")
    _save(section, "fr", "Deux.")
    mark_done(section, "en", by=None, at=LATER, renders=before)


def _published(section):
    Document.objects.filter(pk=section.document_id).update(stage=Stage.PUBLISHED)
    mark_done(section, "en", by=None, at=LATER)


@pytest.mark.parametrize(
    ("saying", "code"),
    [
        (_source, "source-language"),
        (_nothing, "no-translation"),
        (_moved_on, "source-moved"),
        (_published, "published"),
    ],
)
def test_translation_that_cannot_be_done_is_refused(section, saying, code):
    _save(section, "fr", "Un.")
    _save(section, "en", "One.")

    with pytest.raises(DomainError) as refusal:
        saying(section)

    assert refusal.value.code == code
    assert _text(section, "en").is_done is False


def test_matrix_counts_the_sections_there_are_to_be():
    fr, en = "<p>Un.</p>", "<p>One.</p>"
    document = document_with({"framework": {"fr": fr, "en": en}, "perceptions": {"fr": fr}})
    empty = document_with({}, languages=["fr", "ar"])

    rows = matrix([document, empty])

    assert [row.document for row in rows] == [document, empty]
    assert rows[0].cells == {
        "fr": Cell({DONE: 2}),
        "en": Cell({DONE: 1, MISSING: 1}),
        "ar": Cell({MISSING: 2}),
    }
    assert rows[1].cells == {"fr": Cell({MISSING: 2}), "ar": Cell({MISSING: 2})}
    cells = rows[0].cells
    assert [(cell.done, cell.total, cell.percent, cell.state) for cell in cells.values()] == [
        (2, 2, 100, DONE),
        (1, 2, 50, WORK),
        (0, 2, 0, MISSING),
    ]


def test_optional_section_counts_once_the_source_has_it():
    document = document_with({"framework": {"fr": "<p>Un.</p>"}, "priorities": {"fr": "<p>Un.</p>"}})

    cells = matrix([document])[0].cells

    assert cells["fr"] == Cell({DONE: 2, MISSING: 1})


def test_one_section_out_of_date_makes_the_language_out_of_date():
    document = document_with({"framework": {"fr": "<p>Un.</p>", "en": "<p>One.</p>"}})
    _save(section_of(document), "fr", "Deux.")

    assert matrix([document])[0].cells["en"].state == OUTDATED


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_costs_two_queries(count, django_assert_num_queries):
    documents = [document_with({"framework": {"fr": "<p>Un.</p>", "en": "<p>One.</p>"}}) for _ in range(count)]

    with django_assert_num_queries(2):
        rows = matrix(documents)

    assert [row.cells["en"].done for row in rows] == [1] * count
    with django_assert_num_queries(1):
        assert len(list(texts_of(documents))) == 2 * count
