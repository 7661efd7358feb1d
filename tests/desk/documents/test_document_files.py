"""The work text as a file: asked for, made in the queue once, changed meanwhile."""

import pytest
from django.urls import reverse

from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.exports.files import ask_file, make_file
from portolan.documents.models import EditionFile
from portolan.documents.tasks import make_document_file
from portolan.network.enums import Role
from tests.factories.documents import document_with, hand_of, section_of
from tests.factories.signing import AT


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def profile():
    return document_with(slug="sanzorzo")


@pytest.fixture
def author(client, profile):
    client.force_login(hand_of(profile, Role.LEAD_AUTHOR))
    return client


def address(name="document-file", language="fr", ending="pdf"):
    return reverse(f"desk:{name}", args=["sanzorzo", language, ending])


def change(document, html="<p>Le grand port.</p>"):
    section = section_of(document)
    save_text(section, "fr", html=html, base=current_revision(section, "fr"), by=None, at=AT)


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
def test_file_is_asked_for_made_and_fetched(ending, begins, author):
    before = author.get(address(ending=ending))
    asked = author.post(address("document-file-ask", ending=ending))
    answer = author.get(address(ending=ending))

    assert (before.status_code, before.context["row"]) == (200, None)
    assert asked.headers["Location"] == address(ending=ending)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="sanzorzo.fr.{ending}"'
    assert answer.content.startswith(begins)


def test_file_asked_for_twice_is_made_once(author):
    for _each in range(2):
        author.post(address("document-file-ask"))

    row = EditionFile.objects.get()
    made, name = row.made_at, row.file.name
    make_document_file.call(row.key)
    row.refresh_from_db()
    assert (row.made_at, row.file.name) == (made, name)


def test_page_of_a_file_that_is_being_made_looks_again_by_itself(author, profile):
    ask_file(profile, "fr", "pdf", at=AT)

    answer = author.get(address(), headers={"HX-Request": "true"})

    assert (answer.status_code, answer.context["row"].made_at) == (200, None)
    assert 'hx-trigger="every 2s"' in answer.text
    make_document_file.call(EditionFile.objects.get().key)
    assert author.get(address(), headers={"HX-Request": "true"}).headers["HX-Redirect"] == address()


def test_file_of_a_text_that_changed_meanwhile_is_not_made(author, profile):
    row = ask_file(profile, "fr", "pdf", at=AT)
    change(profile)

    made = make_file(row, at=AT)

    assert (made.fault, made.made_at, bool(made.file)) == ("changed-meanwhile", None, False)
    assert author.get(address()).context["row"] is None


def test_text_that_is_again_as_it_was_gets_its_file(author, profile):
    row = ask_file(profile, "fr", "pdf", at=AT)
    change(profile)
    make_file(row, at=AT)
    change(profile, "<p>Le port, framework.</p>")

    author.post(address("document-file-ask"))

    row.refresh_from_db()
    assert (row.fault, row.made_at is None) == ("", False)


@pytest.mark.parametrize(("language", "ending"), [("el", "pdf"), ("fr", "exe")])
def test_file_of_a_kind_or_language_there_is_not(language, ending, author):
    assert author.get(address(language=language, ending=ending)).status_code == 404


def test_file_is_for_readers_of_the_document_only(client, profile):
    make_file(ask_file(profile, "fr", "pdf", at=AT), at=AT)
    client.force_login(hand_of(document_with(), Role.LEAD_AUTHOR))

    assert client.get(address()).status_code == 404
    assert client.post(address("document-file-ask")).status_code == 404


def test_key_of_no_file_does_nothing():
    make_document_file.call("0" * 64)

    assert EditionFile.objects.count() == 0
