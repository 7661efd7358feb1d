"""The library: what the public reads of documents, in which language, and what it never reads."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portolan.documents.domain.editions import publish, withdraw
from portolan.documents.domain.pictures import take_picture
from portolan.documents.enums import DocumentKind
from portolan.documents.models import Edition, EditionFile
from portolan.documents.tasks import make_edition_files
from portolan.kernel.texts import Text
from tests.factories import OrganisationFactory, PlaceFactory, SourceFactory, record
from tests.factories.documents import DocumentTemplateFactory, document_with
from tests.factories.editions import NOTE, PUBLISHED, changed_and_ready, published

FR, EN, AR = "<p>Le port.</p>", "<p>The port.</p>", "<p>الميناء.</p>"
ALL = {key: {"fr": FR, "en": EN, "ar": AR} for key in ("framework", "perceptions")}
TITLE = Text.of("fr", fr="Profil de Sanzorzo", en="Profile of Sanzorzo", ar="ملف سانزورزو")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def profile(texts=None, **fields):
    """The published profile of Sanzorzo, of the city of Mayda."""
    place = PlaceFactory(slug="mayda", name=Text.of("fr", fr="Mayda", ar="مائدة"))
    fields = {"slug": "sanzorzo", "title": TITLE, "city": OrganisationFactory(place=place), **fields}
    return published(ALL if texts is None else texts, **fields)


def second_edition(edition):
    return publish(changed_and_ready(edition.document), by=None, at=PUBLISHED + dt.timedelta(days=90), note=NOTE)


def titles(client, query=""):
    return [str(row.title) for row in client.get(f"/fr/documents/{query}").context["page_obj"]]


def page(client, path="", language="fr"):
    return client.get(f"/{language}/documents/sanzorzo/{path}")


# --- the list -----------------------------------------------------------------------------------------------------


def test_library_lists_the_newest_edition_of_each_document_newest_first(client):
    second_edition(profile())
    published(title=Text.of("fr", fr="Profil de Drogeo"), at=PUBLISHED + dt.timedelta(days=10))
    document_with(title=Text.of("fr", fr="Profil en travail"))

    assert titles(client) == ["Profil de Sanzorzo", "Profil de Drogeo"]


def test_empty_library_says_so(client):
    document_with()

    answer = client.get("/en/documents/")

    assert (answer.status_code, answer.context["total"]) == (200, 0)
    assert "No document is published yet." in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=learning-note", ["Note de Drogeo"]),
        ("?city=mayda", ["Profil de Sanzorzo"]),
        ("?language=ar", ["Profil de Sanzorzo"]),
        ("?language=fr", ["Note de Drogeo", "Profil de Sanzorzo"]),
        ("?year=2027", ["Note de Drogeo"]),
        ("?city=mayda&year=2027", []),
        ("?kind=treaty", []),
        ("?year=x", []),
    ],
)
def test_library_is_filtered_by_kind_city_language_and_year(query, found, client):
    profile()
    kind = DocumentKind.LEARNING_NOTE
    published(
        title=Text.of("fr", fr="Note de Drogeo"), kind=kind, template=DocumentTemplateFactory(kind=kind),
        at=dt.datetime(2027, 2, 1, tzinfo=dt.UTC),
    )  # fmt: skip

    assert titles(client, query) == found


def test_filter_offers_what_the_editions_have_and_can_be_taken_away(client):
    profile()

    answer = client.get("/fr/documents/?city=mayda&year=2026")

    form = answer.context["form"]
    assert [value for value, _ in form.fields["language"].choices] == ["", "ar", "en", "fr"]
    assert [value for value, _ in form.fields["city"].choices] == ["", "mayda"]
    assert [each["url"] for each in answer.context["chosen"]] == [
        "/fr/documents/?year=2026", "/fr/documents/?city=mayda",
    ]  # fmt: skip


@pytest.mark.parametrize(("query", "status"), [("?page=1", 200), ("?page=2", 404), ("?page=x", 404)])
def test_page_of_the_library_that_is_not_there(query, status, client):
    profile()

    assert client.get(f"/fr/documents/{query}").status_code == status


# --- an edition ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [
        ("fr", "Profil de Sanzorzo", "Le cadre"),
        ("en", "Profile of Sanzorzo", "The framework"),
        ("ar", "ملف سانزورزو", "الإطار"),
    ],
)
def test_edition_is_read_in_the_readers_language(language, title, heading, client):
    profile()

    answer = page(client, language=language)

    assert answer.context["page_title"] == title
    assert answer.context["sections"][0][0].heading == heading
    assert answer.context["chosen"].language == language
    assert answer.context["chosen"].is_fallback is False


@pytest.mark.parametrize("path", ["", "framework/"])
def test_reader_without_a_translation_is_told_and_offered_what_there_is(path, client):
    profile({key: {"fr": FR, "en": EN} for key in ("framework", "perceptions")})

    answer = page(client, path, language="ar")

    chosen = answer.context["chosen"]
    assert chosen.is_fallback is True
    assert (chosen.language, chosen.direction) in [("fr", "ltr"), ("en", "ltr")]
    assert [language.code for language in answer.context["offered"]] == ["fr", "en"]
    assert answer.text.count('class="note small"') == 1


@pytest.mark.parametrize(
    "path", ["editions/7/", "nowhere/", "editions/1/nowhere/", "editions/1/fr.pdf", "editions/1/fr.exe"]
)
def test_part_of_an_edition_that_is_not_there(path, client):
    profile()

    assert page(client, path).status_code == 404


def test_work_text_has_no_public_page(client):
    document_with(slug="sanzorzo", title=TITLE)

    assert [page(client, path).status_code for path in ("", "framework/", "editions/1/")] == [404] * 3


def test_earlier_edition_keeps_its_address_and_leads_to_the_newest(client):
    second_edition(profile())

    earlier, newest = page(client, "editions/1/"), page(client)

    assert (earlier.context["edition"].number, earlier.context["newest_url"]) == (1, "/fr/documents/sanzorzo/")
    assert (newest.context["edition"].number, newest.context["newest_url"]) == (2, "")
    assert [row.number for row, _url in newest.context["editions"]] == [2, 1]


def test_citation_names_city_year_title_edition_and_lasting_address(client):
    edition = profile()
    network = edition.contents["fr"]["network"]

    answer = page(client)

    assert answer.context["citation"].split(". ")[1:3] == ["Profil de Sanzorzo", "édition 1"]
    assert answer.context["citation"].endswith("/fr/documents/sanzorzo/editions/1/")
    assert answer.context["structured"]["inLanguage"] == ["fr", "en", "ar"]
    assert network == edition.contents["ar"]["network"]


def test_notes_are_numbered_through_the_sections_and_sources_stand_below(client):
    SourceFactory(code="ins-2020")
    note = 'Le port<span class="note">Depuis 2016</span>'
    profile({
        "framework": {"fr": f"<p>{note} et {note}.</p>"},
        "perceptions": {"fr": f'<p>{note}, un quart<cite data-source="ins-2020"></cite>.</p>'},
    })  # fmt: skip

    shown = [page(client, path).context["shown"] for path in ("framework/", "perceptions/")]

    assert [(each.first_note, len(each.notes)) for each in shown] == [(1, 2), (3, 1)]
    assert [[source.code for source in each.sources] for each in shown] == [[], ["ins-2020"]]
    assert shown[1].notes[0].startswith('<li id="note-3" value="3">')


def test_section_leads_to_those_beside_it(client):
    profile()

    answer = page(client, "editions/1/perceptions/")

    assert (answer.context["before"]["url"], answer.context["after"]) == (
        "/fr/documents/sanzorzo/editions/1/framework/",
        None,
    )


# --- withdrawn ----------------------------------------------------------------------------------------------------


def _picture():
    drawn = io.BytesIO()
    Image.new("RGB", (4, 2)).save(drawn, "PNG")
    return take_picture(SimpleUploadedFile("port.png", drawn.getvalue()), by=None, at=PUBLISHED)


def test_withdrawn_edition_is_gone_at_once_everywhere(client):
    picture = _picture()
    shown = (
        f'<figure class="picture"><img src="picture:{picture.digest}" alt="Le port"><figcaption>Port</figcaption>'
        "<small>Mayda</small></figure>"
    )
    edition = profile({"framework": {"fr": FR + shown}, "perceptions": {"fr": FR}})
    make_edition_files.call(edition.pk)
    addresses = [
        "/fr/documents/sanzorzo/",
        "/fr/documents/sanzorzo/framework/",
        "/fr/documents/sanzorzo/editions/1/",
        "/fr/documents/sanzorzo/editions/1/framework/",
        "/fr/documents/sanzorzo/editions/1/fr.pdf",
        "/fr/documents/sanzorzo/editions/1/fr.docx",
        f"/fr/documents/pictures/{picture.digest}",
    ]
    lists = ["/sitemap.xml", "/fr/documents/", "/fr/search/?q=sanzorzo", "/api/v1/documents"]

    before = [client.get(address).status_code for address in addresses]
    named = ["sanzorzo/" in client.get(address).text for address in lists]
    withdraw(edition, by=None, at=PUBLISHED, reason="Une erreur dans les chiffres")
    after = [client.get(address).status_code for address in addresses]

    assert (before, after) == ([200] * 7, [404] * 7)
    assert named == [True] * 4
    assert ["sanzorzo/" in client.get(address).text for address in lists] == [False] * 4


def test_earlier_edition_does_not_take_the_place_of_a_withdrawn_one(client):
    withdraw(second_edition(profile()), by=None, at=PUBLISHED, reason="Une erreur")

    answers = [page(client, path) for path in ("", "framework/", "editions/2/", "editions/1/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 200]
    assert answers[-1].context["newest_url"] == ""


def test_picture_is_asked_for_again_each_time_and_costs_no_bytes(client):
    picture = _picture()
    shown = (
        f'<figure class="picture"><img src="picture:{picture.digest}" alt="Le port"><figcaption>Port</figcaption>'
        "<small>Mayda</small></figure>"
    )
    profile({"framework": {"fr": shown}, "perceptions": {"fr": FR}})
    address = f"/fr/documents/pictures/{picture.digest}"

    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})

    assert (first.headers["Content-Type"], first.headers["Cache-Control"]) == ("image/png", "public, no-cache")
    assert (again.status_code, again.content) == (304, b"")


# --- the demonstration, files -------------------------------------------------------------------------------------


def test_invented_document_is_shown_only_when_asked(client):
    profile(record=record("demonstration"))
    addresses = ["/fr/documents/sanzorzo/", "/fr/documents/sanzorzo/framework/", "/fr/documents/sanzorzo/editions/1/"]

    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert [client.get(f"{address}?demonstration=1").status_code for address in addresses] == [200] * 3
    assert (titles(client), titles(client, "?demonstration=1")) == ([], ["Profil de Sanzorzo"])


def test_files_of_an_edition_are_made_once_in_each_language(client):
    edition = profile({key: {"fr": FR, "ar": AR} for key in ("framework", "perceptions")})

    for _each in range(2):
        make_edition_files.call(edition.pk)

    assert sorted(EditionFile.objects.values_list("language", "ending")) == [
        ("ar", "docx"), ("ar", "pdf"), ("fr", "docx"), ("fr", "pdf"),
    ]  # fmt: skip
    listed = page(client).context["files"]
    assert [(row["language"], [file["ending"] for file in row["files"]]) for row in listed] == [
        ("fr", ["pdf", "docx"]), ("ar", ["pdf", "docx"]),
    ]  # fmt: skip
    answer = client.get(listed[0]["files"][0]["url"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sanzorzo.1.fr.pdf"'
    assert answer.content[:5] == b"%PDF-"


def test_files_of_a_withdrawn_edition_are_not_made():
    edition = profile()
    withdraw(edition, by=None, at=PUBLISHED, reason="Une erreur")

    make_edition_files.call(edition.pk)

    assert (Edition.objects.count(), EditionFile.objects.count()) == (1, 0)
