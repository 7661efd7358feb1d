"""Notices, digests, tasks, forms sent twice."""

import datetime as dt
import uuid

import pytest

from portolan.messages.domain import notices, submissions, tasks
from portolan.messages.enums import DigestRhythm, MailState
from portolan.messages.models import Mail, Notice, Submission, Task
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, UserFactory, user_with
from tests.factories.desk import MOMENT, NoticeFactory, TaskFactory


def test_notice_is_written_after_the_transaction_and_never_to_its_author(django_capture_on_commit_callbacks):
    author, reader, closed = UserFactory(), UserFactory(), UserFactory(is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        notices.notify([author, reader, closed], "city-note", on=OrganisationFactory(), by=author)
        before = Notice.objects.count()

    assert before == 0
    assert [notice.user for notice in Notice.objects.all()] == [reader]


def test_digest_is_in_the_readers_language_grouped_and_written_once_a_day():
    reader = UserFactory(language="ar")
    NoticeFactory(user=reader, object_id="1", object_label="Mayda")
    NoticeFactory(user=reader, object_id="2", object_label="Drogeo", at=MOMENT + dt.timedelta(hours=1))

    written = [notices.send_digests(at=MOMENT + dt.timedelta(hours=hour)) for hour in (2, 3)]

    mail = Mail.objects.get()
    assert written == [1, 0]
    assert (mail.language, mail.state, mail.user) == ("ar", MailState.APPROVED, reader)
    assert mail.body.index("Drogeo") < mail.body.index("Mayda")


def test_digest_skips_readers_who_want_none_and_what_was_read():
    silent, reader = UserFactory(), UserFactory()
    notices.set_rhythm(silent, DigestRhythm.NEVER)
    NoticeFactory(user=silent)
    NoticeFactory(user=reader, read_at=MOMENT)

    written = notices.send_digests(at=MOMENT)

    assert (written, Mail.objects.count()) == (0, 0)


def test_notices_are_seen_by_their_reader_only():
    own, other = NoticeFactory(), NoticeFactory()

    assert list(Notice.objects.visible_to(own.user)) == [own]
    assert other.user != own.user


def test_task_with_a_known_key_is_the_first_one():
    first = tasks.assign("focal-point", key="mayda", by=None)

    second = tasks.assign("confirm-again", key="mayda", by=None)

    assert (second.pk, second.kind) == (first.pk, "focal-point")


def test_task_is_finished_once():
    task, user = TaskFactory(), UserFactory()
    done = tasks.finish(task, by=user, at=MOMENT)

    again = tasks.finish(task, by=UserFactory(), at=MOMENT + dt.timedelta(days=1))

    assert (again.done_at, again.done_by) == (done.done_at, user)


def test_tasks_of_another_city_are_not_seen_by_its_neighbours():
    own, other = OrganisationFactory(), OrganisationFactory()
    mine = TaskFactory(scope=f"organisation:{own.pk}", assignee=None)
    TaskFactory(scope=f"organisation:{other.pk}", assignee=None)
    TaskFactory(scope="", assignee=None)

    officer, manager = user_with(Role.OFFICER, organisation=own), user_with(Role.MANAGER)

    assert list(Task.objects.visible_to(officer)) == [mine]
    assert Task.objects.visible_to(manager).count() == 3
    assert list(Task.objects.visible_to(user_with(Role.FOCAL_POINT, organisation=own))) == []


def test_form_sent_twice_does_its_work_once():
    token, done = uuid.uuid4(), []

    addresses = [submissions.do_once(token, lambda: done.append(1) or "/fr/there") for _each in range(2)]

    assert (addresses, done) == (["/fr/there", "/fr/there"], [1])


def test_form_whose_work_failed_can_be_sent_again():
    token = uuid.uuid4()

    def work():
        raise LookupError("Mayda is not on the chart")

    with pytest.raises(LookupError):
        submissions.do_once(token, work)

    assert Submission.objects.count() == 0
    assert submissions.do_once(token, lambda: "/fr/there") == "/fr/there"
