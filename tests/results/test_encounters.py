import datetime as dt

from portolan.meetings.enums import Capacity
from portolan.network.enums import OrganisationKind
from portolan.results.domain.encounters import met_pairs
from portolan.results.domain.standing import rebuild_counts, standing_encounters
from tests.factories import AttendanceFactory, EventFactory, MeetingHostFactory, OrganisationFactory, PlaceFactory

DAY = dt.date(2023, 7, 1)


def body(slug, **fields):
    return OrganisationFactory(place=PlaceFactory(slug=slug), **fields)


def event_with(*bodies, **fields):
    event = EventFactory(meeting__start="2022")
    for each in bodies:
        AttendanceFactory(meeting=event.meeting, organisation=each, **fields)
    return event


def test_met_pairs_join_every_two_cities_of_an_event():
    event_with(body("mayda"), body("drogeo"), body("antillia"))

    assert met_pairs(day=DAY) == {("antillia", "drogeo"): 1, ("antillia", "mayda"): 1, ("drogeo", "mayda"): 1}


def test_met_pairs_count_events_not_people():
    mayda, drogeo = body("mayda"), body("drogeo")
    event_with(mayda, mayda, drogeo)
    event_with(mayda, drogeo)

    assert met_pairs(day=DAY) == {("drogeo", "mayda"): 2}


def test_met_pairs_leave_out_bodies_that_are_no_city_and_those_who_worked():
    event_with(body("mayda"), body("drogeo", kind=OrganisationKind.NGO))
    event_with(body("frislandia"), body("sanzorzo"), capacity=Capacity.STAFF)

    assert met_pairs(day=DAY) == {}


def test_met_pairs_join_a_case_to_its_host():
    event = EventFactory(meeting__start="2022")
    MeetingHostFactory(meeting=event.meeting, organisation=body("mayda"))
    event.cases.create(organisation=body("antillia"))

    assert met_pairs(day=DAY) == {("antillia", "mayda"): 1}


def test_met_pairs_count_a_case_and_its_attendance_once():
    mayda, antillia = body("mayda"), body("antillia")
    event = event_with(mayda, antillia)
    MeetingHostFactory(meeting=event.meeting, organisation=mayda)
    event.cases.create(organisation=antillia)

    assert met_pairs(day=DAY) == {("antillia", "mayda"): 1}


def test_standing_encounters_are_those_of_the_last_count():
    event_with(body("mayda"), body("drogeo"))
    rebuild_counts(at=dt.datetime(2023, 7, 1, tzinfo=dt.UTC))

    assert standing_encounters() == [("drogeo", "mayda")]


def test_met_pairs_keep_the_most_frequent(monkeypatch):
    monkeypatch.setattr("portolan.results.domain.encounters.MOST_PAIRS", 2)
    mayda, drogeo, antillia = body("mayda"), body("drogeo"), body("antillia")
    event_with(mayda, drogeo, antillia)
    event_with(mayda, drogeo)

    assert list(met_pairs(day=DAY).items()) == [(("drogeo", "mayda"), 2), (("antillia", "drogeo"), 1)]
