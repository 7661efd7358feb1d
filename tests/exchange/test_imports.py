"""Preview, choices and commit on small files."""

import io

import pytest
from django.utils import timezone

from portolan.accounts.models import AuditEntry
from portolan.exchange.domain.imports import choose, commit, discard, preview, sweep
from portolan.exchange.enums import RunState, Verdict
from portolan.exchange.models import ImportRun, StagedRow
from portolan.kernel.errors import DomainError
from portolan.meetings.models import Attendance, Meeting
from portolan.network.enums import Role
from portolan.network.models import Organisation, Person, Place
from portolan.provenance.domain.publication import generation
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Conflict, Statement
from tests.exchange.books import about, workbook
from tests.factories import OrganisationFactory, PersonFactory, PlaceFactory, record, user_with

HEAD = ["code", "name_fr", "name_ar", "aliases", "country", "region", "zone", "latitude", "longitude", "geonames"]
SEVILLE = [
    "seville",
    "Séville",
    "إشبيلية",
    "es:Sevilla | en:Seville",
    "ES",
    "europe",
    "Europe/Madrid",
    "37.38",
    "-5.97",
    "",
]
SOURCES = [["code", "title", "kind"], ["chart", "Sea chart", "document"], ["log", "Log book", "document"]]


def take(record_code: str = "isles", kind: str = "public", *, source: str = "", **sheets):
    """Preview a file; `commit` it with `taken`."""
    more = {"source": source} if source else {}
    book = workbook(about=about(record_code, kind, **more), **sheets)
    return preview(io.BytesIO(book), by=None, name="book.xlsx")


def taken(*args, **kwargs) -> ImportRun:
    return commit(take(*args, **kwargs), by=None)


def verdicts(run: ImportRun) -> list[tuple[str, str]]:
    return list(run.rows.order_by("pk").values_list("sheet", "verdict"))


def codes(run: ImportRun) -> list[str]:
    return [note[1] for row in run.rows.order_by("pk") for note in row.notes]


def place(code: str, name: str, **more: str) -> list[str]:
    return [
        more.get(column, {"code": code, "name_fr": name}.get(column, old))
        for column, old in zip(HEAD, SEVILLE, strict=True)
    ]


def test_a_preview_writes_nothing_but_its_staging():
    run = take(places=[HEAD, SEVILLE])

    assert (run.state, verdicts(run)) == (RunState.READY, [("places", Verdict.ADDED)])
    assert (Place.objects.count(), Statement.objects.count(), StagedRow.objects.count()) == (0, 0, 1)


def test_a_commit_leaves_one_audit_entry_and_new_pages():
    before = generation()

    taken(places=[HEAD, SEVILLE])

    entry = AuditEntry.objects.get(verb="import.commit")
    assert (entry.changes, generation() > before) == ({"added": [None, 1]}, True)


@pytest.mark.parametrize("name", ["Sevilla", "SEVILLE", "seville", "Séville", "إشبيلية", "اشبيلية"])
def test_one_city_whatever_its_name_is_written(name):
    taken(places=[HEAD, SEVILLE])

    run = take("more", places=[HEAD, place("another", name, aliases="", name_ar="")])
    commit(run, by=None)

    assert codes(run) == ["matched-by"]
    assert Place.objects.count() == 1


def test_a_namesake_in_another_country_is_shown_and_stays_apart():
    taken(places=[HEAD, SEVILLE])

    run = take(
        "more",
        places=[
            HEAD,
            place("seville-co", "Sevilla", aliases="", name_ar="", country="CO", latitude="4.2", longitude="-75.9"),
        ],
    )
    commit(run, by=None)

    assert [candidate[1:3] for candidate in run.rows.get().candidates] == [["Séville", ["same-name"]]]
    assert Place.objects.count() == 2


def test_places_of_one_geonames_number_are_one():
    PlaceFactory(geonames=77)

    run = take(places=[HEAD, place("mayda", "Mayda", geonames="77", aliases="", name_ar="")])

    assert codes(run)[0] == "matched-by"


def test_the_same_file_twice_changes_nothing():
    sheets = {"sources": SOURCES, "places": [HEAD, SEVILLE]}
    taken(source="chart", **sheets)
    before = (Statement.objects.count(), Place.objects.count())

    run = taken(source="chart", **sheets)

    assert {verdict for _sheet, verdict in verdicts(run)} == {Verdict.LEFT}
    assert (Statement.objects.count(), Place.objects.count()) == before


def events(**cells: str):
    said = {"code": "drogeo-2020", "title_fr": "L’école du quai", "kind": "peer-learning", **cells}
    return [list(said), list(said.values())]


def test_a_more_precise_date_is_shown_and_no_conflict():
    taken(source="chart", sources=SOURCES, events=events(start="2020-06"))

    taken("more", source="log", events=events(start="2020-06-15", end="2020-06-18"))

    meeting = Meeting.objects.get()
    assert (str(meeting.start), str(meeting.end), Conflict.objects.count()) == ("2020-06-15", "2020-06-18", 0)
    assert set(Statement.objects.filter(field="period").values_list("source__code", "preferred")) == {
        ("chart", False),
        ("log", True),
    }


def test_a_coarser_date_changes_nothing_shown():
    taken(source="chart", sources=SOURCES, events=events(start="2020-06-15"))

    run = taken("more", source="log", events=events(start="2020"))

    assert (str(Meeting.objects.get().start), verdicts(run)) == ("2020-06-15", [("events", Verdict.LEFT)])


def test_a_contradiction_is_a_conflict_and_the_first_stays():
    taken(source="chart", sources=SOURCES, events=events(start="2017-03"))

    run = taken("more", source="log", events=events(start="2017-04-25"))

    assert verdicts(run) == [("events", Verdict.CONFLICT)]
    assert (str(Meeting.objects.get().start), Conflict.objects.get().statements.count()) == ("2017-03", 2)


def test_a_silent_flag_contradicts_nothing():
    taken(source="chart", sources=SOURCES, events=events(start="2020-06"))

    taken("more", source="log", events=events(mode="online"))

    assert (Meeting.objects.get().mode, Conflict.objects.count()) == ("online", 0)


def test_a_source_that_corrects_itself_is_followed():
    taken(source="chart", sources=SOURCES, events=events(start="2020-06-15"))

    run = taken(source="chart", sources=SOURCES, events=events(start="2020-07-01"))

    assert (str(Meeting.objects.get().start), Conflict.objects.count()) == ("2020-07-01", 0)
    assert verdicts(run)[-1] == ("events", Verdict.CHANGED)


def test_rows_in_error_are_refused_until_they_are_left_out():
    run = take(places=[HEAD, SEVILLE, place("mayda", "Mayda", latitude="190")])

    with pytest.raises(DomainError) as caught:
        commit(run, by=None)
    assert (caught.value.code, Place.objects.count()) == ("rows-in-error", 0)
    commit(run, by=None, leave_out_errors=True)

    assert [one.slug for one in Place.objects.all()] == ["seville"]


def test_a_row_that_needs_one_in_error_is_in_error():
    bodies = [["code", "kind", "name_fr", "place"], ["city-mayda", "municipality", "Ville de Mayda", "mayda"]]

    run = take(places=[HEAD, place("mayda", "Mayda", latitude="190")], organisations=bodies)

    assert codes(run) == ["out-of-range", "reference-in-error"]


def test_an_unknown_reference_says_where_it_was_looked_for():
    bodies = [["code", "kind", "name_fr", "place"], ["city-mayda", "municipality", "Ville de Mayda", "nowhere"]]

    run = take(organisations=bodies)

    assert run.rows.get().notes == [["error", "unknown-reference", "place", {"code": "nowhere", "sheet": "places"}]]


def test_a_commit_is_refused_when_a_staged_row_has_moved():
    PlaceFactory(slug="seville", country="", record=record(RecordKind.PUBLIC))
    run = take(places=[["code", "country"], ["seville", "ES"]])
    Place.objects.update(country="PT")

    with pytest.raises(DomainError) as caught:
        commit(run, by=None)

    assert (caught.value.code, Place.objects.get().country) == ("changed-since", "PT")
    assert list(run.rows.values_list("moved", "verdict")) == [(True, Verdict.LEFT)]


def test_a_commit_is_refused_when_its_row_was_added_meanwhile():
    run = take(places=[HEAD, SEVILLE])
    PlaceFactory(slug="seville")

    with pytest.raises(DomainError) as caught:
        commit(run, by=None)

    assert (caught.value.code, Place.objects.count(), run.rows.get().moved) == ("changed-since", 1, True)


def test_a_second_commit_is_refused():
    run = taken(places=[HEAD, SEVILLE])

    with pytest.raises(DomainError) as caught:
        commit(run, by=None)

    assert caught.value.code == "not-ready"


def test_a_real_record_may_not_point_at_an_invented_row():
    PlaceFactory(slug="antillia", record=record(RecordKind.DEMONSTRATION))
    bodies = [["code", "kind", "name_fr", "place"], ["city-lyon", "municipality", "Ville de Lyon", "antillia"]]

    run = take(organisations=bodies)

    assert codes(run) == ["invented"]


def test_an_invented_record_may_not_change_a_real_row():
    PlaceFactory(slug="seville", record=record(RecordKind.PUBLIC))

    run = take("fable", "demonstration", places=[HEAD, SEVILLE])

    assert codes(run) == ["invented-changes-real"]


def test_a_record_of_another_kind_is_refused():
    taken("isles", "public", places=[HEAD, SEVILLE])

    run = take("isles", "deck", places=[HEAD, SEVILLE])

    assert (run.state, run.refusal[0]) == (RunState.REFUSED, "record-kind")


PEOPLE = ["code", "given_name", "family_name", "email", "organisation"]


def test_a_person_is_found_again_by_the_code_of_the_record():
    people = [PEOPLE, ["p-1", "Alidade", "Vergue", "", ""]]
    taken(people=people)

    run = taken(people=people)

    assert (verdicts(run), Person.objects.count()) == ([("people", Verdict.LEFT)], 1)


def test_a_person_is_found_by_name_and_email_and_never_by_name_alone():
    PersonFactory(
        given_name="Alidade",
        family_name="Vergue",
        match_key="alidade vergue",
        email="a@mayda.example",
        email_key="a@mayda.example",
    )

    run = take(
        people=[PEOPLE, ["p-1", "ALIDADE", "Vergué", "A@mayda.example", ""], ["p-2", "Alidade", "Vergue", "", ""]]
    )

    assert verdicts(run) == [("people", Verdict.LEFT), ("people", Verdict.ADDED)]
    assert [candidate[2] for candidate in run.rows.get(number=3).candidates] == [["same-name"]]


def test_likely_duplicates_give_their_reasons():
    run = take(
        people=[
            PEOPLE,
            ["p-1", "Cabestan", "Amarre", "c@mayda.example", ""],
            ["p-2", "Amarre", "Cabestan", "", ""],
            ["p-3", "Kabestan", "Amarre", "", ""],
            ["p-4", "Misaine", "Largue", "c@mayda.example", ""],
        ]
    )

    found = {
        row.number: [(key, tuple(reasons)) for key, _label, reasons, _score in row.candidates] for row in run.rows.all()
    }

    assert found == {
        2: [],
        3: [("row:2", ("swapped-name",))],
        4: [("row:2", ("similar-name",)), ("row:3", ("similar-name",))],
        5: [("row:2", ("same-email",))],
    }


def test_a_row_chosen_as_another_of_the_file_is_one_person():
    run = take(people=[PEOPLE, ["p-1", "Cabestan", "Amarre", "", ""], ["p-2", "Amarre", "Cabestan", "", ""]])
    choose(run, {run.rows.get(number=3).pk: "row:2"}, by=user_with(Role.MANAGER))

    commit(run, by=None)

    assert [person.full_name for person in Person.objects.all()] == ["Cabestan Amarre"]


def test_what_differs_of_a_person_is_shown_and_stays():
    taken(people=[PEOPLE, ["p-1", "Alidade", "Vergue", "a@mayda.example", ""]])

    run = taken(people=[PEOPLE, ["p-1", "Alidade", "Vergue", "b@mayda.example", ""]])

    assert (codes(run), Person.objects.get().email) == (["differs"], "a@mayda.example")


def test_participations_are_one_for_a_person_and_a_meeting():
    attended = [
        ["event", "person", "capacity"],
        ["drogeo-2020", "p-1", "speaker"],
        ["drogeo-2020", "p-1", "participant"],
    ]
    run = taken(events=events(), people=[PEOPLE, ["p-1", "Alidade", "Vergue", "", ""]], participations=attended)

    assert codes(run) == ["said-twice"]
    assert list(Attendance.objects.values_list("capacity", flat=True)) == ["speaker"]


def test_an_ambiguous_name_is_an_error_that_lists_the_options():
    OrganisationFactory(slug="guild-a").names.create(name="Guilde", key="guilde")
    OrganisationFactory(slug="guild-b").names.create(name="Guilde", key="guilde")

    run = take(events=events(host="Guilde"))

    assert run.rows.get().notes[0][:3] == ["error", "ambiguous-name", "host"]
    assert Organisation.objects.count() == 2


def test_a_discarded_import_keeps_no_row():
    run = take(places=[HEAD, SEVILLE])

    discard(run, by=user_with(Role.MANAGER))

    assert (ImportRun.objects.get().state, StagedRow.objects.count()) == (RunState.DISCARDED, 0)


def test_old_staged_rows_are_swept():
    take(people=[PEOPLE, ["p-1", "Alidade", "Vergue", "", ""]])

    assert sweep(before=timezone.now()) == 1
    assert (StagedRow.objects.count(), ImportRun.objects.get().state) == (0, RunState.DISCARDED)
