"""Messages: drafted once, approved by somebody else, sent once."""

import datetime as dt
from contextlib import nullcontext

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend

from portolan.accounts.models import AuditEntry
from portolan.kernel.errors import DomainError
from portolan.messages.domain import outbox
from portolan.messages.enums import MAIL_MOVES, MailState
from portolan.messages.models import Mail
from portolan.network.enums import Role
from tests.factories import UserFactory, user_with
from tests.factories.desk import MOMENT, MailFactory

LETTER = {
    "kind": "letter",
    "to": "ava@mayda.example",
    "language": "fr",
    "subject": "Cap",
    "body": "Bonjour",
    "by": None,
}


class FailingBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionError("no pilot at ava@mayda.example")


def test_draft_with_a_known_key_is_the_first_one():
    first = outbox.draft_mail(key="mayda", **LETTER)

    second = outbox.draft_mail(key="mayda", **{**LETTER, "subject": "Autre cap"})

    assert (second.pk, second.subject) == (first.pk, "Cap")


def test_subject_holds_no_line_break():
    mail = outbox.draft_mail(key="mayda", **{**LETTER, "subject": "Cap\nBcc: all@mayda.example"})

    assert mail.subject == "Cap Bcc: all@mayda.example"


def test_author_does_not_approve_own_message():
    author = UserFactory()
    mail = MailFactory(made_by=author)

    with pytest.raises(DomainError) as refused:
        outbox.approve(mail, by=author)

    assert refused.value.code == "own-work"


def test_approval_of_many_with_another_number_approves_none():
    mails = [MailFactory(), MailFactory()]

    with pytest.raises(DomainError) as refused:
        outbox.approve_many(mails, count=3, by=UserFactory())

    assert refused.value.code == "wrong-number"
    assert {mail.state for mail in Mail.objects.all()} == {MailState.DRAFT}


@pytest.mark.parametrize("state", MailState)
@pytest.mark.parametrize(
    ("verb", "target"), [(outbox.approve, MailState.APPROVED), (outbox.discard, MailState.DISCARDED)]
)
def test_move_is_made_where_the_table_has_it_and_refused_elsewhere(state, verb, target):
    mail = MailFactory(state=state, sent_at=MOMENT if state == MailState.SENT else None)
    allowed = MAIL_MOVES.find(state, target) is not None

    with nullcontext() if allowed else pytest.raises(DomainError):
        verb(mail, by=UserFactory())

    mail.refresh_from_db()
    assert mail.state == (target if allowed else state)


def test_send_leaves_once_however_often_it_is_tried():
    mail = MailFactory(state=MailState.APPROVED)

    sent = [outbox.send(mail, at=MOMENT), outbox.send(mail, at=MOMENT)]

    assert sent == [True, False]
    assert [message.to for message in django_mail.outbox] == [[mail.to]]


def test_draft_never_leaves():
    MailFactory()

    outbox.send_waiting(at=MOMENT)

    assert django_mail.outbox == []


def test_send_in_demonstration_mode_is_held_back(settings):
    settings.DEMONSTRATION = True
    mail = MailFactory(state=MailState.APPROVED)

    outbox.send_waiting(at=MOMENT)

    mail.refresh_from_db()
    assert (mail.state, django_mail.outbox) == (MailState.HELD, [])


def test_failing_message_is_tried_five_times_then_fails_and_names_nobody(settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    mail = MailFactory(state=MailState.APPROVED)
    at = MOMENT

    for _each in range(7):
        outbox.send_waiting(at=at)
        at += dt.timedelta(days=1)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (MailState.FAILED, 5, "ConnectionError")


def test_failed_try_waits_before_the_next(settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    mail = MailFactory(state=MailState.APPROVED)

    outbox.send_waiting(at=MOMENT)
    outbox.send_waiting(at=MOMENT + dt.timedelta(minutes=9))

    mail.refresh_from_db()
    assert mail.attempts == 1


def test_approval_is_in_the_audit_trail():
    user = UserFactory()

    outbox.approve(MailFactory(), by=user)

    assert [(entry.verb, entry.actor) for entry in AuditEntry.objects.all()] == [("mail-approved", user)]


def test_mail_with_a_secret_is_shown_to_nobody_and_emptied_once_sent():
    manager = user_with(Role.MANAGER)
    secret = MailFactory(
        kind="account.password_reset_key", state=MailState.APPROVED, body="https://port.example/key/abc"
    )
    shown = MailFactory(kind="programme")

    visible = set(Mail.objects.visible_to(manager))
    outbox.send(secret, at=MOMENT)

    secret.refresh_from_db()
    assert (visible, secret.state, secret.body) == ({shown}, MailState.SENT, "")
