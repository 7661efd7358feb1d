import pytest

from portolan.accounts.models import AuditEntry
from portolan.dialogue.models import CasePresentation, PeerLearningEvent, Product
from portolan.meetings.models import Attendance
from portolan.network.enums import Role
from tests.factories import AttendanceFactory, EventFactory, MeetingHostFactory, OrganisationFactory, PersonFactory

NEW = {"title_en": "Pilots of Mayda", "start": "2023-05", "is_public": "on"}


def tied(event):
    """The scope of a role tied to one event."""
    return {"object_kind": "meetings.meeting", "object_id": str(event.meeting.pk)}


def test_list_of_events_shows_those_on_record(sign_in):
    EventFactory.create_batch(2)

    html = sign_in(Role.OFFICER).get("/fr/desk/events/").text

    assert [title in html for title in (str(e.meeting.title) for e in PeerLearningEvent.objects.all())] == [True, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_events_asks_the_same_number_of_times(rows, sign_in, django_assert_max_num_queries):
    for event in EventFactory.create_batch(rows):
        MeetingHostFactory(meeting=event.meeting)
    client = sign_in(Role.OFFICER)

    with django_assert_max_num_queries(15):
        client.get("/fr/desk/events/")


def test_new_event_is_kept(sign_in):
    client = sign_in(Role.OFFICER)

    response = client.post("/fr/desk/events/new/", NEW)

    event = PeerLearningEvent.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/fr/desk/events/{event.pk}/")
    assert str(event.meeting.title.get("en")) == "Pilots of Mayda"


def test_new_event_with_a_wrong_date_keeps_what_was_typed(sign_in):
    client = sign_in(Role.OFFICER)

    response = client.post("/fr/desk/events/new/", NEW | {"start": "2023-05-32"})

    assert (response.status_code, PeerLearningEvent.objects.count()) == (200, 0)
    assert [words in response.text for words in ("Pilots of Mayda", "2023-05-32")] == [True, True]


def test_new_event_refused_by_the_verb_says_why(sign_in):
    client = sign_in(Role.OFFICER)

    response = client.post("/fr/desk/events/new/", NEW | {"end": "2022"})

    assert "La fin précède le début." in response.text


def test_new_event_with_a_number_taken_leaves_nothing(sign_in):
    EventFactory(number=7)
    client = sign_in(Role.OFFICER)

    client.post("/fr/desk/events/new/", NEW | {"number": "7"})

    assert PeerLearningEvent.objects.count() == 1


def test_edit_event_keeps_the_status_of_a_wording_that_stays(sign_in):
    event = EventFactory()
    meeting = event.meeting
    meeting.title = type(meeting.title)("fr", {"fr": "Ports", "en": "Harbours"}, {"fr": "official", "en": "working"})
    meeting.save()
    client = sign_in(Role.OFFICER)

    client.post(
        f"/fr/desk/events/{event.pk}/edit/", {"title_fr": "Ports", "title_en": "Ports of call", "start": "2023"}
    )

    meeting.refresh_from_db()
    assert dict(meeting.title.status) == {"fr": "official"}


def test_host_of_one_event_may_not_edit_another(sign_in):
    mine, other = EventFactory.create_batch(2)
    client = sign_in(Role.HOST, **tied(mine))

    statuses = [client.get(f"/fr/desk/events/{event.pk}/edit/").status_code for event in (mine, other)]

    assert statuses == [200, 403]


def test_host_of_one_event_may_not_make_one(sign_in):
    client = sign_in(Role.HOST, **tied(EventFactory()))

    response = client.post("/fr/desk/events/new/", NEW)

    assert (response.status_code, PeerLearningEvent.objects.count()) == (403, 1)


@pytest.mark.parametrize(("hosts", "made"), [("own", 1), ("other", 0), ("nobody", 0)])
def test_officer_of_one_body_makes_events_of_that_body_only(hosts, made, sign_in):
    own, other = OrganisationFactory.create_batch(2)
    client = sign_in(Role.OFFICER, organisation=own)

    client.post("/fr/desk/events/new/", NEW | {"host": {"own": own.pk, "other": other.pk, "nobody": ""}[hosts]})

    assert PeerLearningEvent.objects.count() == made


def test_documents_are_added_and_taken_off(sign_in):
    event = EventFactory()
    client = sign_in(Role.OFFICER)

    client.post(f"/fr/desk/events/{event.pk}/documents/", {"kind": "report", "language": "fr"})
    added = Product.objects.get()
    client.post(f"/fr/desk/events/{event.pk}/documents/{added.pk}/remove/")

    assert (added.kind, Product.objects.count()) == ("report", 0)


def test_document_of_another_event_is_not_found(sign_in):
    mine, other = EventFactory.create_batch(2)
    document = other.products.create(kind="report", language="fr")
    client = sign_in(Role.HOST, **tied(mine))

    response = client.post(f"/fr/desk/events/{mine.pk}/documents/{document.pk}/remove/")

    assert (response.status_code, Product.objects.count()) == (404, 1)


def test_case_twice_says_so(sign_in):
    event, body = EventFactory(), OrganisationFactory()
    client = sign_in(Role.OFFICER)

    pages = [client.post(f"/fr/desk/events/{event.pk}/cases/", {"organisation": body.pk}) for _ in range(2)]

    assert ([page.status_code for page in pages], CasePresentation.objects.count()) == ([302, 200], 1)
    assert "Ce cas est déjà au dossier." in pages[1].text


def test_attendance_list_is_for_those_who_may_read_it_and_each_opening_is_written_down(sign_in):
    event = EventFactory()
    AttendanceFactory(meeting=event.meeting, person__family_name="Secretname")
    client = sign_in(Role.AUDITOR)

    html = client.get(f"/fr/desk/events/{event.pk}/attendance/").text

    assert "Secretname" in html
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["attendance.opened"]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.RAPPORTEUR])
def test_attendance_list_is_closed_to_others(role, sign_in):
    event = EventFactory()
    AttendanceFactory(meeting=event.meeting, person__family_name="Secretname")
    client = sign_in(role, **tied(event))

    pages = [client.get(f"/fr/desk/events/{event.pk}/{rest}") for rest in ("", "attendance/")]

    assert [page.status_code for page in pages] == [200, 403]
    assert ["Secretname" in page.text for page in pages] == [False, False]


def test_auditor_reads_attendance_and_changes_none(sign_in):
    event = EventFactory()
    row = AttendanceFactory(meeting=event.meeting)
    client = sign_in(Role.AUDITOR)
    base = f"/fr/desk/events/{event.pk}/attendance/"

    statuses = [
        client.post(base, {"email": PersonFactory().email, "capacity": "participant"}).status_code,
        client.post(f"{base}{row.pk}/remove/", {"reason": "x"}).status_code,
    ]

    assert (statuses, Attendance.objects.count()) == ([403, 403], 1)


def test_attendance_is_noted_by_e_mail(sign_in):
    event, person = EventFactory(), PersonFactory()
    client = sign_in(Role.OFFICER)

    client.post(f"/fr/desk/events/{event.pk}/attendance/", {"email": person.email.upper(), "capacity": "speaker"})

    assert list(Attendance.objects.values_list("person", "capacity")) == [(person.pk, "speaker")]


def test_attendance_of_an_unknown_address_is_refused(sign_in):
    event = EventFactory()
    client = sign_in(Role.OFFICER)

    response = client.post(
        f"/fr/desk/events/{event.pk}/attendance/", {"email": "nobody@mayda.example", "capacity": "speaker"}
    )

    assert (response.status_code, Attendance.objects.count()) == (200, 0)


def test_attendance_is_taken_away_with_a_reason(sign_in):
    row = AttendanceFactory(meeting=EventFactory().meeting)
    client = sign_in(Role.OFFICER)
    address = f"/fr/desk/events/{row.meeting.event.pk}/attendance/{row.pk}/remove/"

    counts = []
    for reason in ("", "noted twice"):
        client.post(address, {"reason": reason})
        counts.append(Attendance.objects.count())

    assert counts == [1, 0]
