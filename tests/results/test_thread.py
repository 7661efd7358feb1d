from django.contrib.auth.models import AnonymousUser

from portolan.dialogue.enums import ProductKind
from portolan.network.enums import OrganisationKind
from portolan.provenance.enums import RecordKind
from portolan.results.domain.thread import thread_of
from tests.factories import EventFactory, MeetingHostFactory, OrganisationFactory, PlaceFactory, record

READER = AnonymousUser()


def hosted_event(place, **meeting):
    event = EventFactory(**{f"meeting__{key}": value for key, value in meeting.items()})
    MeetingHostFactory(meeting=event.meeting, organisation=OrganisationFactory(place=place))
    return event


def test_thread_of_a_city_lists_its_events_by_date():
    place = PlaceFactory()
    later = hosted_event(place, start="2021-03")
    earlier = hosted_event(place, start="2017")

    steps = thread_of(place, user=READER)

    assert [step.thing for step in steps] == [earlier, later]


def test_thread_of_an_event_leads_back_to_the_city():
    place = PlaceFactory()
    event = hosted_event(place, start="2021-03")

    steps = thread_of(event, user=READER)

    assert [step.thing for step in steps] == [place]


def test_thread_of_an_event_names_a_body_that_is_no_city():
    event = EventFactory()
    fund = OrganisationFactory(kind=OrganisationKind.LOCAL_FUND)
    MeetingHostFactory(meeting=event.meeting, organisation=fund)

    steps = thread_of(event, user=READER)

    assert [step.thing for step in steps] == [fund]


def test_thread_of_an_event_gathers_the_languages_of_a_document():
    event = EventFactory()
    for language in ("ar", "fr"):
        event.products.create(kind=ProductKind.REPORT, language=language, address=f"https://mayda.example/{language}")

    steps = thread_of(event, user=READER)

    assert [step.detail for step in steps] == [(("ar", "https://mayda.example/ar"), ("fr", "https://mayda.example/fr"))]


def test_thread_of_a_city_tells_of_its_cases_elsewhere():
    place = PlaceFactory()
    event = EventFactory()
    event.cases.create(organisation=OrganisationFactory(place=place))

    steps = thread_of(place, user=READER)

    assert [step.thing for step in steps] == [event]


def test_thread_leaves_out_what_is_invented_until_asked():
    place = PlaceFactory()
    hosted_event(place, start="2021-03", record=record(RecordKind.DEMONSTRATION))

    seen = len(thread_of(place, user=READER)), len(thread_of(place, user=READER, demonstration=True))

    assert seen == (0, 1)


def test_thread_of_a_city_hides_meetings_that_are_not_public():
    place = PlaceFactory()
    hosted_event(place, is_public=False)

    assert thread_of(place, user=READER) == []
