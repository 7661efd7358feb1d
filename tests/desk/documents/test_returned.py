"""Files that come back: only what changed is shown, nothing changes until chosen, and nothing bad is half-kept."""

import uuid
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from portolan.documents.domain.returned import keep_returned
from portolan.documents.domain.whole import printed_document
from portolan.documents.domain.writing import current_revision, draft_of, save_text
from portolan.documents.enums import Audience, Origin, ReturnedKind
from portolan.documents.exports.two_columns import write_two_columns
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.exports.xliff import write_xliff
from portolan.documents.models import Remark, ReturnedFile, Revision
from portolan.network.enums import Role
from tests.documents.exports.papers import foreign, line, part, with_parts
from tests.factories import UserFactory, user_with
from tests.factories.documents import document_with, hand_of, section_of
from tests.factories.signing import AT

TEXTS = {
    "framework": {"fr": "<p>Le port accueille.</p>"},
    "perceptions": {"fr": "<p>Rumeurs du marché.</p>"},
    "priorities": {"fr": "<p>Compter.</p>"},
}


@pytest.fixture
def profile():
    return document_with(TEXTS)


@pytest.fixture
def author(client, profile):
    client.user = hand_of(profile, Role.LEAD_AUTHOR)
    client.force_login(client.user)
    return client


def printed(document, language="fr"):
    return printed_document(document, language, reader=None, numbers="none")


def edited(document, old="Rumeurs", new="Bruits"):
    """The document's Word file with a word written anew in it, as in Word: all else as it was given."""
    given = write_docx(printed(document))
    return with_parts(given, {"word/document.xml": etree.tostring(part(given)).replace(old.encode(), new.encode())})


def hand_in(client, document, data, *, language="fr", name="mayda.docx", token=None):
    sent = {"token": token or str(uuid.uuid4()), "language": language, "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("desk:document-files", args=[document.slug]), sent)


def taking(client, address, *keys):
    """The form of the preview with these sections chosen, each on the base it was compared with."""
    sent = {"section": list(keys)}
    for each, _changes in client.get(address).context["changed"]:
        sent[f"base-{each.section.key}"] = each.base.pk if each.base else ""
    return sent


def texts(document, language="fr"):
    return {
        section.key: revision.html
        for section in document.sections.all()
        if (revision := current_revision(section, language)) is not None
    }


def test_word_file_changed_in_one_section_shows_just_that_section(author, profile):
    before = texts(profile)

    answered = hand_in(author, profile, edited(profile))
    page = author.get(answered.headers["Location"])

    ((row, changes),) = page.context["changed"]
    assert (row.section.key, row.is_behind) == ("perceptions", False)
    assert [(each.kind, each.html) for each in changes] == [
        ("changed", "<p><del>Rumeurs</del><ins>Bruits</ins> du marché.</p>")
    ]
    assert sorted(each.key for each in page.context["same"]) == ["framework", "priorities"]
    assert texts(profile) == before


def test_chosen_section_is_taken_over_once_with_where_it_came_from(author, profile):
    address = hand_in(author, profile, edited(profile)).headers["Location"]
    sent = taking(author, address, "perceptions")

    for _each in range(2):
        author.post(address, sent)

    revision = current_revision(section_of(profile, "perceptions"), "fr")
    assert (revision.number, revision.html) == (2, "<p>Bruits du marché.</p>")
    assert (revision.origin, revision.note, revision.made_by) == (Origin.WORD, "mayda.docx", author.user)
    assert author.get(address).context["changed"] == []


def test_section_saved_meanwhile_is_left_and_the_files_text_kept_as_a_draft(author, profile):
    address = hand_in(author, profile, edited(profile)).headers["Location"]
    sent = taking(author, address, "perceptions")
    section = section_of(profile, "perceptions")
    save_text(section, "fr", html="<p>Rien.</p>", base=current_revision(section, "fr"), by=UserFactory(), at=AT)

    answered = author.post(address, sent, follow=True)

    assert current_revision(section, "fr").html == "<p>Rien.</p>"
    assert draft_of(section, "fr", author.user).html == "<p>Bruits du marché.</p>"
    assert [each.level_tag for each in answered.context["messages"]] == ["success", "warning"]
    assert [each.is_behind for each, _changes in answered.context["changed"]] == [True]


def test_co_author_of_one_section_takes_over_that_section_alone(client, profile):
    own = section_of(profile, "framework")
    client.force_login(hand_of(profile, Role.CO_AUTHOR, section=own))
    paper = printed(profile)
    every = write_docx(replace(paper, sections=[replace(each, html=f"<p>{each.key}</p>") for each in paper.sections]))
    address = hand_in(client, profile, every).headers["Location"]
    shown = [each.section.key for each, _changes in client.get(address).context["changed"]]

    base = current_revision(section_of(profile, "perceptions"), "fr").pk
    client.post(address, {**taking(client, address, "framework", "perceptions"), "base-perceptions": base})

    assert shown == ["framework"]
    assert texts(profile) == {
        "framework": "<p>framework</p>",
        "perceptions": "<p>Rumeurs du marché.</p>",
        "priorities": "<p>Compter.</p>",
    }


def test_translation_in_two_columns_comes_back_with_what_it_renders(client, profile):
    client.force_login(user_with(Role.TRANSLATOR))
    source = printed(profile)
    renders = current_revision(section_of(profile), "fr")
    translated = in_two_columns(source, printed(profile, "en"), "<p>The port welcomes.</p>")
    save_text(section_of(profile), "fr", html="<p>Autre.</p>", base=renders, by=None, at=AT)

    address = hand_in(client, profile, translated, language="en").headers["Location"]
    client.post(address, taking(client, address, "framework"))

    revision = current_revision(section_of(profile), "en")
    assert (revision.html, revision.renders) == ("<p>The port welcomes.</p>", renders)
    assert ReturnedFile.objects.get().kind == ReturnedKind.COLUMNS


def in_two_columns(source, target, html):
    """The file in two columns as it comes back: a translation typed where none was."""
    sections = [replace(each, html=html) if each.key == "framework" else each for each in target.sections]
    return write_two_columns(source, replace(target, sections=sections))


def test_xliff_comes_back_and_says_what_it_renders(client, profile):
    client.force_login(user_with(Role.TRANSLATOR))
    target = printed(profile, "ar")
    sections = [
        replace(each, html="<p>يستقبل الميناء.</p>") if each.key == "framework" else each for each in target.sections
    ]
    data = write_xliff(printed(profile), replace(target, sections=sections))

    address = hand_in(client, profile, data, language="ar", name="mayda.xlf").headers["Location"]
    client.post(address, taking(client, address, "framework"))

    revision = current_revision(section_of(profile), "ar")
    assert (revision.html, revision.origin) == ("<p>يستقبل الميناء.</p>", Origin.XLIFF)
    assert revision.renders == current_revision(section_of(profile), "fr")


def test_translator_takes_over_no_source_text(client, profile):
    client.force_login(user_with(Role.TRANSLATOR))
    address = hand_in(client, profile, edited(profile)).headers["Location"]
    base = current_revision(section_of(profile, "perceptions"), "fr").pk

    client.post(address, {"section": ["perceptions"], "base-perceptions": base})

    assert texts(profile) == {key: by_language["fr"] for key, by_language in TEXTS.items()}


def test_translation_into_another_language_is_refused(client, profile):
    client.force_login(user_with(Role.TRANSLATOR))
    data = client.get(reverse("desk:document-xliff", args=[profile.slug, "ar"])).content

    answered = hand_in(client, profile, data, language="en", name="mayda.xlf")

    assert (list(answered.context["form"].errors), ReturnedFile.objects.count()) == (["language"], 0)


def test_file_of_somebody_else_is_placed_by_its_headings_and_loses_nothing(author, profile):
    body = line("Le cadre", "Titre1") + line("Un quai.") + line("La douane", "Titre1") + line("Elle veille.")

    page = author.get(hand_in(author, profile, foreign(body)).headers["Location"])

    assert [each.html for each, _changes in page.context["changed"]] == ["<p>Un quai.</p>"]
    assert page.context["unplaced"] == [("La douane", "Elle veille.")]


def test_comments_become_remarks_once_under_the_names_they_carry(author, profile):
    comments = [
        {"section_key": "framework", "quote": "port", "text": "Lequel ?", "author": "Inès du Quai", "date": ""},
        {"section_key": "framework", "quote": "le phare", "text": "Et lui ?", "author": "", "date": ""},
        {"section_key": "framework", "quote": "", "text": "Déjà là.", "author": "Ava", "date": "", "is_known": True},
    ]
    contents = {"sections": [], "unplaced": [], "comments": comments, "report": []}
    row = keep_returned(
        profile, "fr", kind=ReturnedKind.WORD, name="relu.docx", data=b"PK", contents=contents, pictures={},
        by=author.user, at=AT,
    )  # fmt: skip
    address = reverse("desk:returned-comments", args=[profile.slug, row.pk])

    for _each in range(2):
        author.post(address, {"comment": ["0", "1", "2", "99"]})

    remarks = Remark.objects.order_by("pk")
    assert [(each.written_by, each.quote, each.text, each.audience) for each in remarks] == [
        ("Inès du Quai", "port", "Lequel ?", Audience.AUTHORS),
        ("commentaire sans nom", "", "Sur «\u202fle phare\u202f»\u202f: Et lui ?", Audience.AUTHORS),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mayda.docx", b"PK\x03\x04 not a file"),
        ("mayda.docx", b"MZ\x90\x00"),
        ("mayda.xlf", b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>'),
        ("mayda.xlf", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_hostile_file_is_refused_in_words_and_nothing_is_kept(author, profile, name, data):
    answered = hand_in(author, profile, data, name=name)

    (words,) = answered.context["form"].errors["file"]
    assert answered.status_code == 200
    assert "fichier" in words.lower()
    assert (ReturnedFile.objects.count(), Revision.objects.count()) == (0, 3)


def test_scripts_of_a_file_do_not_reach_the_page(author, profile):
    body = line("Le cadre", "Titre1") + line("&lt;script&gt;alert(1)&lt;/script&gt;")

    page = author.get(hand_in(author, profile, foreign(body)).headers["Location"]).content.decode()

    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_file_handed_in_twice_is_kept_once(author, profile):
    token = str(uuid.uuid4())

    answers = [hand_in(author, profile, edited(profile), token=token).headers["Location"] for _each in range(2)]

    assert (len(set(answers)), ReturnedFile.objects.count()) == (1, 1)


def test_whoever_only_reads_hands_nothing_in_and_sees_no_file_of_others(client, author, profile):
    address = hand_in(author, profile, edited(profile)).headers["Location"]
    client.force_login(hand_of(profile, Role.READER))

    page = client.get(reverse("desk:document-files", args=[profile.slug]))
    sent = hand_in(client, profile, edited(profile))

    assert (page.context["form"], page.context["returned"], sent.status_code) == (None, [], 403)
    assert [client.get(address).status_code, client.post(f"{address}comments/").status_code] == [404, 404]


def test_files_for_translators_exist_for_translations_only(author, profile):
    answers = [
        author.get(reverse(f"desk:document-{name}", args=[profile.slug, language])).status_code
        for name in ("xliff", "columns")
        for language in ("en", "fr", "de")
    ]

    assert answers == [200, 404, 404] * 2


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_costs_the_same_with_more_sections(author, profile, django_assert_num_queries, rows):
    paper = printed(profile)
    changed = [each.key for each in paper.sections][:rows]
    sections = [replace(each, html="<p>Neuf.</p>") if each.key in changed else each for each in paper.sections]
    address = hand_in(author, profile, write_docx(replace(paper, sections=sections))).headers["Location"]

    with django_assert_num_queries(9):
        author.get(address)


def test_kept_file_names_the_day_it_came(author, profile):
    hand_in(author, profile, edited(profile))

    row = ReturnedFile.objects.get()
    assert (row.made_by, row.made_at.date(), row.name) == (author.user, timezone.now().date(), "mayda.docx")
