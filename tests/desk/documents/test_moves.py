"""What moves a document on at the desk: handed in, sent back, published, opened for a change, withdrawn."""

import uuid

import pytest
from django.urls import reverse

from portolan.documents.enums import Stage
from portolan.documents.models import Document, Edition, EditionFile
from portolan.network.enums import Role
from tests.factories.documents import document_with, hand_of
from tests.factories.editions import made_ready, published
from tests.factories.signing import AT, SUPERVISED, submitted


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def move(client, document, name, *more, **typed):
    return client.post(reverse(f"desk:{name}", args=[document.slug, *more]), typed)


def stage(document):
    return Document.objects.get(pk=document.pk).stage


def with_chain():
    from portolan.documents.domain.chain import set_chain

    document = document_with()
    set_chain(document, SUPERVISED, by=None, at=AT)
    return document


def test_author_hands_in_once(client):
    document = with_chain()
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))

    first, second = (move(client, document, "document-hand-in") for _each in range(2))

    assert (first.status_code, stage(document)) == (302, Stage.SUPERVISION)
    assert (second.status_code, second.context["form"].is_valid()) == (200, False)


def test_document_with_an_empty_section_is_not_handed_in(client):
    document = document_with({})
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))

    answer = move(client, document, "document-hand-in")

    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (200, 1)
    assert stage(document) == Stage.DRAFT


def test_document_is_sent_back_with_a_reason(sign_in):
    client, document = sign_in(Role.MANAGER), submitted()

    without = move(client, document, "document-send-back", reason="  ")
    answer = move(client, document, "document-send-back", reason="Le tableau 2 manque.")

    assert list(without.context["form"].errors) == ["reason"]
    assert (answer.status_code, stage(document)) == (302, Stage.DRAFT)


def test_document_is_published_once_and_its_files_are_made(sign_in, django_capture_on_commit_callbacks):
    client, document = sign_in(Role.MANAGER), made_ready(document_with())
    form = {"token": str(uuid.uuid4())}

    with django_capture_on_commit_callbacks(execute=True):
        answers = [move(client, document, "document-publish", **form) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Edition.objects.get().number, stage(document)) == (1, Stage.PUBLISHED)
    assert sorted(EditionFile.objects.exclude(made_at=None).values_list("ending", flat=True)) == ["docx", "pdf"]


def test_document_that_is_not_ready_is_not_published_and_the_note_stays(sign_in):
    client, document = sign_in(Role.MANAGER), submitted()

    answer = move(client, document, "document-publish", token=str(uuid.uuid4()), note_fr="Chiffres de 2026")

    assert (answer.status_code, Edition.objects.count()) == (200, 0)
    assert "Chiffres de 2026" in answer.text


def test_published_document_is_opened_for_a_change_and_stays_public(sign_in):
    client, edition = sign_in(Role.MANAGER), published()
    document = edition.document

    answer = move(client, document, "document-change", reason="Nouveaux chiffres")

    assert (answer.status_code, stage(document)) == (302, Stage.DRAFT)
    assert client.get(f"/fr/documents/{document.slug}/").status_code == 200


def test_edition_is_withdrawn_with_a_reason_and_once(sign_in):
    client, edition = sign_in(Role.MANAGER), published()
    document = edition.document

    without = move(client, document, "edition-withdraw", 1)
    answers = [move(client, document, "edition-withdraw", 1, reason="Une erreur") for _each in range(2)]

    assert list(without.context["form"].errors) == ["reason"]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert Edition.objects.get().withdrawal_reason == "Une erreur"
    assert client.get(f"/fr/documents/{document.slug}/").status_code == 404


@pytest.mark.parametrize("name", ["document-send-back", "document-publish", "document-change"])
def test_author_may_not_move_what_the_team_moves(name, client):
    document = submitted()
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))

    answer = move(client, document, name, reason="Pour moi", token=str(uuid.uuid4()))

    assert (answer.status_code, stage(document)) == (403, Stage.SUPERVISION)
