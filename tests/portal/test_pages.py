import json
import re

import pytest

from portolan.dialogue.models import FormerAddress
from portolan.kernel.texts import Text
from portolan.network.domain.names import refresh_place_names
from portolan.network.enums import MemberRole
from portolan.results.domain.standing import rebuild_counts
from tests.factories import (
    AttendanceFactory,
    KeyFigureFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    record,
)
from tests.portal.conftest import hosted, member

DEMONSTRATION = "demonstration"


def data_of(html):
    """The structured data of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found.group(1))


@pytest.mark.parametrize(
    "path",
    [
        "cities/hy-brasil/",
        "events/hy-brasil/",
        "organisations/hy-brasil/",
        "themes/hy-brasil/",
        "frameworks/hy-brasil/",
        "figures/hy-brasil/",
        "figures/counted/hy-brasil/",
        "events/hy-brasil/event.ics",
        "events/?page=2",
        "events/?page=x",
    ],
)
def test_unknown_address_is_not_found(path, client, network):
    assert client.get(f"/fr/{path}").status_code == 404


def test_invented_city_is_found_only_in_the_demonstration(client, programme):
    member(programme, "frislandia", kind=DEMONSTRATION)

    statuses = [client.get(f"/fr/cities/frislandia/{query}").status_code for query in ("", "?demonstration=1")]

    assert statuses == [404, 200]


@pytest.mark.parametrize("path", ["", "cities/", "events/", "figures/", "themes/", "programme/"])
def test_lists_leave_the_demonstration_out_until_asked(path, client, programme):
    body = member(programme, "frislandia", kind=DEMONSTRATION)
    body.place.name = body.name = Text.of("fr", fr="Frislandia")
    body.place.save()
    body.save()
    hosted(body, "secret-event", kind=DEMONSTRATION, title=Text.of("fr", fr="Rencontre à Frislandia"))
    KeyFigureFactory(what=Text.of("fr", fr="ports de Frislandia"), record=record(DEMONSTRATION))
    ThemeFactory(label=Text.of("fr", fr="Les ports de Frislandia"), record=record(DEMONSTRATION))
    MembershipFactory(
        organisation=OrganisationFactory(name=Text.of("fr", fr="Pilotes de Frislandia"), record=record(DEMONSTRATION)),
        phase=programme.phases.get(),
        role=MemberRole.PARTNER,
        record=record(DEMONSTRATION),
    )

    seen = ["Frislandia" in client.get(f"/fr/{path}{query}").text for query in ("", "?demonstration=1")]

    assert seen == [False, True]


def test_chart_near_a_city_leaves_invented_hosts_out(client, programme):
    member(programme, "mayda")
    host = member(programme, "drogeo")
    host.place.name = Text.of("fr", fr="Drogeo")
    host.place.save()
    host.memberships.all().delete()
    hosted(host, "secret-event", kind=DEMONSTRATION)

    seen = ["Drogeo" in client.get(f"/fr/cities/mayda/{query}").text for query in ("", "?demonstration=1")]

    assert seen == [False, True]


def test_hidden_meeting_is_not_shown(client, programme):
    hosted(member(programme, "mayda"), "closed-doors", is_public=False, title=Text.of("fr", fr="Huis clos"))

    pages = [client.get(f"/fr/{path}") for path in ("", "events/", "cities/mayda/", "organisations/city-mayda/")]

    assert ["Huis clos" in page.text for page in pages] == [False] * 4
    assert client.get("/fr/events/closed-doors/").status_code == 404


@pytest.mark.parametrize("name", ["tanger", "TANGER", "طنجة"])
def test_name_of_a_city_leads_to_its_page(name, client):
    place = PlaceFactory(slug="tangier", name=Text.of("fr", fr="Tanger", ar="طنجة"))
    refresh_place_names(place)

    response = client.get(f"/ar/cities/{name}/")

    assert (response.status_code, response.headers["Location"]) == (301, "/ar/cities/tangier/")


def test_name_of_two_cities_leads_nowhere(client):
    for slug in ("vienna", "vienne-isere"):
        refresh_place_names(PlaceFactory(slug=slug, name=Text.of("fr", fr="Vienne")))

    assert client.get("/fr/cities/vienne/").status_code == 404


def test_merged_organisation_leads_to_the_one_it_is_now(client, programme):
    body = member(programme, "mayda")
    OrganisationFactory(slug="old-mayda", redirect_to=body)

    response = client.get("/fr/organisations/old-mayda/")

    assert (response.status_code, response.headers["Location"]) == (301, "/fr/organisations/city-mayda/")


def test_organisation_without_a_part_in_the_programme_is_not_found(client):
    OrganisationFactory(slug="stranger")

    assert client.get("/fr/organisations/stranger/").status_code == 404


def test_former_address_of_an_event_leads_to_the_present_one(client, network):
    FormerAddress.objects.create(event=network, slug="old-name")

    response = client.get("/fr/events/old-name/")

    assert (response.status_code, response.headers["Location"]) == (301, "/fr/events/event-mayda/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["a-2017", "b-2018"]),
        ("?year=2017", ["a-2017"]),
        ("?host=drogeo", ["b-2018"]),
        ("?mode=online", ["b-2018"]),
        ("?theme=ports", ["a-2017"]),
        ("?theme=ports&mode=online", []),
        ("?mode=by-sea", []),
    ],
)
def test_events_pass_the_filters(query, found, client, programme):
    first = hosted(member(programme, "mayda"), "a-2017", start="2017-03")
    first.themes.add(ThemeFactory(code="ports"))
    hosted(member(programme, "drogeo"), "b-2018", start="2018", mode="online")

    html = client.get(f"/fr/events/{query}").text

    assert [slug for slug in ("a-2017", "b-2018") if f"/fr/events/{slug}/" in html] == found


def test_list_of_a_wrong_filter_is_not_stored(client, network):
    response = client.get("/fr/events/?mode=by-sea")

    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_small_groups_are_not_said(people, shown, client, programme):
    body = member(programme, "mayda")
    event = hosted(body, "crowd", title=Text.of("fr", fr="Foule"))
    AttendanceFactory.create_batch(people, meeting=event.meeting, organisation=body)
    rebuild_counts()

    pages = [client.get(f"/fr/{path}").text for path in ("events/crowd/", "figures/counted/participants/")]

    assert [f"{people} personnes" in pages[0], "/fr/events/crowd/" in pages[1]] == [shown, shown]


def test_names_of_people_are_on_no_public_page(client, programme):
    body = member(programme, "mayda")
    event = hosted(body, "crowd")
    for row in AttendanceFactory.create_batch(6, meeting=event.meeting, organisation=body):
        row.person.family_name = "Secretname"
        row.person.save()
    rebuild_counts()
    paths = ("", "cities/mayda/", "events/crowd/", "figures/counted/participants/", "organisations/city-mayda/")

    assert ["Secretname" in client.get(f"/fr/{path}").text for path in paths] == [False] * 5


def test_count_without_attendance_is_no_data(client, programme):
    hosted(member(programme, "mayda"), "empty")
    rebuild_counts()

    html = client.get("/fr/figures/counted/participants/").text

    assert "pas de données" in html


def test_calendar_holds_events_with_days_only(client, programme):
    body = member(programme, "mayda")
    hosted(body, "with-days", start="2017-04-25", end="2017-04-26")
    hosted(body, "with-month", start="2017-05")

    calendar = client.get("/en/events/calendar.ics").text

    assert calendar.count("BEGIN:VEVENT") == 1
    assert [line in calendar for line in ("DTSTART;VALUE=DATE:20170425", "DTEND;VALUE=DATE:20170427")] == [True, True]


def test_calendar_of_one_event_without_days_is_not_found(client, programme):
    hosted(member(programme, "mayda"), "with-month", start="2017-05")

    assert client.get("/en/events/with-month/event.ics").status_code == 404


def test_event_says_itself_to_machines(client, programme):
    hosted(member(programme, "mayda"), "online", start="2021-03", mode="online")

    data = data_of(client.get("/en/events/online/").text)

    assert {key: data[key] for key in ("@type", "startDate", "eventAttendanceMode")} == {
        "@type": "EducationEvent",
        "startDate": "2021-03",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
    }
    assert data["location"]["@type"] == "VirtualLocation"


def test_structured_data_cannot_end_its_script_early(client, programme):
    hosted(member(programme, "mayda"), "breaking", title=Text.of("fr", fr="</script><script>alert(1)</script>"))

    html = client.get("/fr/events/breaking/").text

    assert "<script>alert" not in html


def test_city_says_itself_to_machines(client, network):
    data = data_of(client.get("/en/cities/mayda/").text)

    assert (data["@type"], data["geo"]["latitude"], data["address"]["addressCountry"]) == ("City", 35.5, "MA")


def test_page_names_its_alternates_with_whole_addresses(client, network):
    html = client.get("/ar/cities/mayda/").text

    assert re.findall(r'hreflang="([^"]+)" href="(http[^"]+)"', html) == [
        ("fr", "http://localhost:8000/fr/cities/mayda/"),
        ("en", "http://localhost:8000/en/cities/mayda/"),
        ("ar", "http://localhost:8000/ar/cities/mayda/"),
        ("x-default", "http://localhost:8000/"),
    ]


def test_robots_name_the_sitemap(client):
    assert "Sitemap: http://localhost:8000/sitemap.xml\n" in client.get("/robots.txt").text


def test_components_page_is_marked_as_invented(client):
    assert 'class="demo-bar"' in client.get("/fr/components/").text


def test_pages_without_any_record_still_stand(client):
    paths = ("", "cities/", "events/", "programme/", "figures/", "themes/", "frameworks/", "glossary/", "contact/")

    assert [client.get(f"/ar/{path}").status_code for path in paths] == [200] * 9


LONG_LISTS = ("themes/theme-mayda/", "figures/counted/events-held/", "figures/counted/participants/")


@pytest.fixture
def fifty_and_one(programme):
    """One event more than stands on a page, all on one theme, with five people each; their theme."""
    body = member(programme, "mayda")
    theme = ThemeFactory(code="theme-mayda")
    for number in range(51):
        event = hosted(body, f"event-{number}", start=f"{1970 + number}-03")
        event.themes.add(theme)
    AttendanceFactory.create_batch(5, meeting=event.meeting, organisation=body)
    rebuild_counts()
    return theme


@pytest.mark.parametrize("path", LONG_LISTS)
def test_long_list_comes_by_pages(path, client, fifty_and_one):
    first, second = (client.get(f"/fr/{path}?page={page}").text for page in (1, 2))

    assert ["/fr/events/event-50/" in page for page in (first, second)] == [False, True]
    assert ['rel="next"' in first, 'rel="prev"' in second] == [True, True]


@pytest.mark.parametrize("page", ["0", "3", "x", "-1"])
@pytest.mark.parametrize("path", ["themes/theme-mayda/", "figures/counted/hosts/", "figures/counted/participants/"])
def test_page_that_is_not_there_is_not_found(path, page, client, fifty_and_one):
    assert client.get(f"/fr/{path}", {"page": page}).status_code == 404


def test_hosts_behind_a_number_are_counted_each_once(client, programme):
    mayda, drogeo = member(programme, "mayda"), member(programme, "drogeo")
    for body, slug, start in ((mayda, "a", "2017"), (drogeo, "b", "2016"), (mayda, "c", "2018")):
        hosted(body, slug, start=start)
    rebuild_counts()

    html = client.get("/fr/figures/counted/hosts/").text

    assert re.findall(r'<tr><th scope="row"><a href="/fr/cities/(\w+)/">.*?</th><td[^>]*>(\d+)</td>', html) == [
        ("drogeo", "1"),
        ("mayda", "2"),
    ]
