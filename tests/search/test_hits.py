"""Which things answer a question. CI runs these on SQLite and on PostgreSQL: the same literals hold on both."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portolan.dialogue.models import Product
from portolan.kernel.texts import Text
from portolan.network.domain.names import refresh_place_names
from portolan.network.enums import Role
from portolan.network.models import Place
from portolan.search.domain import entries, index
from portolan.search.domain.hits import Wish, ask
from portolan.search.models import Entry
from tests.factories import (
    AffiliationFactory,
    EventFactory,
    MeetingFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ThemeFactory,
    record,
    user_with,
)

PUBLIC = AnonymousUser()


def found(typed, *, user=PUBLIC, reader="fr", demonstration=False, **facets):
    """Kinds and slugs of what answers, in order."""
    answer = ask(Wish(typed, user, facets, demonstration, reader), page_size=100)
    return [(hit.kind.split(".")[1], hit.slug or hit.plain_title) for hit in answer.hits]


def counted(typed, facet, **facets):
    """The values of one facet with their counts."""
    answer = ask(Wish(typed, PUBLIC, facets, language="fr"))
    return [(value.value, value.count) for value in answer.facets[facet]]


@pytest.fixture
def seville():
    place = PlaceFactory(slug="seville", name=Text.of("fr", fr="Séville", en="Seville", ar="إشبيلية"))
    refresh_place_names(place, aliases=[("es", "Sevilla")])
    entries.refresh(place)
    return place


@pytest.fixture
def events():
    """Three events about housing and refugees in two phantom cities."""
    mayda = PlaceFactory(slug="mayda", name=Text.of("fr", fr="Mayda", en="Mayda", ar="مايدا"))
    body = OrganisationFactory(slug="ville-mayda", place=mayda)
    MembershipFactory(organisation=body)
    housing = ThemeFactory(code="housing", label=Text.of("fr", fr="Logement", en="Housing", ar="السكن"))
    rows = []
    for number, (title, english, arabic, start) in enumerate(
        [
            ("Accueil des réfugiés", "Welcoming refugees", "استقبال اللاجئين", "2017-02"),
            ("Urbanisme et logement", "Planning and housing", "التخطيط والسكن", "2017-03-25"),
            ("Citoyenneté urbaine", "Urban citizenship", "المواطنة الحضرية", ""),
        ]
    ):
        meeting = MeetingFactory(
            slug=f"event-{number}", title=Text.of("fr", fr=title, en=english, ar=arabic), start=start
        )
        event = EventFactory(meeting=meeting, number=number + 1)
        MeetingHostFactory(meeting=meeting, organisation=body)
        rows.append(event)
    rows[1].themes.add(housing)
    rows[2].themes.add(housing)
    for thing in (mayda, body, housing, *(row.meeting for row in rows)):
        thing.refresh_from_db()
        entries.refresh(thing)
    return rows


@pytest.mark.parametrize("typed", ["Seville", "Séville", "SEVILLA", "séville ", "إشبيلية", "اشبيلية", "Sevil", "sév"])
def test_city_found_by_any_of_its_names(seville, typed):
    assert found(typed) == [("place", "seville")]


def test_city_not_found_by_another_name(seville):
    assert found("Tanger") == []


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_hit_shown_in_the_language_of_the_reader(seville, language):
    answer = ask(Wish("Sevilla", PUBLIC, language=language))

    assert [(hit.language, hit.plain_title) for hit in answer.hits] == [
        (language, {"fr": "Séville", "en": "Seville", "ar": "إشبيلية"}[language])
    ]


@pytest.mark.parametrize(
    "typed", ["refugies", "réfugiée", "refugee", "refugees welcoming", "للاجئين", "لاجئ", "استقبال"]
)
def test_event_found_by_other_forms_and_languages(events, typed):
    assert found(typed) == [("meeting", "event-0")]


def test_all_words_are_wanted(events):
    assert found("réfugiés logement") == []


def test_words_may_stand_in_different_parts(events):
    assert found("réfugiés Mayda") == [("meeting", "event-0")]


def test_common_words_are_not_asked_for(events):
    assert found("les réfugiés à la ville de Mayda le") == [("meeting", "event-0")]


def test_phrase_wants_the_words_side_by_side(events):
    assert found('"urbanisme et logement"') == [("meeting", "event-1")]
    assert found('"logement et urbanisme"') == []
    assert found("« logement urbanisme »") == []
    assert found("logement urbanisme") == [("meeting", "event-1")]


def test_phrase_does_not_reach_from_title_to_text(events):
    Product.objects.create(event=events[0], kind="report", language="fr", title="Frislandia")
    entries.refresh(events[0].meeting)

    assert found('"réfugiés frislandia"') == []
    assert found("réfugiés frislandia") == [("meeting", "event-0")]


def test_title_answers_come_first_then_kind_then_the_latest(events):
    assert found("logement") == [("meeting", "event-1"), ("theme", "housing"), ("meeting", "event-2")]


def test_things_of_a_city_come_after_the_city(events):
    assert found("Mayda") == [
        ("place", "mayda"),
        ("meeting", "event-1"),
        ("meeting", "event-0"),
        ("meeting", "event-2"),
        ("organisation", "ville-mayda"),
    ]


def test_facets_count_things_not_entries(events):
    assert counted("Mayda", "kind") == [("meetings.meeting", 3), ("network.organisation", 1), ("network.place", 1)]
    assert counted("Mayda", "city") == [("mayda", 5)]
    assert counted("Mayda", "theme") == [("housing", 2)]
    assert counted("Mayda", "year") == [("2017", 2)]


def test_facet_labels_are_in_the_readers_language(events):
    answer = ask(Wish("Mayda", PUBLIC, language="ar"))

    assert [(value.value, value.label) for value in answer.facets["theme"]] == [("housing", "السكن")]


@pytest.mark.parametrize(
    ("facet", "value", "expected"),
    [
        ("kind", "network.place", ["mayda"]),
        ("kind", "nonsense", []),
        ("theme", "housing", ["event-1", "event-2"]),
        ("theme", "hous", []),
        ("city", "mayda", ["mayda", "event-1", "event-0", "event-2", "ville-mayda"]),
        ("city", "may", []),
        ("year", "2017", ["event-1", "event-0"]),
        ("year", "2016", []),
        ("year", "0000", []),
        ("year", "x", []),
        ("language", "xx", []),
    ],
)
def test_facet_narrows(events, facet, value, expected):
    assert [slug for _, slug in found("Mayda", **{facet: value})] == expected


def test_language_facet_wants_the_answer_in_that_language(events):
    assert found("réfugiés", language="fr") == [("meeting", "event-0")]
    assert found("réfugiés", language="ar") == []
    assert found("اللاجئين", language="ar") == [("meeting", "event-0")]


def test_nothing_asked_finds_nothing(events):
    assert found('  ¿? … " « ') == []


def test_invented_things_only_when_asked():
    place = PlaceFactory(slug="drogeo", name=Text.of("fr", fr="Drogeo"), record=record("demonstration"))
    entries.refresh(place)

    assert found("Drogeo") == []
    assert found("Drogeo", demonstration=True) == [("place", "drogeo")]


def test_person_hidden_from_the_public_and_from_focal_points_of_other_cities():
    own, other = OrganisationFactory(), OrganisationFactory()
    person = PersonFactory(given_name="Zeno", family_name="Icaria")
    AffiliationFactory(person=person, organisation=own)
    entries.refresh(person)

    assert found("Icaria", user=user_with(Role.MANAGER)) == [("person", "Zeno Icaria")]
    assert found("Icaria", user=user_with(Role.FOCAL_POINT, organisation=own)) == [("person", "Zeno Icaria")]
    assert found("Icaria", user=user_with(Role.FOCAL_POINT, organisation=other)) == []
    assert found("Icaria") == []


def test_person_not_found_by_address_or_telephone_even_by_the_team():
    person = PersonFactory(email="zeno@icaria.example", phone="+216 71 000 111")
    entries.refresh(person)

    assert found("zeno@icaria.example", user=user_with(Role.MANAGER)) == []
    assert found("71 000 111", user=user_with(Role.MANAGER)) == []


def test_person_counts_in_no_facet_of_the_public():
    person = PersonFactory(given_name="Zeno", family_name="Icaria")
    AffiliationFactory(person=person)
    entries.refresh(person)

    answer = ask(Wish("Icaria", PUBLIC))

    assert (answer.total, answer.more, set(answer.facets.values())) == (0, False, {()})


def test_meeting_not_public_for_the_team_only():
    meeting = MeetingFactory(slug="closed", title=Text.of("fr", fr="Conclave de Brasil"), is_public=False)
    entries.refresh(meeting)

    assert found("conclave") == []
    assert found("conclave", user=user_with(Role.MANAGER)) == [("meeting", "Conclave de Brasil")]


def test_organisation_without_part_in_the_programme_for_the_registry_only():
    entries.refresh(OrganisationFactory(slug="guilde", name=Text.of("fr", fr="Guilde de Sanzorzo")))

    assert found("guilde") == []
    assert found("guilde", user=user_with(Role.OFFICER)) == [("organisation", "guilde")]


def test_refresh_follows_a_new_name(seville):
    seville.name = Text.of("fr", fr="Antillia")
    seville.save()
    seville.names.all().delete()

    entries.refresh(seville)

    assert found("Séville") == []
    assert found("Antillia") == [("place", "seville")]


def test_a_city_s_new_name_finds_its_meetings_and_bodies(events):
    mayda = Place.objects.get(slug="mayda")
    mayda.name = Text.of("fr", fr="Frislandia")
    mayda.save()

    entries.refresh(mayda)

    assert found("frislandia") == [
        ("place", "mayda"),
        ("meeting", "event-1"),
        ("meeting", "event-0"),
        ("meeting", "event-2"),
        ("organisation", "ville-mayda"),
    ]


def test_a_body_s_new_name_finds_the_meetings_it_hosts_and_no_other(events):
    body, other = OrganisationFactory(), EventFactory()
    event = EventFactory()
    MeetingHostFactory(meeting=event.meeting, organisation=body)
    entries.refresh(event.meeting)
    entries.refresh(other.meeting)
    body.name = Text.of("fr", fr="Guilde de Drogeo")
    body.save()

    entries.refresh(body)

    assert [hit for hit in found("drogeo") if hit[0] == "meeting"] == [("meeting", event.meeting.slug)]


def test_a_new_document_finds_its_event(events):
    event = EventFactory()
    Product.objects.create(event=event, kind="report", language="fr", title="Portulan de Sanzorzo")

    entries.refresh(event)

    assert found("sanzorzo") == [("meeting", event.meeting.slug)]


def test_forget_takes_a_thing_out(seville):
    entries.forget("network.place", seville.pk)

    assert found("Séville") == []
    assert Entry.objects.count() == 0


def test_merged_organisation_is_not_found():
    standing, merged = OrganisationFactory(), OrganisationFactory(name=Text.of("fr", fr="Guilde"))
    MembershipFactory(organisation=merged)
    entries.refresh(merged)
    merged.redirect_to = standing
    merged.save()

    entries.refresh(merged)

    assert found("guilde") == []


def test_refresh_of_a_kind_nobody_finds_does_nothing():
    entries.refresh(record())

    assert Entry.objects.count() == 0


def test_rebuild_gives_what_refreshing_gave(events, seville):
    before = list(Entry.objects.order_by("kind", "object_id", "language").values_list("kind", "object_id", "title"))
    Entry.objects.filter(kind="network.place").delete()

    entries.rebuild()

    after = list(Entry.objects.order_by("kind", "object_id", "language").values_list("kind", "object_id", "title"))
    assert [row for row in after if row in before] == before
    assert found("Sevilla") == [("place", "seville")]


def test_refresh_many_in_batches(monkeypatch):
    monkeypatch.setattr(entries, "BATCH", 2)
    PlaceFactory.create_batch(5, name=Text.of("fr", fr="Mayda"))

    entries.refresh_many(Place.objects.all())

    assert len(found("mayda")) == 5


def test_counting_stops_at_the_cap(monkeypatch):
    monkeypatch.setattr("portolan.search.domain.hits.CAP", 3)
    for number in range(5):
        entries.refresh(PlaceFactory(slug=f"mayda-{number}", name=Text.of("fr", fr="Mayda", en="Mayda", ar="مايدا")))

    answer = ask(Wish("Mayda", PUBLIC), page=1, page_size=2)

    assert (answer.total, answer.more, len(answer.hits)) == (3, True, 2)
    assert [value.count for value in answer.facets["kind"]] == [3]


def test_pages_divide_the_hits_and_end():
    for number in range(5):
        entries.refresh(PlaceFactory(slug=f"mayda-{number}", name=Text.of("fr", fr="Mayda")))

    pages = [[hit.slug for hit in ask(Wish("Mayda", PUBLIC), page=page, page_size=2).hits] for page in (1, 2, 3, 4)]

    assert pages == [["mayda-0", "mayda-1"], ["mayda-2", "mayda-3"], ["mayda-4"], []]


@pytest.mark.parametrize("many", [1, 3])
def test_question_costs_the_same_at_any_number_of_hits(many, django_assert_num_queries):
    for number in range(many):
        entries.refresh(PlaceFactory(slug=f"mayda-{number}", name=Text.of("fr", fr="Mayda")))

    with django_assert_num_queries(5):
        ask(Wish("Mayda", PUBLIC))


def test_found_words_are_marked_and_nothing_else(events):
    hit = ask(Wish("réfugié", PUBLIC, language="fr")).hits[0]

    assert [(part.text, part.found) for part in hit.title] == [("Accueil des ", False), ("réfugiés", True)]


HOSTILE = [
    '"', '""', "'", "\\", "NEAR(a b)", "title:x", "a AND", "OR", "NOT a", "*", "a*", "^a", "-a", "{title}: a", "a + b",
    "a:*", "a & | !", "'a' <-> 'b'", "\x00", "a\x00b", "%s", "%(x)s", "{}", "·refug", "¶city¶mayda", "a" * 5000,
    "ﷺ" * 300, "\ud83d\ude00", "½¼", "_", "mayda OR drogeo", "'); DROP TABLE search_index; --", "\u202emayda", "İ",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_syntax_of_either_database_is_only_words(events, typed):
    ask(Wish(typed, PUBLIC, {"city": typed, "theme": typed}))

    assert len(found("Mayda")) == 5


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60), city=st.text(max_size=10))
def test_anything_typed_is_answered(typed, city):
    assert ask(Wish(typed, SimpleNamespace(is_authenticated=False), {"city": city})).total == 0


@pytest.fixture
def word_of_people():
    """A body called Lagoon, a member of it, and a meeting that tells of a lagoon; a team reader."""
    body = OrganisationFactory(slug="lagoon", name=Text.of("en", en="Lagoon office"))
    AffiliationFactory(organisation=body, person=PersonFactory(given_name="Ava", family_name="Neome"))
    AffiliationFactory(organisation=body, person=PersonFactory(given_name="Ava", family_name="Lagoon"))
    MeetingFactory(slug="told", title=Text.of("en", en="Arrival"), summary=Text.of("en", en="Of a lagoon"))
    entries.rebuild()
    return user_with(Role.MANAGER)


def test_people_come_last_among_titles_and_last_among_texts(word_of_people):
    assert found("lagoon", user=word_of_people, reader="en") == [
        ("organisation", "lagoon"),
        ("person", "Ava Lagoon"),
        ("meeting", "Arrival"),
        ("person", "Ava Neome"),
    ]


@pytest.mark.parametrize(("cap", "total"), [(1, 1), (2, 2), (3, 3), (4, 4)])
def test_cap_is_reached_in_the_same_order(monkeypatch, word_of_people, cap, total):
    monkeypatch.setattr("portolan.search.domain.hits.CAP", cap)

    answer = ask(Wish("lagoon", word_of_people, language="en"))

    names = ["Lagoon office", "Ava Lagoon", "Arrival", "Ava Neome"]
    assert ([hit.plain_title for hit in answer.hits], answer.total, answer.more) == (names[:cap], total, cap < 4)


def test_kind_facet_of_people_finds_people_only(word_of_people):
    assert found("lagoon", user=word_of_people, reader="en", kind="network.person") == [
        ("person", "Ava Lagoon"),
        ("person", "Ava Neome"),
    ]


def test_name_of_a_kind_is_no_word(word_of_people):
    assert [found(typed, user=word_of_people) for typed in ("network", "kind", "¶kind¶network¶person", "person")] == [
        [], [], [], [],
    ]  # fmt: skip


def test_migration_gives_old_words_the_kinds_new_ones_have(seville):
    """Words as they were before kinds were among them, taken through the migration."""
    step = import_module("portolan.search.migrations.0003_kinds_in_index")
    token, pk = index.kind_token("network.place"), Entry.objects.get(language="fr").pk
    if index.is_sqlite():
        read = "SELECT facets FROM search_index WHERE rowid = %s"
        forget = f"UPDATE search_index SET facets = trim(replace(facets, '{token}', ''))"
    else:
        read = "SELECT title::text, everything::text FROM search_index WHERE entry_id = %s"
        without = [f"{column} = ts_delete({column}, '{token}')" for column in ("title", "everything")]
        forget = f"UPDATE search_index SET {', '.join(without)}"
    with connection.cursor() as cursor:
        cursor.execute(read, [pk])
        (*fresh,) = [sorted(column.split()) for column in cursor.fetchone()]
        cursor.execute(forget)
        before = found("Sevilla")
        step.name_kinds(None, SimpleNamespace(connection=connection))
        cursor.execute(read, [pk])
        assert [sorted(column.split()) for column in cursor.fetchone()] == fresh
    assert [before, found("Sevilla")] == [[], [("place", "seville")]]
