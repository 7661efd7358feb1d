"""What others write while a file is taken over, and what is left to the queue."""

import io
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django_tasks_db.models import DBTaskResult

from portolan.exchange.domain import after
from portolan.exchange.domain.imports import commit, preview
from portolan.exchange.enums import RunState
from portolan.exchange.tasks import index_many
from portolan.kernel.errors import DomainError
from portolan.meetings.models import Attendance
from portolan.network.models import Person
from portolan.provenance.domain.publication import generation, public_changed
from portolan.search.models import Entry
from tests.exchange.books import about, workbook
from tests.factories import MeetingFactory, OrganisationFactory, PersonFactory, record

CREW = ("Alidade Vergue", "Boussole Vergue", "Cabestan Vergue", "Drisse Vergue", "Écoute Vergue")


def crew(*names: str, event: str = ""):
    """The preview of a file of people, who all came to an event."""
    people = [["code", "given_name", "family_name", "email", "organisation"]]
    people += [[f"p-{number}", *name.split(" "), "", ""] for number, name in enumerate(names)]
    came = [["event", "person"], *([event, f"p-{number}"] for number, _name in enumerate(names) if event)]
    book = workbook(about=about(), people=people, participations=came)
    return preview(io.BytesIO(book), by=None, name="crew.xlsx")


@pytest.mark.django_db(transaction=True)
def test_a_registration_by_another_connection_during_the_commit_succeeds():
    meeting, early = MeetingFactory(slug="mayda-2025"), PersonFactory()
    run = crew(*CREW, event="mayda-2025")
    before, errors = generation(), []

    def register():
        try:
            with transaction.atomic():
                Attendance.objects.create(meeting_id=meeting.pk, person_id=early.pk)
                public_changed()
        except DatabaseError as error:
            errors.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=register)

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "network_person"'):
            other.start()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        commit(run, by=None)
    other.join(30)

    assert (other.is_alive(), errors, run.state) == (False, [], RunState.COMMITTED)
    assert sorted(meeting.attendances.values_list("person__family_name", flat=True)) == sorted(
        ["Vergue"] * 5 + [early.family_name]
    )
    assert generation() - before == 2


def register(name: str, **more: str) -> Person:
    given, family = name.split(" ")
    keys = {"match_key": name.lower(), "sort_key": name.lower().encode("utf-16-be").hex()}
    return PersonFactory(given_name=given, family_name=family, record=record(), **keys, **more)


def test_somebody_registered_between_two_names_of_the_file_refuses_nothing():
    # Neighbours in the alphabet are compared, so each of these parts two that were.
    run = crew("Foc Vergue", "Focs Vergue", "Focso Vergue", "Focsol Vergue")
    shown = {row.number: len(row.candidates) for row in run.rows.all()}
    for letter in "abcde":
        register(f"Foc{letter} Latine{letter}")

    commit(run, by=None)

    assert (shown, run.state) == ({2: 0, 3: 1, 4: 2, 5: 2}, RunState.COMMITTED)


def test_somebody_registered_meanwhile_who_may_be_one_of_the_file_is_shown_first():
    run = crew(*CREW)
    register("Alidade Vergue")

    with pytest.raises(DomainError) as caught:
        commit(run, by=None)

    assert (caught.value.code, Person.objects.count()) == ("changed-since", 1)
    assert [(row.number, row.moved, row.candidates[0][2]) for row in run.rows.exclude(candidates=[])] == [
        (2, True, ["same-name"])
    ]


def test_people_of_one_file_are_numbered_by_name():
    commit(crew("Misaine Vergue", "Alidade Vergue", "Foc Amarre"), by=None)

    people = Person.objects.order_by("pk").values_list("given_name", flat=True)

    assert list(people) == ["Foc", "Alidade", "Misaine"]


def found(*names: str) -> list[str]:
    return sorted(Entry.objects.filter(kind="network.person", title__in=names).values_list("title", flat=True))


def test_few_are_found_at_once():
    commit(crew(*CREW), by=None)

    assert found(*CREW) == sorted(CREW)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def test_many_are_left_to_the_queue_and_found_once_it_has_done_them(queue, monkeypatch):
    monkeypatch.setattr(after, "AT_ONCE", 4)
    monkeypatch.setattr(after, "TASK", 3)
    monkeypatch.setattr(after, "BATCH", 2)

    commit(crew(*CREW), by=None)
    waiting = [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")]

    assert (found(*CREW), [(kind, len(pks)) for kind, pks in waiting]) == (
        [],
        [("network.person", 3), ("network.person", 2)],
    )
    for args in [*waiting, waiting[0]]:
        index_many.call(*args)
    assert found(*CREW) == sorted(CREW)


def test_a_commit_that_fails_at_its_end_leaves_no_task(queue, monkeypatch):
    monkeypatch.setattr(after, "AT_ONCE", 4)
    OrganisationFactory(slug="guild")
    run = crew(*CREW)

    def fail(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "accounts_auditentry"'):
            raise ConnectionError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(ConnectionError):
        commit(run, by=None)
    run.refresh_from_db()

    assert (run.state, Person.objects.count(), DBTaskResult.objects.count()) == (RunState.READY, 0, 0)
