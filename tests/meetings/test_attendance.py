import pytest
from django.utils import timezone

from portolan.accounts.models import AuditEntry
from portolan.kernel.errors import DomainError
from portolan.meetings.domain.attendance import (
    PublicAttendance,
    public_attendance,
    record_attendance,
    remove_attendance,
)
from portolan.meetings.enums import Capacity
from portolan.meetings.models import Attendance
from tests.factories import AttendanceFactory, MeetingFactory, OrganisationFactory, PersonFactory, UserFactory, record


def test_record_attendance_a_second_time_corrects_the_first():
    meeting, person, body = MeetingFactory(), PersonFactory(), OrganisationFactory()
    record_attendance(meeting, person, by=UserFactory())

    record_attendance(meeting, person, by=UserFactory(), organisation=body, capacity=Capacity.SPEAKER)

    row = Attendance.objects.get()
    assert (row.organisation, row.capacity) == (body, Capacity.SPEAKER)
    assert sorted(AuditEntry.objects.values_list("verb", flat=True)) == ["attendance.corrected", "attendance.noted"]


def test_record_attendance_writes_no_name_down():
    person = PersonFactory(family_name="Secretname")

    record_attendance(MeetingFactory(), person, by=UserFactory())

    entry = AuditEntry.objects.get()
    assert "Secretname" not in f"{entry.object_label} {entry.changes}"


@pytest.mark.parametrize("field", ["redirect_to", "erased_at"])
def test_record_attendance_refuses_somebody_who_is_gone(field):
    gone = {"redirect_to": PersonFactory(), "erased_at": timezone.now()}
    person = PersonFactory(**{field: gone[field]})

    with pytest.raises(DomainError) as refusal:
        record_attendance(MeetingFactory(), person, by=None)

    assert refusal.value.code == "person-gone"


@pytest.mark.parametrize(("meeting", "person"), [("desk", "demonstration"), ("demonstration", "desk")])
def test_record_attendance_keeps_the_real_and_the_invented_apart(meeting, person):
    with pytest.raises(DomainError) as refusal:
        record_attendance(MeetingFactory(record=record(meeting)), PersonFactory(record=record(person)), by=None)

    assert refusal.value.code == "mixed-records"


def test_remove_attendance_asks_for_a_reason():
    row = AttendanceFactory()

    with pytest.raises(DomainError):
        remove_attendance(row, by=None, reason=" ")

    assert Attendance.objects.count() == 1


def test_remove_attendance_keeps_the_reason():
    remove_attendance(AttendanceFactory(), by=None, reason="noted twice")

    assert (Attendance.objects.count(), AuditEntry.objects.get().reason) == (0, "noted twice")


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (0, PublicAttendance(any=False)),
        (4, PublicAttendance(any=True)),
        (5, PublicAttendance(any=True, people=5, bodies=1)),
    ],
)
def test_public_attendance_withholds_small_groups(people, expected):
    meeting, body = MeetingFactory(), OrganisationFactory()
    AttendanceFactory.create_batch(people, meeting=meeting, organisation=body)
    AttendanceFactory.create_batch(3, meeting=meeting, capacity=Capacity.STAFF)

    assert public_attendance(meeting) == expected
