"""The outbox: messages are drafted, approved by somebody else, and sent once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.messages.enums import MAIL_MOVES, MailState
from portolan.messages.models import Mail

# A try that was cut short is taken up again after this long; each further try waits twice as long as the last.
FIRST_WAIT = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 5


def draft_mail(
    *,
    key: str,
    kind: str,
    to: str,
    language: str,
    subject: str,
    body: str,
    by: User | None,
    user: User | None = None,
    approved: bool = False,
    at: dt.datetime | None = None,
) -> Mail:
    """Put a message into the outbox; a second one with the same key is the first, unchanged.

    `approved` is for personal notices of work alone: mail to many, or that commits the programme, starts as a draft.
    """
    state = MailState.APPROVED if approved else MailState.DRAFT
    values = {"kind": kind, "to": to, "user": user, "language": language, "subject": " ".join(subject.split())[:300]}
    more = {"body": body, "state": state, "made_at": at or timezone.now(), "made_by": by}
    with transaction.atomic():
        mail, is_new = Mail.objects.get_or_create(key=key, defaults={**values, **more})
        if is_new:
            record("mail-drafted", mail, by=by)
    return mail


def approve(mail: Mail, *, by: User) -> Mail:
    """Let a draft, or a message that failed, leave; raises DomainError for the author and for any other state."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().get(pk=mail.pk)
        MAIL_MOVES.require(mail.state, MailState.APPROVED)
        if mail.made_by_id == by.pk:
            raise DomainError(_("You wrote this message: somebody else has to approve it."), code="own-work")
        mail.state, mail.approved_by = MailState.APPROVED, by
        mail.attempts, mail.error, mail.retry_at = 0, "", None
        mail.save()
        record("mail-approved", mail, by=by)
    return mail


def approve_many(mails: Iterable[Mail], *, count: int, by: User) -> int:
    """Approve several drafts at once. `count` restates how many: with another number nothing is approved."""
    chosen = list(mails)
    if len(chosen) != count:
        said = ngettext(
            "You chose %(number)d message; please restate that number.",
            "You chose %(number)d messages; please restate that number.",
            len(chosen),
        )
        raise DomainError(said % {"number": len(chosen)}, code="wrong-number", field="count")
    with transaction.atomic():
        for mail in chosen:
            approve(mail, by=by)
    return len(chosen)


def discard(mail: Mail, *, by: User, reason: str = "") -> Mail:
    """Take a draft or a failed message out; it stays to be read, and never leaves."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().get(pk=mail.pk)
        MAIL_MOVES.require(mail.state, MailState.DISCARDED, reason=reason)
        mail.state = MailState.DISCARDED
        mail.save(update_fields=["state"])
        record("mail-discarded", mail, by=by, reason=reason)
    return mail


def send(mail: Mail, *, at: dt.datetime) -> bool:
    """Send an approved message, once; True when it left.

    The try is claimed first, in a statement two workers cannot both win. One that dies between sending and saying
    so is tried again later, under the same Message-ID, which receivers show once. In demonstration mode it is held.
    """
    if not _claim(mail, at=at):
        return False
    mail.refresh_from_db()
    if settings.DEMONSTRATION:
        mail.state = MailState.HELD
    else:
        _try(mail, at=at)
    if mail.state in {MailState.SENT, MailState.HELD} and is_secret(mail):
        mail.body = ""
    mail.save(update_fields=["state", "sent_at", "error", "body"])
    return mail.state == MailState.SENT


def is_secret(mail: Mail) -> bool:
    """True for mails of accounts: their links open one, so the text is kept only until it has left."""
    return mail.kind == "account" or mail.kind.startswith("account.")


def send_waiting(*, at: dt.datetime, limit: int = 200) -> int:
    """Send what is approved and due, oldest first; how many left."""
    return sum(send(mail, at=at) for mail in Mail.objects.ready(at)[:limit])


def _claim(mail: Mail, *, at: dt.datetime) -> bool:
    wait = FIRST_WAIT * 2**mail.attempts
    rows = Mail.objects.ready(at).filter(pk=mail.pk, attempts=mail.attempts).order_by()
    return rows.update(attempts=F("attempts") + 1, retry_at=at + wait) == 1


def _try(mail: Mail, *, at: dt.datetime) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<portolan-{mail.pk}-{int(mail.made_at.timestamp())}@{domain}>"}
    message = EmailMessage(
        mail.subject, mail.body, to=[mail.to], headers={**headers, "Content-Language": mail.language}
    )
    try:
        message.send()
    except Exception as fault:  # noqa: BLE001  every provider raises its own kinds, and none may stop the others' mail
        mail.error = type(fault).__name__
        if mail.attempts >= MOST_ATTEMPTS:
            mail.state = MailState.FAILED
    else:
        mail.state, mail.sent_at, mail.error = MailState.SENT, at, ""
