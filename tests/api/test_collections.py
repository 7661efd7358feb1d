"""The collections of the API: what they hold, filters, pages, languages, provenance, what stays out."""

import datetime as dt

import pytest

from portolan.api.urls import COLLECTIONS
from portolan.kernel.texts import Text
from portolan.meetings.enums import HostRole
from portolan.network.enums import MemberRole, OrganisationKind
from portolan.provenance.models import Conflict, Statement
from portolan.results.models import Count, FigureEdition
from portolan.vocabulary.models import Framework, GlossaryTerm, Node, Term
from tests.factories import (
    AffiliationFactory,
    AttendanceFactory,
    EventFactory,
    KeyFigureFactory,
    MeetingFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    PlaceFactory,
    ProgrammeFactory,
    SourceFactory,
    ThemeFactory,
    record,
    user_with,
)

NAMES = [collection.name for collection in COLLECTIONS]


def get(client, name, **params):
    """The JSON of a page."""
    response = client.get(f"/api/v1/{name}", params)
    assert response.status_code == 200, response.content
    return response.json()


def codes(client, name, **params):
    return [row["code"] for row in get(client, name, **params)["results"]]


def one_of_everything(number, record_kind="desk"):
    """A row for each collection, with children, all of one record."""
    kept = record(record_kind)
    source = SourceFactory(record=kept, code=f"{record_kind}-source-{number}")
    place = PlaceFactory(record=kept, slug=f"{record_kind}-place-{number}")
    body = OrganisationFactory(record=kept, slug=f"{record_kind}-body-{number}", place=place)
    programme = ProgrammeFactory(record=kept, slug=f"{record_kind}-programme-{number}")
    phase = PhaseFactory(record=kept, programme=programme, code=f"{record_kind}-phase-{number}", number=1)
    MembershipFactory(record=kept, organisation=body, phase=phase, source=source)
    theme = ThemeFactory(record=kept, code=f"{record_kind}-theme-{number}")
    meeting = MeetingFactory(record=kept, slug=f"{record_kind}-event-{number}", venue=place, phase=phase)
    MeetingHostFactory(meeting=meeting, organisation=body)
    event = EventFactory(meeting=meeting)
    event.themes.add(theme)
    event.products.create(kind="report", language="fr", title="Note", source=source)
    event.cases.create(organisation=body, source=source)
    meeting.titles.create(title=f"Titre {number}", source=source)
    figure = KeyFigureFactory(record=kept, code=f"{record_kind}-figure-{number}", source=source, place=place)
    FigureEdition.objects.create(figure=figure, role="origin", wording=Text.of("fr", fr="Origine"), source=source)
    Term.objects.create(
        record=kept, scheme="route", code=f"{record_kind}-{number}", position=number, label=Text.of("fr", fr="Voie")
    )
    for thing in (place, body, programme, theme, meeting, figure, source):
        Statement.objects.create(
            record=kept,
            source=source,
            subject_kind=thing._meta.label_lower,
            subject_id=str(thing.pk),
            field="name",
            value="x",
            made_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        )
    if record_kind == "desk":
        framework = Framework.objects.create(code=f"framework-{number}", name=Text.of("en", en="Pact"))
        Node.objects.create(framework=framework, code="16.10", label=Text.of("en", en="Harbours"))
        GlossaryTerm.objects.create(code=f"term-{number}", label=Text.of("en", en="pilot"), arabic_status="working")
        Count.objects.create(
            rule="events-held", scope=f"programme:{number}", value=7, computed_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        )


WHOLE = {"members": {"phase": "all"}, "figures": {"kind": "all"}}


@pytest.mark.parametrize("name", NAMES)
def test_collection_answers_with_its_rows(client, name):
    one_of_everything(1)

    page = get(client, name, **WHOLE.get(name, {}))

    assert (page["count"], page["page"], page["next"], page["previous"]) == (1, 1, None, None)
    assert len(page["results"]) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("many", [1, 3])
def test_page_costs_the_same_at_any_number_of_rows(client, name, many, django_assert_max_num_queries):
    for number in range(many):
        one_of_everything(number)

    with django_assert_max_num_queries(10) as spent:
        page = get(client, name, **WHOLE.get(name, {}))

    assert page["count"] == many
    assert len(spent) == COSTS[name]


COSTS = {
    "members": 4, "places": 5, "organisations": 5, "programmes": 5, "events": 9, "figures": 5, "counts": 3,
    "themes": 4, "frameworks": 3, "framework-nodes": 3, "terms": 4, "glossary": 3, "sources": 4,
}  # fmt: skip


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in {"frameworks", "framework-nodes", "glossary", "counts"}]
)
def test_invented_rows_only_when_asked(client, name):
    one_of_everything(1)
    one_of_everything(2, "demonstration")

    without = get(client, name, **WHOLE.get(name, {}))
    asked = get(client, name, demonstration="1", **WHOLE.get(name, {}))

    assert [row["demonstration"] for row in without["results"]] == [False]
    assert sorted(row["demonstration"] for row in asked["results"]) == [False, True]


@pytest.mark.parametrize("name", ["places", "organisations", "programmes", "events", "figures", "themes", "sources"])
def test_row_says_where_it_comes_from(client, name):
    one_of_everything(1)

    row = get(client, name, **WHOLE.get(name, {}))["results"][0]

    assert row["record"]["code"] == "desk"
    assert [(told["source"], told["field"], told["value"], told["disputed"]) for told in row["statements"]] == [
        ("desk-source-1", "name", "x", False)
    ]


def test_statements_that_disagree_all_stay(client):
    place = PlaceFactory()
    conflict = Conflict.objects.create(
        subject_kind="network.place", subject_id=str(place.pk), subject_label="x", field="name",
        found_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    for source, preferred in ((SourceFactory(code="one"), True), (SourceFactory(code="two"), False)):
        Statement.objects.create(
            record=record(), source=source, subject_kind="network.place", subject_id=str(place.pk), field="name",
            value=source.code, preferred=preferred, conflict=conflict, made_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip

    told = get(client, "places")["results"][0]["statements"]

    assert [(each["value"], each["preferred"], each["disputed"]) for each in told] == [
        ("one", True, True),
        ("two", False, True),
    ]


def test_text_in_the_language_asked_for_says_which_it_is(client):
    PlaceFactory(name=Text.of("fr", status={"ar": "working"}, fr="Mayda", ar="مايدا"))

    arabic = get(client, "places", lang="ar")["results"][0]["name"]
    english = get(client, "places", lang="en")["results"][0]["name"]
    every = get(client, "places")["results"][0]["name"]

    assert arabic == {
        "text": "مايدا", "language": "ar", "status": "working", "source_language": "fr", "translations": None
    }  # fmt: skip
    assert (english["text"], english["language"]) == ("Mayda", "fr")
    assert every["translations"] == {"fr": "Mayda", "ar": "مايدا"}


def test_members_are_those_of_the_current_phase_of_the_home_programme(client):
    home = ProgrammeFactory(is_home=True)
    current = PhaseFactory(programme=home, code="two", number=2, is_current=True)
    earlier = PhaseFactory(programme=home, code="one", number=1)
    elsewhere = PhaseFactory(is_current=True)
    for slug, phase, role in (
        ("mayda", current, MemberRole.CITY),
        ("guild", current, MemberRole.PARTNER),
        ("tunis", earlier, MemberRole.CITY),
        ("far", elsewhere, MemberRole.CITY),
    ):
        MembershipFactory(organisation=OrganisationFactory(slug=slug), phase=phase, role=role)

    assert codes(client, "members", kind="city") == ["mayda.two.city"]
    assert codes(client, "members") == ["mayda.two.city", "guild.two.partner"]
    assert codes(client, "members", phase="one") == ["tunis.one.city"]
    assert len(codes(client, "members", phase="all")) == 4
    assert codes(client, "members", phase="none") == []


def test_organisations_only_with_a_part_in_the_programme(client):
    hidden = OrganisationFactory(slug="hidden")
    MembershipFactory(organisation=OrganisationFactory(slug="shown", parent=hidden))

    rows = get(client, "organisations")["results"]

    assert [(row["code"], row["parent"]) for row in rows] == [("shown", None)]


def test_organisation_merged_into_another_stays_out(client):
    standing = OrganisationFactory(slug="standing")
    MembershipFactory(organisation=standing)
    MembershipFactory(organisation=OrganisationFactory(slug="merged", redirect_to=standing))

    assert codes(client, "organisations") == ["standing"]


def test_events_hide_what_is_not_public_even_from_the_team(client):
    EventFactory(meeting=MeetingFactory(slug="open"))
    EventFactory(meeting=MeetingFactory(slug="closed", is_public=False))
    MeetingFactory(slug="training")
    client.force_login(user_with("manager"))

    assert codes(client, "events") == ["open"]


def test_events_by_year_theme_host_place_and_mode(client):
    theme = ThemeFactory(code="housing")
    body = OrganisationFactory(slug="city-mayda", place=PlaceFactory(slug="mayda"))
    event = EventFactory(meeting=MeetingFactory(slug="found", start="2017-03", mode="online"))
    event.themes.add(theme)
    MeetingHostFactory(meeting=event.meeting, organisation=body, role=HostRole.HOST)
    EventFactory(meeting=MeetingFactory(slug="other", start="2018"))

    for asked in (
        {"year": 2017},
        {"theme": "housing"},
        {"host": "city-mayda"},
        {"place": "mayda"},
        {"mode": "online"},
        {"year": 2017, "theme": "housing", "place": "mayda", "host": "city-mayda"},
    ):
        assert codes(client, "events", **asked) == ["found"]
    assert codes(client, "events", year=2016) == []


def test_figures_are_headline_and_declared_unless_asked(client):
    place = PlaceFactory(slug="mayda")
    KeyFigureFactory(code="a", kind="headline")
    KeyFigureFactory(code="b", kind="declared")
    KeyFigureFactory(code="c", kind="place", place=place)

    assert sorted(codes(client, "figures")) == ["a", "b"]
    assert codes(client, "figures", kind="place") == ["c"]
    assert codes(client, "figures", place="mayda") == ["c"]
    assert sorted(codes(client, "figures", kind="all")) == ["a", "b", "c"]


def test_counts_of_small_groups_of_people_are_suppressed(client):
    for rule, value in (("participants", 4), ("attendances", 5), ("organisations", 0), ("events-held", 3), ("met", 2)):
        Count.objects.create(
            rule=rule, scope="programme:x", value=value, computed_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        )

    rows = get(client, "counts")["results"]

    assert [(row["rule"], row["value"], row["status"]) for row in rows] == [
        ("attendances", 5, "computed"),
        ("events-held", 3, "computed"),
        ("organisations", 0, "computed"),
        ("participants", None, "suppressed"),
    ]


def test_places_by_kind_region_and_country(client):
    PlaceFactory(slug="mayda", country="MA", region="north-africa")
    PlaceFactory(slug="brasil", country="FR", region="europe", kind="island")

    assert codes(client, "places", country="MA") == ["mayda"]
    assert codes(client, "places", region="europe") == ["brasil"]
    assert codes(client, "places", kind="island") == ["brasil"]


def test_pages_lead_to_each_other(client):
    for number in range(5):
        PlaceFactory(slug=f"mayda-{number}")

    first = get(client, "places", page_size=2)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()

    assert [row["code"] for page in (first, second, third) for row in page["results"]] == [
        f"mayda-{n}" for n in range(5)
    ]
    assert (third["next"], third["count"]) == (None, 5)
    assert client.get(third["previous"]).json()["results"] == second["results"]
    assert get(client, "places", page=9)["results"] == []


def test_framework_codes_are_text(client):
    one_of_everything(1)

    assert codes(client, "framework-nodes", framework="framework-1") == ["16.10"]
    assert codes(client, "framework-nodes", framework="other") == []


@pytest.mark.parametrize("name", [*NAMES, "dump.zip"])
def test_no_person_anywhere(client, name):
    one_of_everything(1)
    person = PersonFactory(given_name="Zeno", family_name="Icaria", email="zeno@icaria.example")
    body = OrganisationFactory(kind=OrganisationKind.NGO)
    MembershipFactory(organisation=body)
    AffiliationFactory(person=person, organisation=body)
    AttendanceFactory(person=person, organisation=body)

    response = client.get(f"/api/v1/{name}", WHOLE.get(name, {}))

    assert b"caria" not in response.getvalue()
