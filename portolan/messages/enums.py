"""States of mail, and of work that waits."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.accounts.enums import Permission
from portolan.kernel.states import Move, Moves


class MailState(TextChoices):
    """Where a message of the outbox is."""

    DRAFT = "draft", pgettext_lazy("mail", "draft")
    APPROVED = "approved", pgettext_lazy("mail", "approved")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "failed")
    DISCARDED = "discarded", pgettext_lazy("mail", "discarded")
    HELD = "held", _("held back: demonstration")


class DigestRhythm(TextChoices):
    """How often notices are gathered into one mail."""

    DAILY = "daily", _("once a day, when there is something new")
    NEVER = "never", _("never")


MAIL_MOVES = Moves(
    (
        Move(MailState.DRAFT, MailState.APPROVED, Permission.OUTBOX_APPROVE),
        Move(MailState.DRAFT, MailState.DISCARDED, Permission.OUTBOX_APPROVE),
        Move(MailState.APPROVED, MailState.SENT, Permission.OUTBOX_APPROVE),
        Move(MailState.APPROVED, MailState.FAILED, Permission.OUTBOX_APPROVE),
        Move(MailState.APPROVED, MailState.HELD, Permission.OUTBOX_APPROVE),
        Move(MailState.FAILED, MailState.APPROVED, Permission.OUTBOX_APPROVE),
        Move(MailState.FAILED, MailState.DISCARDED, Permission.OUTBOX_APPROVE),
    )
)
