"""Notes, offices, focal points, hand-over."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portolan.kernel.errors import DomainError
from portolan.kernel.periods import PartialDate
from portolan.messages.models import Notice, Task
from portolan.network.domain import city_file, focal_points
from portolan.network.domain.city_file import Agreed
from portolan.network.enums import NoteKind, NoteReaders, OfficeKind, Rank, Role, Seat
from portolan.network.models import Agreement, CityNote, FocalPoint, Office, RoleAssignment
from tests.factories import OrganisationFactory, PersonFactory, UserFactory, user_with
from tests.factories.desk import AgreementFactory, CityNoteFactory, FocalPointFactory, MailFactory, TaskFactory

NOTE = {"kind": NoteKind.CALL, "on": dt.date(2026, 3, 1), "text": "Le port a rappelé."}
ELECTED = {"kind": OfficeKind.ELECTED}


def test_note_keeps_what_was_agreed():
    city = OrganisationFactory()

    note = city_file.add_note(city, by=None, agreed=[Agreed("Envoyer la carte", "le port"), Agreed("")], **NOTE)

    assert [(row.what, row.by_whom) for row in note.agreements.all()] == [("Envoyer la carte", "le port")]


def test_shared_note_tells_the_citys_people_and_one_for_the_team_does_not(django_capture_on_commit_callbacks):
    post = FocalPointFactory(person=PersonFactory(user=UserFactory()))
    FocalPointFactory(person=PersonFactory(user=UserFactory()))

    with django_capture_on_commit_callbacks(execute=True):
        city_file.add_note(post.organisation, by=None, readers=NoteReaders.TEAM, **NOTE)
        city_file.add_note(post.organisation, by=None, readers=NoteReaders.CITY, **NOTE)

    assert [notice.user for notice in Notice.objects.all()] == [post.person.user]


@pytest.mark.parametrize("readers", NoteReaders)
def test_notes_are_seen_by_the_team_and_shared_ones_by_their_city_alone(readers):
    city, other = OrganisationFactory(), OrganisationFactory()
    note = CityNoteFactory(organisation=city, readers=readers)
    AgreementFactory(note=note)
    seen = [note] if readers == NoteReaders.CITY else []

    own, stranger = (user_with(Role.FOCAL_POINT, organisation=each) for each in (city, other))

    assert list(CityNote.objects.visible_to(own)) == seen
    assert list(CityNote.objects.visible_to(stranger)) == []
    assert list(CityNote.objects.visible_to(user_with(Role.OFFICER, organisation=other))) == []
    assert list(CityNote.objects.visible_to(user_with(Role.OFFICER))) == [note]
    assert Agreement.objects.visible_to(own).count() == len(seen)
    assert Agreement.objects.visible_to(stranger).count() == 0


def test_new_executive_ends_the_former_and_asks_four_things_again():
    city = OrganisationFactory()
    former = city_file.set_office(city, by=None, seat=Seat.EXECUTIVE, holder="Zeno", start=PartialDate(2020), **ELECTED)

    city_file.set_office(city, by=None, seat=Seat.EXECUTIVE, holder="Antil", start=PartialDate(2026, 5), **ELECTED)

    former.refresh_from_db()
    assert former.end == PartialDate(2026, 5)
    assert [task.values["what"] for task in Task.objects.order_by("pk")] == [
        "membership", "focal-point", "contacts", "commitments",
    ]  # fmt: skip


def test_first_executive_and_new_council_ask_nothing():
    city = OrganisationFactory()
    city_file.set_office(city, by=None, seat=Seat.EXECUTIVE, holder="Zeno", start=None, **ELECTED)
    city_file.set_office(city, by=None, seat=Seat.COUNCIL, holder="Conseil 2020", start=None, **ELECTED)

    city_file.set_office(city, by=None, seat=Seat.COUNCIL, holder="Conseil 2026", start=PartialDate(2026), **ELECTED)

    assert (Task.objects.count(), Office.objects.filter(end="").count()) == (0, 2)


def _letter(data=b"%PDF-1.7 lettre", name="../../lettre.exe"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def test_nomination_ends_the_former_post_gives_and_takes_the_role():
    former = FocalPointFactory(person=PersonFactory(user=UserFactory()))
    city, person = former.organisation, PersonFactory(user=UserFactory())
    RoleAssignment.objects.create(
        user=former.person.user, role=Role.FOCAL_POINT, organisation=city, starts_on=dt.date(2024, 1, 1)
    )

    post = focal_points.nominate(
        city, person, rank=Rank.HOLDER, start=dt.date(2026, 1, 1), by=UserFactory(), letter=_letter()
    )

    former.refresh_from_db()
    standing = RoleAssignment.objects.filter(ended_at=None, role=Role.FOCAL_POINT)
    assert former.end == dt.date(2025, 12, 31)
    assert [assignment.user for assignment in standing] == [person.user]
    assert (post.letter.name.startswith("nominations/"), post.letter.name.endswith(".pdf")) == (True, True)
    assert "lettre" not in post.letter.name


@pytest.mark.parametrize("data", [b"MZ\x90 program", b"<svg onload=alert(1)>", b""])
def test_letter_that_is_no_letter_is_refused_and_nothing_kept(data):
    with pytest.raises(DomainError) as refused:
        focal_points.nominate(
            OrganisationFactory(), PersonFactory(), rank=Rank.HOLDER, start=dt.date(2026, 1, 1), by=None,
            letter=_letter(data),
        )  # fmt: skip

    assert (refused.value.field, FocalPoint.objects.count()) == ("letter", 0)


def test_nomination_before_the_former_holders_beginning_is_refused():
    former = FocalPointFactory(start=dt.date(2025, 1, 1))

    with pytest.raises(DomainError) as refused:
        focal_points.nominate(
            former.organisation, PersonFactory(), rank=Rank.HOLDER, start=dt.date(2024, 6, 1), by=None
        )

    assert refused.value.code == "starts-before"


def test_end_of_a_post_asks_the_team_to_find_another_once():
    post = FocalPointFactory()

    for _each in range(2):
        focal_points.end_post(post, on=dt.date(2026, 1, 1), by=None)

    assert [task.kind for task in Task.objects.all()] == ["focal-point"]


def test_hand_over_passes_the_citys_tasks_and_drafts_of_one_who_cannot_sign_in():
    city, giver, taker = OrganisationFactory(), UserFactory(is_active=False), UserFactory()
    task = TaskFactory(assignee=giver, scope=f"organisation:{city.pk}")
    elsewhere = TaskFactory(assignee=giver, scope="organisation:0")
    draft = MailFactory(made_by=giver)
    AgreementFactory(note__organisation=city)

    row = focal_points.hand_over(city, giver=giver, taker=taker, by=UserFactory(), note="Bon vent")

    for each in (task, elsewhere, draft):
        each.refresh_from_db()
    assert (task.assignee, elsewhere.assignee, draft.made_by) == (taker, giver, taker)
    assert row.counts == {"tasks": 1, "drafts": 1, "questions": 1}
