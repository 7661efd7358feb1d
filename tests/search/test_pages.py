"""The public page of search, and the desk's."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portolan.kernel.texts import Text
from portolan.network.enums import Role
from portolan.search.domain import entries
from portolan.search.domain.hits import Wish, ask
from tests.factories import (
    AffiliationFactory,
    EventFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    record,
)


def _places(many, **more):
    for number in range(many):
        entries.refresh(PlaceFactory(slug=f"mayda-{number}", name=Text.of("fr", fr="Mayda", ar="مايدا"), **more))


@pytest.mark.parametrize(
    ("language", "heading", "found"),
    [
        ("fr", "<h1>Recherche</h1>", "1 résultat"),
        ("en", "<h1>Search</h1>", "1 thing found"),
        ("ar", "<h1>البحث</h1>", "نتيجة واحدة"),
    ],
)
def test_page_in_each_language(client, language, heading, found):
    _places(1)

    body = client.get(f"/{language}/search/", {"q": "mayda"}).content.decode()

    assert (body.count(heading), body.count(found)) == (1, 1)
    assert body.count(f'href="/{language}/cities/mayda-0/"') == 1


def test_page_without_question_says_what_is_searched(client):
    body = client.get("/en/search/").content.decode()

    assert body.count("in all languages at once") == 1


def test_page_with_nothing_found_gives_advice(client):
    body = client.get("/en/search/", {"q": "drogeo"}).content.decode()

    assert body.count("Try fewer words") == 1


@pytest.mark.parametrize("many", [1, 3])
def test_public_page_costs_the_same_at_any_number(client, many, django_assert_num_queries):
    _places(many)

    with django_assert_num_queries(6):
        client.get("/fr/search/", {"q": "mayda"})


@pytest.mark.parametrize("many", [1, 3])
def test_desk_page_costs_the_same_at_any_number(sign_in, many, django_assert_num_queries):
    _places(many)
    client = sign_in(Role.MANAGER)

    with django_assert_num_queries(10):
        client.get("/fr/desk/search/", {"q": "mayda"})


def test_facets_are_links_and_can_be_taken_away(client):
    _places(2)
    meeting = MeetingFactory(slug="pilots", title=Text.of("fr", fr="Pilotes de Mayda"), start="2017-03")
    EventFactory(meeting=meeting)
    entries.refresh(meeting)

    body = client.get("/en/search/", {"q": "mayda"}).content.decode()
    narrowed = client.get("/en/search/", {"q": "mayda", "year": "2017"}).content.decode()

    assert body.count('href="?q=mayda&amp;year=2017"') == 1
    assert body.count('href="?q=mayda&amp;kind=meetings.meeting"') == 1
    assert narrowed.count("/en/cities/mayda-0/") == 0
    assert narrowed.count('href="/en/events/pilots/"') == 1
    # Once to take the year away, once to take all filters away.
    assert narrowed.count('href="?q=mayda"') == 2


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "99999999999", "٢"])
def test_page_number_that_is_none_is_not_found(client, page):
    _places(1)

    assert client.get("/fr/search/", {"q": "mayda", "page": page}).status_code == 404


def test_texts_are_escaped_and_only_found_words_marked(client):
    meeting = MeetingFactory(
        slug="x",
        title=Text.of("fr", fr="Antillia <script>alert(1)</script>"),
        summary=Text.of("fr", fr="<b>Mayda</b> & co"),
    )
    EventFactory(meeting=meeting)
    entries.refresh(meeting)

    body = client.get("/fr/search/", {"q": 'antillia mayda "<script>'}).content.decode()

    assert body.count("<script>alert") == 0
    assert body.count("<mark>Antillia</mark> &lt;") == 1
    assert body.count("&lt;b&gt;<mark>Mayda</mark>&lt;/b&gt; &amp; co") == 1


def test_page_marks_invented_things_and_hides_them_unless_asked(client):
    _places(1, record=record("demonstration"))

    without = client.get("/fr/search/", {"q": "mayda"}).content.decode()
    asked = client.get("/fr/search/", {"q": "mayda", "demonstration": "1"}).content.decode()

    assert without.count("mayda-0") == 0
    assert asked.count("/fr/cities/mayda-0/?demonstration=1") == 1
    assert asked.count('class="demo-bar"') == 1


def test_person_never_on_the_public_page_even_for_the_team(sign_in):
    person = PersonFactory(given_name="Zeno", family_name="Icaria")
    AffiliationFactory(person=person)
    entries.refresh(person)
    client = sign_in(Role.MANAGER)

    public = client.get("/fr/search/", {"q": "icaria"}).content.decode()
    desk = client.get("/fr/desk/search/", {"q": "icaria"}).content.decode()

    assert public.count("Zeno") == 0
    assert desk.count("Zeno <mark>Icaria</mark>") == 1


def test_person_of_another_city_not_on_the_desk_page(sign_in):
    person = PersonFactory(given_name="Zeno", family_name="Icaria")
    AffiliationFactory(person=person)
    entries.refresh(person)

    body = sign_in(Role.FOCAL_POINT, organisation=OrganisationFactory()).get("/fr/desk/search/", {"q": "icaria"})

    assert body.content.decode().count("Zeno") == 0


def test_page_is_not_kept_in_the_page_store(client):
    _places(1)

    assert client.get("/fr/search/", {"q": "mayda"}).headers["Cache-Control"] == "private, no-store"


def test_shown_counts_are_those_of_the_domain(client):
    _places(3)

    total = ask(Wish("mayda", AnonymousUser())).total

    assert client.get("/en/search/", {"q": "mayda"}).content.decode().count(f"{total} things found") == 1
