"""Notices: what happened that one person should know, on the desk at once and by mail once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from portolan.accounts.models import User
from portolan.messages.domain.outbox import draft_mail
from portolan.messages.domain.tasks import about
from portolan.messages.enums import DigestRhythm
from portolan.messages.models import Notice, Preference
from portolan.messages.registry import label_of, notice_kind

MOST_IN_A_DIGEST = 100


def notify(
    users: User | Iterable[User],
    kind: str,
    *,
    on: models.Model | None = None,
    values: Mapping[str, Any] | None = None,
    by: User | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Tell one or several accounts that something happened, after the transaction; never the one who did it."""
    readers = [users] if isinstance(users, User) else list(users)
    named = about(on)
    shared = {**named, "kind": kind, "values": {**named.get("values", {}), **(values or {})}}
    moment = at or timezone.now()
    chosen = {reader.pk: reader for reader in readers if reader.is_active and (by is None or reader.pk != by.pk)}

    def write() -> None:
        Notice.objects.bulk_create([Notice(user=reader, at=moment, **shared) for reader in chosen.values()])

    transaction.on_commit(write)


def mark_read(notices: models.QuerySet[Notice], *, at: dt.datetime) -> int:
    """Set notices as read; how many were not yet."""
    return notices.filter(read_at=None).update(read_at=at)


def set_rhythm(user: User, rhythm: DigestRhythm) -> None:
    """Choose how often notices come by mail."""
    Preference.objects.update_or_create(user=user, defaults={"digest": rhythm})


def said(notice: Notice) -> str:
    """The notice's sentence in the current language."""
    return notice_kind(notice.kind).sentence(label_of(notice), notice.values)


def grouped(notices: Iterable[Notice]) -> list[tuple[str, list[Notice]]]:
    """Notices by the thing they are about, the thing with the newest notice first, newest first in each."""
    order: dict[tuple[str, str], list[Notice]] = {}
    for notice in sorted(notices, key=lambda each: (each.at, each.pk), reverse=True):
        order.setdefault((notice.object_kind, notice.object_id), []).append(notice)
    return [(label_of(rows[0]), rows) for rows in order.values()]


def send_digests(*, at: dt.datetime) -> int:
    """Gather what each reader has not seen into one mail of the day, in their language; how many were written.

    Run twice on one day it writes nothing more: the message's key holds the day.
    """
    never = Preference.objects.filter(digest=DigestRhythm.NEVER).values("user")
    fresh = Notice.objects.unread().filter(mailed_at=None, at__lte=at, user__is_active=True).exclude(user__in=never)
    rows = fresh.select_related("user").order_by("user", "-at", "-pk")
    written = 0
    for user, notices in groupby(rows, key=lambda notice: notice.user):
        written += _write_digest(user, list(notices), at=at)
    return written


def _write_digest(user: User, notices: list[Notice], *, at: dt.datetime) -> bool:
    shown = notices[:MOST_IN_A_DIGEST]
    with translation.override(user.language), transaction.atomic():
        count = len(notices)
        subject = ngettext("%(number)d thing is new for you", "%(number)d things are new for you", count)
        groups = [(label, [said(notice) for notice in rows]) for label, rows in grouped(shown)]
        context = {"user": user, "groups": groups, "more": count - len(shown), "address": settings.BASE_URL}
        mail = draft_mail(
            key=f"digest:{user.pk}:{at:%Y-%m-%d}",
            kind="digest",
            to=user.email,
            user=user,
            language=user.language,
            subject=subject % {"number": count},
            body=render_to_string("messages/digest.txt", {**context, "language": user.language}),
            by=None,
            approved=True,
            at=at,
        )
        if mail.made_at != at:
            return False
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=at)
    return True
