"""The desk's pages of imports and conflicts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portolan.exchange.enums import RunState
from portolan.exchange.exports.template import template_workbook
from portolan.exchange.models import ImportRun
from portolan.network.enums import Role
from portolan.network.models import Person, Place
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict
from tests.exchange.books import about, workbook, zipped
from tests.factories import PersonFactory, user_with

PLACES = [
    ["code", "name_fr", "name_ar", "country", "region", "zone", "latitude", "longitude"],
    ["frislandia", "Frislande", "فريسلانديا", "ZZ", "europe", "Etc/GMT+1", "50.4", "-12.6"],
    ["mayda", "Mayda", "مايدا", "ZZ", "europe", "Etc/GMT+1", "146.6", "-14.8"],
]


@pytest.fixture
def manager(client):
    user = user_with(Role.MANAGER)
    client.force_login(user)
    return user


def give(client, content: bytes, name: str = "book.xlsx"):
    return client.post("/en/desk/imports/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_file_is_previewed_then_taken_over(client, manager):
    answer = give(client, workbook(about=about(), places=PLACES[:2]))
    run = ImportRun.objects.get()
    assert (answer.status_code, run.state, Place.objects.count()) == (200, RunState.READY, 0)

    client.post(f"/en/desk/imports/{run.pk}/commit/")

    run.refresh_from_db()
    assert (run.state, [place.slug for place in Place.objects.all()]) == (RunState.COMMITTED, ["frislandia"])


def test_rows_in_error_are_shown_and_left_out_on_demand(client, manager):
    give(client, workbook(about=about(), places=PLACES))
    run = ImportRun.objects.get()

    client.post(f"/en/desk/imports/{run.pk}/commit/")
    assert Place.objects.count() == 0
    client.post(f"/en/desk/imports/{run.pk}/commit/", {"leave_out_errors": "on"})

    assert [place.slug for place in Place.objects.all()] == ["frislandia"]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_refused_file_says_why(client, manager, language):
    answer = client.post(f"/{language}/desk/imports/", {"file": SimpleUploadedFile("x.xlsx", b"nothing")}, follow=True)

    assert answer.status_code == 200
    assert ImportRun.objects.get().refusal == ["not-a-workbook", {}]


def test_a_zip_of_tables_is_read(client, manager):
    give(client, zipped(about=about(), places=PLACES[:2]), "folder.zip")

    assert ImportRun.objects.get().state == RunState.READY


def test_a_large_file_is_read_by_the_queue(client, manager, monkeypatch):
    monkeypatch.setattr("portolan.desk.exchange.views.imports.AT_ONCE", 10)

    give(client, workbook(about=about(), places=PLACES[:2]))

    run = ImportRun.objects.get()
    assert (run.state, bool(run.file)) == (RunState.READY, False)


def test_a_likely_duplicate_is_taken_as_the_same_on_demand(client, manager):
    known = PersonFactory(
        given_name="Alidade", family_name="Vergue", match_key="alidade vergue", email="", email_key=""
    )
    people = [["code", "given_name", "family_name"], ["p-1", "Alidade", "Vergue"]]
    give(client, workbook(about=about(), people=people))
    run = ImportRun.objects.get()
    row = run.rows.get()

    client.post(f"/en/desk/imports/{run.pk}/choices/", {f"row-{row.pk}": f"person:{known.pk}"})
    client.post(f"/en/desk/imports/{run.pk}/commit/")

    assert list(Person.objects.values_list("pk", flat=True)) == [known.pk]


def test_a_choice_never_offered_is_refused(client, manager):
    PersonFactory(given_name="Alidade", family_name="Vergue", match_key="alidade vergue", email="", email_key="")
    stranger = PersonFactory(given_name="Cabestan", family_name="Amarre", match_key="cabestan amarre")
    people = [["code", "given_name", "family_name"], ["p-1", "Alidade", "Vergue"]]
    give(client, workbook(about=about(), people=people))
    run = ImportRun.objects.get()
    row = run.rows.get()

    client.post(f"/en/desk/imports/{run.pk}/choices/", {f"row-{row.pk}": f"person:{stranger.pk}"})

    assert run.rows.get().choice == ""


def test_a_conflict_is_decided_with_a_reason(client, manager, amman_conflict):
    statement = amman_conflict.statements.get(preferred=False)

    client.post(f"/en/desk/conflicts/{amman_conflict.pk}/", {"prefer": statement.pk, "reason": "The log book says so."})

    amman_conflict.refresh_from_db()
    assert (amman_conflict.state, amman_conflict.reason) == (ConflictState.DECIDED, "The log book says so.")


def test_a_decision_without_a_reason_comes_back(client, manager, amman_conflict):
    statement = amman_conflict.statements.get(preferred=False)

    answer = client.post(f"/en/desk/conflicts/{amman_conflict.pk}/", {"prefer": statement.pk, "reason": ""})

    assert (answer.status_code, Conflict.objects.get().state) == (200, ConflictState.OPEN)
    assert answer.context["form"]["prefer"].value() == str(statement.pk)


@pytest.mark.parametrize("role", [Role.DONOR_READER, Role.FOCAL_POINT, Role.TRANSLATOR])
@pytest.mark.parametrize("page", ["imports/", "imports/template.xlsx", "imports/network.xlsx", "conflicts/"])
def test_pages_are_for_those_who_may_import(client, role, page):
    from tests.factories import OrganisationFactory

    scope = {"organisation": OrganisationFactory()} if role == Role.FOCAL_POINT else {}
    client.force_login(user_with(role, **scope))

    assert client.get(f"/en/desk/{page}").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list_of_imports(client, manager, rows, django_assert_num_queries):
    for number in range(rows):
        ImportRun.objects.create(name=f"book-{number}", made_at="2024-05-01T00:00Z", made_by=manager, state="discarded")
    client.get("/en/desk/imports/")

    with django_assert_num_queries(QUERIES_OF_LIST):
        client.get("/en/desk/imports/")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_preview(client, manager, rows, django_assert_num_queries):
    people = [["code", "family_name"], *([f"p-{n}", f"Vergue{n}"] for n in range(rows))]
    give(client, workbook(about=about(), people=people))
    run = ImportRun.objects.get()

    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        client.get(f"/en/desk/imports/{run.pk}/")


def test_every_page_answers_in_three_languages(client, manager, amman_conflict):
    give(client, workbook(about=about(), places=PLACES))
    run = ImportRun.objects.get()
    pages = ["imports/", f"imports/{run.pk}/", f"imports/{run.pk}/?verdict=error&sheet=places", "conflicts/"]
    pages += [f"conflicts/{amman_conflict.pk}/", f"imports/{run.pk}/report.xlsx", "imports/template.xlsx"]

    answers = {client.get(f"/{code}/desk/{page}").status_code for code in ("fr", "en", "ar") for page in pages}

    assert answers == {200}


def test_the_template_reads_back_as_an_empty_file(client, manager):
    answer = give(client, template_workbook())

    assert (answer.status_code, ImportRun.objects.get().state) == (200, RunState.READY)


QUERIES_OF_LIST = 7
QUERIES_OF_PREVIEW = 8


def reading(**more):
    return ImportRun.objects.create(
        name="large.xlsx", state=RunState.READING, made_at=timezone.now(), rows_total=1000, rows_done=250, **more
    )


def test_a_page_that_asks_by_itself_gets_only_how_far_the_reading_is(client, manager):
    run = reading()

    page = client.get(f"/en/desk/imports/{run.pk}/").content.decode()
    part = client.get(f"/en/desk/imports/{run.pk}/", headers={"HX-Request": "true"})

    assert ("<html" in page, 'value="250"' in page, f'href="/en/desk/imports/{run.pk}/"' in page) == (True, True, True)
    assert ("<html" in part.content.decode(), 'value="250"' in part.content.decode()) == (False, True)
    assert "HX-Refresh" not in part.headers


@pytest.mark.parametrize("state", [RunState.READY, RunState.REFUSED, RunState.DISCARDED])
def test_once_the_reading_is_over_it_is_told_to_load_the_page(client, manager, state):
    run = reading()
    ImportRun.objects.update(state=state)

    answer = client.get(f"/en/desk/imports/{run.pk}/", headers={"HX-Request": "true"})

    assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")
    assert "hx-trigger" not in client.get(f"/en/desk/imports/{run.pk}/").content.decode()
