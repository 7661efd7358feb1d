"""What an import brought to each body, and the city's page that says so."""

import io

import pytest
from django.urls import reverse

from portolan.exchange.domain.imports import commit, preview
from portolan.exchange.models import ImportShare
from portolan.network.domain import merging
from portolan.network.enums import MemberRole, Role
from portolan.network.models import Organisation
from tests.exchange.books import about, workbook
from tests.factories import MembershipFactory, OrganisationFactory, PhaseFactory, PlaceFactory, UserFactory

BODIES = ["code", "kind", "name_fr", "place"]


def taken(*, by=None, name: str = "book.xlsx", **sheets):
    run = preview(io.BytesIO(workbook(about=about(), **sheets)), by=by, name=name)
    return commit(run, by=by)


@pytest.fixture
def run():
    """One file: a place with its municipality, a guild, a member, an event, people and where they were."""
    PhaseFactory(code="first")
    head = ["code", "name_fr", "country", "region", "zone", "latitude", "longitude"]
    return taken(
        by=UserFactory(name="Zeno"),
        places=[head, ["mayda", "Mayda", "ZZ", "europe", "Etc/GMT+1", "46.6", "-14.8"]],
        organisations=[
            BODIES,
            ["city-mayda", "municipality", "Ville de Mayda", "mayda"],
            ["guild", "ngo", "Guilde", "mayda"],
        ],
        members=[["organisation", "phase", "role"], ["city-mayda", "first", "member"]],
        events=[
            ["code", "title_fr", "kind", "host", "start"],
            ["quay-2020", "Le quai", "workshop", "Ville de Mayda", "2020"],
        ],
        people=[
            ["code", "family_name", "organisation"],
            ["p-1", "Vergue", "city-mayda"],
            ["p-2", "Misaine", "guild"],
            ["p-3", "Foc", ""],
        ],
        participations=[["event", "person", "organisation"], ["quay-2020", "p-1", "city-mayda"]],
    )


def shares(run) -> dict[str, int]:
    return dict(ImportShare.objects.filter(run=run).values_list("organisation__slug", "rows"))


def test_rows_count_for_the_bodies_they_are_about_or_name(run):
    # The city: its place, itself, its membership, the event it hosts, its person, that person's part.
    assert shares(run) == {"city-mayda": 6, "guild": 2}


def test_a_row_that_brings_nothing_counts_for_nobody(run):
    again = taken(
        organisations=[BODIES, ["city-mayda", "municipality", "Ville de Mayda", "mayda"]],
        people=[["code", "family_name", "organisation"], ["p-1", "Vergue", "city-mayda"]],
    )

    assert shares(again) == {}


def test_an_import_that_fails_leaves_no_share(run):
    before = ImportShare.objects.count()
    book = workbook(about=about(), organisations=[BODIES, ["drogeo", "ngo", "Drogeo", "nowhere"]])
    failed = preview(io.BytesIO(book), by=None, name="x.xlsx")
    commit(failed, by=None, leave_out_errors=True)

    assert ImportShare.objects.count() == before


def city_page(client, language: str = "en"):
    return client.get(f"/{language}/desk/cities/city-mayda/")


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_city_s_page_says_what_came_when_and_by_whom(sign_in, run, language):
    page = city_page(sign_in(Role.MANAGER), language)
    table = page.context["imports"]

    assert [[str(getattr(cell, "value", cell)) for cell in line][::2] for line in table.rows] == [["book.xlsx", "Zeno"]]
    assert table.rows[0][3] == 6
    assert f"/{language}/desk/imports/{run.pk}/" in page.content.decode()


def test_the_city_itself_reads_it_without_a_way_to_the_file(sign_in, run):
    city = Organisation.objects.get(slug="city-mayda")
    page = city_page(sign_in(Role.FOCAL_POINT, organisation=city)).content.decode()

    assert ("book.xlsx" in page, f"/desk/imports/{run.pk}/" in page) == (True, False)


def test_another_city_reads_nothing_of_it(sign_in, run):
    other = MembershipFactory(role=MemberRole.CITY).organisation

    page = sign_in(Role.FOCAL_POINT, organisation=other).get(reverse("desk:city", args=[other.slug]))

    assert (page.context["imports"], "book.xlsx" in page.content.decode()) == (None, False)


def test_after_a_merge_one_line_says_what_came_to_both(sign_in, run):
    gone, kept = Organisation.objects.get(slug="guild"), Organisation.objects.get(slug="city-mayda")
    merging.merge(kept=kept, gone=gone, by=UserFactory())

    lines = city_page(sign_in(Role.MANAGER)).context["imports"].rows

    assert [line[3] for line in lines] == [8]


@pytest.mark.parametrize("count", [1, 3])
def test_the_city_s_page_costs_the_same_with_one_import_and_three(sign_in, django_assert_num_queries, count):
    body = OrganisationFactory(place=PlaceFactory())
    MembershipFactory(organisation=body)
    for number in range(count):
        run = taken(organisations=[BODIES, [f"b-{number}", "ngo", f"Guilde {number}", ""]])
        ImportShare.objects.create(run=run, organisation=body, rows=1)
    client = sign_in(Role.MANAGER)
    client.get(reverse("desk:home"))

    with django_assert_num_queries(15):
        client.get(reverse("desk:city", args=[body.slug]))
