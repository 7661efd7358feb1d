"""How the API answers: refusals in the reader's language, validators, other sites, methods, limits, its description."""

import datetime as dt

import pytest

from portolan.api.found import views as found
from portolan.kernel.texts import Text
from portolan.network.domain.places import create_place
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.models import Generation
from portolan.search.domain import entries
from tests.factories import PersonFactory, PlaceFactory


@pytest.fixture(autouse=True)
def _fresh_limits():
    found._limiter.cache_clear()


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=99999999999999999999", "page"),
        ("page_size=101", "page_size"),
        ("lang=xx", "lang"),
        ("lang=", "lang"),
        ("kind=nonsense", "kind"),
        ("kidn=city", "kidn"),
        ("country=%00", "country"),
        ("country=%27%3B--", "country"),
        ("demonstration=yes", "demonstration"),
    ],
)
def test_bad_parameter_is_refused_by_name(client, asked, parameter):
    response = client.get(f"/api/v1/places?{asked}")

    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("query", "accepts", "sentence"),
    [
        ("lang=en", "", "Give a whole number."),
        ("", "en", "Give a whole number."),
        ("lang=fr", "en", "Donnez un nombre entier."),
        ("lang=ar", "en", "اكتبوا عددًا صحيحًا."),
    ],
)
def test_refusal_speaks_the_readers_language(client, query, accepts, sentence):
    response = client.get(f"/api/v1/places?page=x&{query}", headers={"accept-language": accepts})

    assert [error["message"] for error in response.json()["errors"]] == [sentence]


@pytest.mark.parametrize("path", ["", "v1", "v1/", "v1/nothing", "v1/places/", "v2/places"])
def test_unknown_address_is_a_problem_too(client, path):
    response = client.get(f"/api/{path}")

    assert (response.status_code, response.json()["status"]) == (404, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_data_cannot_be_written(client, method):
    response = getattr(client, method)("/api/v1/places")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_head_and_options(client):
    PlaceFactory()

    head, options = client.head("/api/v1/places"), client.options("/api/v1/places")

    assert (head.status_code, head.content) == (200, b"")
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", ["v1/places", "v1/places?page=0", "v1/nothing", "openapi.json", "v1/dump.zip"])
def test_other_sites_may_read_without_cookies(client, path):
    response = client.get(f"/api/{path}")

    response.getvalue()  # a file that is sent is closed when it has been read
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.cookies == {}


def test_same_rows_are_not_sent_twice(client):
    place = PlaceFactory()
    etag = client.get("/api/v1/places").headers["ETag"]

    again = client.get("/api/v1/places", headers={"if-none-match": etag})
    place.country = "FR"
    place.save()
    changed = client.get("/api/v1/places", headers={"if-none-match": etag})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


DAY = dt.datetime(2024, 5, 12, 10, 30, 15, 700_000, tzinfo=dt.UTC)
SAID = "Sun, 12 May 2024 10:30:15 GMT"


@pytest.fixture
def changed_then():
    """Something public changed last on a day of 2024."""
    public_changed()
    Generation.objects.update(at=DAY)


@pytest.mark.parametrize("path", ["places", "places?page_size=1", "members?kind=city", "search?q=seville"])
def test_answer_says_when_anything_changed_last(client, changed_then, path):
    assert client.get(f"/api/v1/{path}").headers["Last-Modified"] == SAID


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (SAID, 304),
        ("Mon, 13 May 2024 00:00:00 GMT", 304),
        ("Sun, 12 May 2024 10:30:14 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_unchanged_since_is_not_sent_again(client, changed_then, since, status):
    PlaceFactory()

    answer = client.get("/api/v1/places", headers={"if-modified-since": since})

    assert (answer.status_code, answer.content == b"") == (status, status == 304)


def test_the_etag_decides_where_both_are_given(client, changed_then):
    PlaceFactory()

    answer = client.get("/api/v1/places", headers={"if-modified-since": SAID, "if-none-match": '"another"'})

    assert answer.status_code == 200


def test_a_change_is_sent_to_whoever_asks_since_the_last_one(client, changed_then):
    create_place(by=None, name=Text.of("fr", fr="Mayda"), zone="Etc/GMT+1", region="europe", latitude=46, longitude=-14)

    answer = client.get("/api/v1/places", headers={"if-modified-since": SAID})

    assert (answer.status_code, answer.json()["count"]) == (200, 1)
    # Within the second of the change nothing is promised: another may follow in it.
    assert "Last-Modified" not in answer.headers


def test_what_tells_no_data_says_nothing_of_its_changes(client, changed_then):
    assert "Last-Modified" not in client.get("/api/openapi.json").headers


def test_search_finds_places_with_facets(client):
    entries.refresh(PlaceFactory(slug="seville", name=Text.of("fr", fr="Séville", ar="إشبيلية")))

    answer = client.get("/api/v1/search", {"q": "seville", "lang": "ar"}).json()

    assert [(hit["kind"], hit["code"], hit["title"], hit["language"]) for hit in answer["results"]] == [
        ("network.place", "seville", "إشبيلية", "ar")
    ]
    assert (answer["count"], answer["more"]) == (1, False)
    assert answer["facets"]["city"] == [{"value": "seville", "label": "إشبيلية", "count": 1}]


def test_search_finds_no_person(client):
    entries.refresh(PersonFactory(given_name="Zeno", family_name="Icaria"))

    assert client.get("/api/v1/search", {"q": "icaria"}).json()["count"] == 0


def test_search_is_limited_by_address(client, monkeypatch):
    monkeypatch.setattr(found, "LIMIT", "2/minute")

    answers = [client.get("/api/v1/search", {"q": "a"}) for _ in range(3)]
    elsewhere = client.get("/api/v1/search", {"q": "a"}, REMOTE_ADDR="192.0.2.7")

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["status"] == 429
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert elsewhere.status_code == 200


def test_description_is_at_its_address(client):
    described = client.get("/api/openapi.json").json()

    assert described["info"]["title"] == "Portolan"
    assert sorted(path for path in described["paths"] if path.endswith("members")) == ["/api/v1/members"]


@pytest.mark.parametrize(
    ("language", "heading", "direction"),
    [
        ("fr", "Les données en service", "ltr"),
        ("en", "The data as a service", "ltr"),
        ("ar", "البيانات خدمةً للبرامج", "rtl"),
    ],
)
def test_page_of_the_description_in_each_language(client, language, heading, direction):
    body = client.get("/api/docs", {"lang": language}).content.decode()

    assert body.count(f"<h1>{heading}</h1>") == 1
    assert body.count(f'<html lang="{language}" dir="{direction}">') == 1
    assert body.count("GET /api/v1/members") == 1


def test_page_of_the_description_needs_no_other_host(client):
    body = client.get("/api/docs", {"lang": "en"}).content.decode()

    assert [part for part in body.split('src="')[1:] if not part.startswith("/")] == []
    assert body.count("<script") == 0
