"""What changed since somebody last looked."""

import datetime as dt

import pytest

from portolan.documents.domain.looks import changed_since, last_look, look
from portolan.documents.models import LastLook
from tests.factories import UserFactory
from tests.factories.documents import WRITTEN, document_with, section_of, written


def _at(hours):
    return WRITTEN + dt.timedelta(hours=hours)


def _changes(document, user, language="fr"):
    return [(section.key, old, new) for section, old, new in changed_since(document, user, language)]


def test_sections_changed_since_the_last_look_are_told_in_order_with_both_texts():
    document, user = (
        document_with({"framework": {"fr": "<p>Un.</p>"}, "perceptions": {"fr": "<p>Un.</p>"}}),
        UserFactory(),
    )
    look(document, user, "fr", at=_at(1))
    written(section_of(document, "priorities"), "fr", "<p>Neuf.</p>", at=_at(2))
    for number, words in ((2, "Deux."), (3, "Trois.")):
        written(section_of(document), "fr", f"<p>{words}</p>", at=_at(number))

    assert _changes(document, user) == [
        ("framework", "<p>Un.</p>", "<p>Trois.</p>"),
        ("priorities", "", "<p>Neuf.</p>"),
    ]
    look(document, user, "fr", at=_at(3))
    assert _changes(document, user) == []


def test_text_changed_and_taken_back_is_no_change():
    document, user = document_with({"framework": {"fr": "<p>Un.</p>"}}), UserFactory()
    look(document, user, "fr", at=_at(1))
    for words in ("Deux.", "Un."):
        written(section_of(document), "fr", f"<p>{words}</p>", at=_at(2))

    assert _changes(document, user) == []


def test_each_reader_and_language_has_a_look_of_its_own():
    document = document_with({"framework": {"fr": "<p>Un.</p>", "en": "<p>One.</p>"}})
    mine, theirs = UserFactory(), UserFactory()
    look(document, mine, "fr", at=_at(1))
    look(document, theirs, "fr", at=_at(4))
    look(document, mine, "en", at=_at(1))
    written(section_of(document), "fr", "<p>Deux.</p>", at=_at(2))

    seen = [_changes(document, user, language) for user, language in ((mine, "fr"), (theirs, "fr"), (mine, "en"))]

    assert seen == [[("framework", "<p>Un.</p>", "<p>Deux.</p>")], [], []]
    assert _changes(document, UserFactory()) == []


def test_earlier_look_does_not_take_back_a_later_one():
    document, user = document_with({}), UserFactory()

    for hours in (1, 3, 2):
        look(document, user, "fr", at=_at(hours))

    assert last_look(document, user, "fr") == _at(3)
    assert LastLook.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_changes_cost_three_queries(count, django_assert_num_queries):
    keys = ("framework", "perceptions", "priorities")[:count]
    document, user = document_with({key: {"fr": "<p>Un.</p>"} for key in keys}), UserFactory()
    look(document, user, "fr", at=_at(1))
    for key in keys:
        written(section_of(document, key), "fr", "<p>Deux.</p>", at=_at(2))

    with django_assert_num_queries(3):
        assert len(changed_since(document, user, "fr")) == count
