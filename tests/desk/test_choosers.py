"""Choosing a body, a place or a person: a select while they are few, else searched while one types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portolan.desk import choosers
from portolan.kernel.texts import Text
from portolan.network.domain.names import refresh_organisation_names, refresh_place_names, sort_keys
from portolan.network.enums import OrganisationKind, Role
from portolan.network.models import Affiliation, Organisation, Person
from portolan.provenance.enums import RecordKind
from tests.factories import (
    AffiliationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    record,
)


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    """Three are many here."""
    monkeypatch.setattr(choosers, "FEW", 2)


def body(name: str, *aliases: str, **more) -> Organisation:
    text = Text.of("fr", fr=name)
    made = OrganisationFactory(name=text, sort_keys=sort_keys(text), **more)
    refresh_organisation_names(made, aliases=[("", alias) for alias in aliases])
    return made


@pytest.fixture
def cities():
    place = PlaceFactory(name=Text.of("fr", fr="Séville", ar="إشبيلية"), country="ES")
    refresh_place_names(place)
    return [
        body("Ville de Séville", place=place, kind=OrganisationKind.MUNICIPALITY),
        body("Guilde de Mayda", "Mayda Guild"),
        body("Guilde de Drogeo"),
    ]


def asked(client, words: str, of: str = "bodies", **more: str) -> list[str]:
    return [option["label"] for option in answer(client, words, of, **more)["options"]]


def answer(client, words: str, of: str = "bodies", **more: str) -> dict:
    return client.get(reverse("desk:choose", args=[of]), {"q": words, **more}).json()


@pytest.mark.parametrize("words", ["seville", "SÉVIL", "ville sev", "إشبيلية", "اشبيليه"])
def test_a_body_is_found_by_any_name_of_it_or_its_place(sign_in, cities, words):
    assert asked(sign_in(Role.MANAGER), words) == ["Ville de Séville"]


def test_those_that_begin_so_come_first_and_nothing_else_comes(sign_in, cities):
    body("Amis de la Guilde")

    client = sign_in(Role.MANAGER)

    assert asked(client, "guilde") == ["Guilde de Drogeo", "Guilde de Mayda", "Amis de la Guilde"]
    assert asked(client, "frislandia") == []


def test_an_answer_tells_what_it_is_and_how_many(sign_in, cities):
    found = answer(sign_in(Role.MANAGER), "séville")

    assert found["options"] == [
        {
            "value": str(cities[0].pk),
            "label": "Ville de Séville",
            "lang": "fr",
            "dir": "ltr",
            "note": f"{cities[0].get_kind_display()} · Séville",
        }
    ]
    assert (found["said"] == "", len(answer(sign_in(Role.MANAGER), "")["options"])) == (False, 3)


def test_no_more_than_ten_are_proposed(sign_in):
    for number in range(12):
        body(f"Guilde {number:02}")

    assert asked(sign_in(Role.MANAGER), "guilde") == [f"Guilde {number:02}" for number in range(10)]


def test_merged_bodies_are_not_proposed(sign_in, cities):
    body("Guilde dissoute", redirect_to=cities[1])

    assert "Guilde dissoute" not in asked(sign_in(Role.MANAGER), "guilde")


def test_invented_bodies_are_proposed_to_an_invented_thing_only(sign_in, cities):
    body("Guilde d’Antillia", record=record(RecordKind.DEMONSTRATION))
    client = sign_in(Role.MANAGER)

    assert "Guilde d’Antillia" not in asked(client, "guilde")
    assert "Guilde d’Antillia" in asked(client, "guilde", about="invented")


def test_who_has_no_registry_sees_only_bodies_with_a_part_in_the_programme(sign_in, cities):
    client = sign_in(Role.STAKEHOLDER)

    assert asked(client, "guilde") == []


def test_a_focal_point_is_proposed_the_own_city_only(sign_in, cities):
    client = sign_in(Role.FOCAL_POINT, organisation=cities[0])

    assert asked(client, "", of="bodies-with-people") == ["Ville de Séville"]
    assert asked(client, "guilde", of="bodies-with-people") == []


def test_people_of_a_city_are_proposed_to_those_who_may_see_them(sign_in, cities):
    vergue = PersonFactory(given_name="Alidade", family_name="Vergue", match_key="alidade vergue", email="")
    AffiliationFactory(person=vergue, organisation=cities[0])
    other = PersonFactory(given_name="Alidade", family_name="Misaine", match_key="alidade misaine", email="")
    AffiliationFactory(person=other, organisation=cities[1])
    about = {"of": "people-of", "about": cities[0].slug}

    assert asked(sign_in(Role.MANAGER), "vergue alid", **about) == ["Alidade Vergue"]
    assert asked(sign_in(Role.FOCAL_POINT, organisation=cities[0]), "alidade", **about) == ["Alidade Vergue"]
    assert asked(sign_in(Role.FOCAL_POINT, organisation=cities[1]), "alidade", **about) == []
    assert asked(sign_in(Role.STAKEHOLDER), "alidade", **about) == []


def test_partners_and_bodies_to_invite_for_are_the_team_s(sign_in, cities):
    for of in ("partners", "bodies-to-invite-for"):
        assert asked(sign_in(Role.FOCAL_POINT, organisation=cities[0]), "", of=of) == []


def test_no_list_of_that_name(sign_in):
    assert sign_in(Role.MANAGER).get(reverse("desk:choose", args=["passwords"])).status_code == 404


@pytest.mark.parametrize("words", ["%", "_", "'", "\x00", "٪" * 400, '"; drop'])
def test_signs_are_only_signs(sign_in, cities, words):
    assert sign_in(Role.MANAGER).get(reverse("desk:choose", args=["bodies"]), {"q": words}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_one_and_three(sign_in, count):
    for number in range(count):
        body(f"Guilde {number}", place=PlaceFactory())
    client = sign_in(Role.MANAGER)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("desk:choose", args=["bodies"]), {"q": "guilde"})

    assert len(queries) == QUERIES


QUERIES = 4


# The form, as it is sent without a script.


def person_new(client, **typed):
    page = client.get(reverse("desk:person-new"))
    token = page.context["form"]["token"].value()
    sent = {"token": token, "family_name": "Vergue", "visibility": "hidden", **typed}
    return client.post(reverse("desk:person-new"), sent)


def test_words_that_mean_one_thing_are_enough(sign_in, cities):
    person_new(sign_in(Role.MANAGER), organisation="", organisation_words="sevil")

    assert [each.organisation for each in Affiliation.objects.all()] == [cities[0]]


def test_words_that_mean_several_come_back_with_these_to_choose_from(sign_in, cities):
    client = sign_in(Role.MANAGER)

    page = person_new(client, organisation="", organisation_words="guilde")
    shown = page.content.decode()

    assert (page.status_code, Person.objects.count()) == (200, 0)
    assert [shown.count(each.name.get("fr")) for each in cities] == [0, 1, 1]
    assert 'value="Vergue"' in shown
    person_new(
        client,
        organisation="",
        organisation_words="guilde",
        organisation_picked_for="guilde",
        organisation_picked=str(cities[2].pk),
    )
    assert [each.organisation for each in Affiliation.objects.all()] == [cities[2]]


def test_what_was_picked_for_other_words_counts_no_more(sign_in, cities):
    person_new(
        sign_in(Role.MANAGER),
        organisation="",
        organisation_words="sevil",
        organisation_picked_for="guilde",
        organisation_picked=str(cities[2].pk),
    )

    assert [each.organisation for each in Affiliation.objects.all()] == [cities[0]]


def test_words_that_mean_nothing_are_refused_and_stay(sign_in, cities):
    page = person_new(sign_in(Role.MANAGER), organisation="", organisation_words="frislandia")

    assert (page.status_code, Person.objects.count()) == (200, 0)
    assert 'value="frislandia"' in page.content.decode()


def test_a_key_beside_other_words_is_not_believed(sign_in, cities):
    person_new(sign_in(Role.MANAGER), organisation=str(cities[1].pk), organisation_words="sevil")

    assert [each.organisation for each in Affiliation.objects.all()] == [cities[0]]


def test_of_two_bodies_of_one_name_the_chosen_one_is_meant(sign_in, cities):
    twin = body("Guilde de Mayda")

    person_new(sign_in(Role.MANAGER), organisation=str(twin.pk), organisation_words="Guilde de Mayda")

    assert [each.organisation for each in Affiliation.objects.all()] == [twin]


def test_another_s_body_is_refused_by_key_pick_and_words(sign_in, cities):
    AffiliationFactory(organisation=cities[0], person=PersonFactory(email=""))
    for guild in ("a", "b", "c"):
        body(f"Guilde de {guild}")
    client = sign_in(Role.FOCAL_POINT, organisation=cities[0])
    key = str(cities[1].pk)

    for typed in (
        {"organisation": key},
        {"organisation": key, "organisation_words": "Guilde de Mayda"},
        {"organisation_words": "x", "organisation_picked_for": "x", "organisation_picked": key},
    ):
        assert person_new(client, **typed).status_code == 200
    assert Affiliation.objects.count() == 1


def test_the_few_stay_a_select_and_the_many_are_searched(sign_in, cities, monkeypatch):
    client = sign_in(Role.MANAGER)

    many = client.get(reverse("desk:person-new")).content.decode()
    monkeypatch.setattr(choosers, "FEW", 3)
    few = client.get(reverse("desk:person-new")).content.decode()

    assert ("data-chooser" in many, '<select name="organisation"' in many) == (True, False)
    assert ("data-chooser" in few, '<select name="organisation"' in few) == (False, True)
    assert [each.name.get("fr") in many for each in cities] == [False, False, False]


def test_what_stands_is_shown_and_kept(sign_in, cities):
    part = body("Atelier", parent=cities[1])
    client = sign_in(Role.MANAGER)
    page = client.get(reverse("desk:organisation-edit", args=[part.slug]))
    sent = {name: page.context["form"][name].value() for name in ("seen", "kind")}

    shown = page.content.decode()
    client.post(
        reverse("desk:organisation-edit", args=[part.slug]),
        {**sent, "name_0": "Atelier", "parent": str(cities[1].pk), "parent_words": "Guilde de Mayda"},
    )

    assert f'name="parent" value="{cities[1].pk}"' in shown
    assert 'name="parent_words" value="Guilde de Mayda"' in shown
    part.refresh_from_db()
    assert part.parent == cities[1]


def test_several_are_kept_added_and_taken_away(sign_in, cities):
    event = EventFactory()
    client = sign_in(Role.MANAGER)
    address = reverse("desk:event-edit", args=[event.pk])
    sent = {"title_fr": "Quai", "co_hosts": [str(cities[1].pk)], "host": "", "host_words": "", "venue": ""}

    client.post(address, {**sent, "co_hosts_words": "drogeo"})
    both = sorted(event.meeting.hosts.values_list("organisation", flat=True))
    client.post(address, {**sent, "co_hosts_words": ""})

    assert both == sorted([cities[1].pk, cities[2].pk])
    assert list(event.meeting.hosts.values_list("organisation", flat=True)) == [cities[1].pk]


def test_several_words_that_mean_several_come_back(sign_in, cities):
    event = EventFactory()
    client = sign_in(Role.MANAGER)
    address = reverse("desk:event-edit", args=[event.pk])
    sent = {"title_fr": "Quai", "host": "", "host_words": "", "venue": "", "co_hosts_words": "guilde"}

    page = client.post(address, sent)
    client.post(
        address,
        {**sent, "co_hosts_picked_for": "guilde", "co_hosts_picked": [str(each.pk) for each in cities[1:]]},
    )

    assert page.content.decode().count('name="co_hosts_picked"') == 2
    assert sorted(event.meeting.hosts.values_list("organisation", flat=True)) == sorted(each.pk for each in cities[1:])


def test_the_list_of_people_is_filtered_by_a_searched_body(sign_in, cities):
    for each in cities:
        AffiliationFactory(organisation=each, person=PersonFactory(family_name=f"P-{each.pk}", email=""))

    page = sign_in(Role.MANAGER).get(reverse("desk:people"), {"organisation_words": "sevilla"})
    found = sign_in(Role.MANAGER).get(reverse("desk:people"), {"organisation_words": "seville"})

    assert page.content.decode().count("P-") == 3
    assert [f"P-{each.pk}" in found.content.decode() for each in cities] == [True, False, False]
