import pytest

from portolan.accounts.models import AuditEntry
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.meetings.domain.meetings import create_meeting, edit_meeting, set_hosts
from portolan.meetings.enums import HostRole, MeetingKind, Mode
from portolan.provenance.domain.publication import generation
from tests.factories import MeetingFactory, OrganisationFactory, PlaceFactory, UserFactory, record

TITLE = Text.of("fr", fr="Accueil dans les ports", en="Welcome in harbours")


def made(**fields):
    return create_meeting(by=UserFactory(), record=record(), title=TITLE, kind=MeetingKind.WORKSHOP, **fields)


def test_create_meeting_gives_an_address_and_writes_it_down():
    before = generation()

    meeting = made(start="2023-05")

    assert meeting.slug == "welcome-in-harbours-2023"
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["meeting.created"]
    assert generation() > before


def test_create_meeting_twice_gives_two_addresses():
    assert [made(start="2023").slug, made(start="2023").slug] == [
        "welcome-in-harbours-2023",
        "welcome-in-harbours-2023-2",
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start": "2023-05-02", "end": "2023-05-01"}, "end-before-start"),
        ({"start": "2023-05", "end": "2022"}, "end-before-start"),
        ({"end": "2022"}, "no-start"),
    ],
)
def test_create_meeting_refuses_dates_in_the_wrong_order(fields, code):
    with pytest.raises(DomainError) as refusal:
        made(**fields)

    assert refusal.value.code == code


def test_create_meeting_accepts_an_end_within_a_start_known_by_the_month():
    assert str(made(start="2023-05", end="2023-05-03").end) == "2023-05-03"


def test_create_meeting_refuses_a_venue_online():
    with pytest.raises(DomainError) as refusal:
        made(mode=Mode.ONLINE, venue=PlaceFactory())

    assert refusal.value.code == "online-venue"


def test_create_meeting_refuses_an_unknown_field():
    with pytest.raises(TypeError):
        made(slug="mine")


def test_edit_meeting_says_what_changed():
    meeting = MeetingFactory(start="2023-05")

    edit_meeting(meeting, by=UserFactory(), start="2023-06", mode="")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.changes) == ("meeting.edited", {"start": ["2023-05", "2023-06"]})


def test_edit_meeting_without_a_change_writes_nothing():
    meeting = MeetingFactory(start="2023-05")
    meeting.refresh_from_db()
    before = generation()

    edit_meeting(meeting, by=UserFactory(), start="2023-05", title=meeting.title)

    assert (AuditEntry.objects.count(), generation()) == (0, before)


def test_set_hosts_replaces_them():
    meeting = MeetingFactory()
    first, second, third = OrganisationFactory.create_batch(3)
    set_hosts(meeting, by=None, host=first, co_hosts=[second])

    set_hosts(meeting, by=None, host=second, co_hosts=[second, third])

    assert dict(meeting.hosts.values_list("organisation", "role")) == {
        second.pk: HostRole.HOST,
        third.pk: HostRole.CO_HOST,
    }


def test_set_hosts_twice_writes_once():
    meeting, host = MeetingFactory(), OrganisationFactory()

    for _ in range(2):
        set_hosts(meeting, by=None, host=host)

    assert AuditEntry.objects.count() == 1


def test_set_hosts_refuses_an_invented_host_of_a_real_meeting():
    invented = OrganisationFactory(record=record("demonstration"))

    with pytest.raises(DomainError) as refusal:
        set_hosts(MeetingFactory(), by=None, host=invented)

    assert refusal.value.code == "mixed-records"
