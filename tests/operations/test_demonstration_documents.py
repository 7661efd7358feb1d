"""The long documents of the demonstration: where each stands, what the complete one holds, and that all go."""

from collections import Counter

import pytest

from portolan.documents.domain.templates import load_templates
from portolan.documents.domain.translation import matrix
from portolan.documents.domain.whole import printed_edition
from portolan.documents.enums import Answer, DocumentKind, Way
from portolan.documents.models import (
    Document,
    Edition,
    Guest,
    Picture,
    PictureUse,
    Remark,
    Revision,
    SignOff,
)
from portolan.documents.rules.blocks import counts
from portolan.exchange.domain.demonstration import remove_demonstration
from portolan.exchange.domain.loading import load_shipped_records
from portolan.messages.models import Mail
from portolan.operations.demonstration import open_accounts, write_demonstration_documents
from portolan.operations.demonstration_documents.making import make_documents
from portolan.operations.demonstration_documents.pictures import remove_drawings


@pytest.fixture
def shown(tmp_path, db):
    """The demonstration with its documents, as the first start makes it."""
    load_templates()
    load_shipped_records()
    make_documents()
    open_accounts(tmp_path)
    write_demonstration_documents()


def test_profiles_stand_at_every_stage(shown):
    profiles = Document.objects.filter(kind=DocumentKind.PROFILE)

    assert Counter(profiles.values_list("stage", flat=True)) == {
        "draft": 2,  # one of them published before, and opened for a change
        "supervision": 1,
        "quality": 1,
        "stakeholders": 1,
        "validation": 1,
        "ready": 1,
        "published": 1,
    }
    assert sorted(Edition.objects.values_list("document__slug", "number")) == [
        ("learning-note-antillia", 1),
        ("news-antillia", 1),
        ("priority-paper-antillia", 1),
        ("profile-antillia", 1),
        ("profile-sanzorzo-again", 1),
        ("story-mayda", 1),
    ]


def test_complete_profile_says_the_same_in_three_languages(shown):
    edition = Edition.objects.get(document__slug="profile-antillia")

    held = {}
    for language in edition.languages:
        texts = [counts(section.html) for section in printed_edition(edition, language).sections]
        held[language] = [len(texts), *(sum(getattr(each, name) for each in texts) for name in NAMES)]

    assert list(held) == ["fr", "en", "ar"]
    assert held["fr"] == held["en"] == held["ar"] == [22, 35, 5, 1, 190, 6]


NAMES = ("tables", "pictures", "boxes", "notes", "citations")


def test_city_validated_the_arabic_on_paper_with_a_printed_reservation(shown):
    answer = SignOff.objects.get(step__document__slug="profile-antillia", step__stage="validation")

    assert (answer.way, answer.language, answer.answer, answer.is_printed) == (Way.PAPER, "ar", Answer.RESERVED, True)
    assert answer.recorded_by != answer.confirmed_by
    assert len(printed_edition(Edition.objects.get(document__slug="profile-antillia"), "ar").reservations) == 1


def test_translations_of_the_complete_profile_are_done(shown):
    (row,) = matrix([Document.objects.get(slug="profile-antillia")])

    assert {language: cell.percent for language, cell in row.cells.items()} == {"fr": 100, "en": 100, "ar": 100}


def test_second_loading_changes_nothing(shown):
    before = [model.objects.count() for model in (Document, Revision, SignOff, Remark, Guest, Picture, Edition)]

    assert (make_documents(), write_demonstration_documents()) == (0, 0)
    assert before == [model.objects.count() for model in (Document, Revision, SignOff, Remark, Guest, Picture, Edition)]


def test_documents_go_with_the_demonstration(shown):
    remove_demonstration(by=None)
    assert remove_drawings() == 5

    left = [model.objects.count() for model in (Document, Revision, SignOff, Remark, Guest, PictureUse, Edition)]
    assert left == [0] * 7
    assert Mail.objects.filter(to__endswith=".example", kind="account.document-link").count() == 0
    assert Picture.objects.count() == 0


def test_public_pages_leave_the_documents_out_unless_asked(shown, client):
    plain = client.get("/fr/documents/").content.decode()
    asked = client.get("/fr/documents/?demonstration=1").content.decode()

    assert ("antillia" in plain, "profile-antillia" in asked) == (False, True)


def test_api_leaves_the_documents_out_unless_asked(shown, client):
    plain = client.get("/api/v1/documents").json()
    asked = client.get("/api/v1/documents?demonstration=1").json()

    assert (plain["count"], asked["count"]) == (0, 6)
