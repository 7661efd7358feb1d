"""Remarks answered, resolved, taken up again; and all of them in a table and a Word file."""

import io
import uuid
import zipfile

import pytest
from django.urls import reverse

from portolan.documents.domain.remarks import remark, resolve
from portolan.documents.domain.writing import current_revision
from portolan.documents.enums import Audience, RemarkState
from portolan.documents.models import Remark
from portolan.network.enums import Role
from tests.factories.documents import document_with, hand_of, section_of
from tests.factories.signing import AT


@pytest.fixture
def profile():
    return document_with()


@pytest.fixture
def author(profile):
    return hand_of(profile, Role.LEAD_AUTHOR)


@pytest.fixture
def reader(client, profile):
    client.user = hand_of(profile, Role.READER)
    client.force_login(client.user)
    return client


def remarked(profile, by, text="Et la douane ?", audience=Audience.ALL, **more):
    section = section_of(profile)
    revision = current_revision(section, "fr")
    return remark(section, revision=revision, text=text, audience=audience, by=by, at=AT, **more)


def at(name, row):
    return reverse(f"desk:remark-{name}", args=[row.pk])


def test_answer_sent_twice_is_one_and_leads_back_to_the_remark(reader, profile, author):
    row = remarked(profile, author)
    sent = {"token": str(uuid.uuid4()), "text": "Elle ouvre à l’aube."}

    answers = [reader.post(at("answer", row), sent) for _each in range(2)]

    place = reverse("desk:section-read", args=[profile.slug, "fr", "framework"])
    assert [each.headers["Location"] for each in answers] == [f"{place}#remark-{row.pk}"] * 2
    assert list(row.replies.values_list("text", flat=True)) == ["Elle ouvre à l’aube."]


def test_remark_one_may_not_read_is_not_there(reader, profile, author):
    row = remarked(profile, author, audience=Audience.AUTHORS)

    answers = [reader.get(at(name, row)).status_code for name in ("answer", "reopen")]
    answers.append(reader.post(at("answer", row), {"token": str(uuid.uuid4()), "text": "Ah."}).status_code)

    assert (answers, Remark.objects.count()) == ([404, 404, 404], 1)


def test_reader_resolves_nothing_and_author_does_with_what_was_changed(client, reader, profile, author):
    row = remarked(profile, reader.user)
    typed = {"resolution": "Ajouté.", "change_made": "Une note."}

    refused = reader.post(at("resolve", row), typed).status_code
    client.force_login(author)
    client.post(at("resolve", row), typed)

    row.refresh_from_db()
    assert refused == 403
    assert (row.state, row.resolution, row.change_made) == (RemarkState.RESOLVED, "Ajouté.", "Une note.")


def test_remark_resolved_by_two_with_other_words_keeps_the_first(client, profile, author):
    row = remarked(profile, author)
    resolve(row, resolution="Ajouté.", by=author, at=AT)
    client.force_login(hand_of(profile, Role.CO_AUTHOR))

    answered = client.post(at("resolve", row), {"resolution": "Retiré.", "change_made": ""})

    row.refresh_from_db()
    assert (answered.status_code, row.resolution) == (200, "Ajouté.")
    assert answered.context["form"].non_field_errors() == ["Cette remarque a été traitée entre-temps."]


def test_remark_is_taken_up_again_with_its_reason(reader, profile, author):
    row = remarked(profile, reader.user)
    resolve(row, resolution="Ajouté.", by=author, at=AT)

    reader.post(at("reopen", row), {"reason": "La note manque."})

    row.refresh_from_db()
    assert (row.state, row.resolution) == (RemarkState.OPEN, "")
    assert [each.text for each in row.replies.all()] == ["La note manque."]


def test_table_and_file_hold_what_their_reader_may_see_and_no_other(reader, profile, author):
    remarked(profile, author, "aux auteurs", audience=Audience.AUTHORS)
    remarked(profile, author, "à tous")

    page = reader.get(reverse("desk:document-remarks", args=[profile.slug, "fr"]))
    file = reader.get(reverse("desk:document-remarks-file", args=[profile.slug, "fr"]))

    words = zipfile.ZipFile(io.BytesIO(file.content)).read("word/document.xml").decode()
    assert [str(row[0].value) for row in page.context["table"].rows] == ["à tous"]
    assert ("à tous" in words, "aux auteurs" in words) == (True, False)
    assert file.headers["Content-Disposition"] == f'attachment; filename="{profile.slug}.remarks.fr.docx"'


@pytest.mark.parametrize("rows", [1, 3])
def test_table_costs_the_same_with_more_remarks(reader, profile, author, django_assert_num_queries, rows):
    for _each in range(rows):
        remarked(profile, author)

    with django_assert_num_queries(7):
        reader.get(reverse("desk:document-remarks", args=[profile.slug, "fr"]))
