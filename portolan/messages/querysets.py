"""Who sees which mails, notices and tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys

# Mails of accounts hold links that open one: read by their reader only, and emptied once sent.
SECRET = Q(kind="account") | Q(kind__startswith="account.")


class MailQuerySet(models.QuerySet):
    """Messages of the outbox."""

    def visible_to(self, user: Any):
        """The outbox for those who approve, without mails that hold a secret; nobody reads another's mail otherwise."""
        return self.exclude(SECRET) if can(user, Permission.OUTBOX_APPROVE) else self.none()

    def waiting(self):
        """Drafts nobody has decided on."""
        return self.filter(state="draft")

    def ready(self, at: dt.datetime):
        """Approved messages whose time to try has come, oldest first."""
        due = Q(retry_at=None) | Q(retry_at__lte=at)
        return self.filter(due, state="approved").order_by("made_at", "pk")


class NoticeQuerySet(models.QuerySet):
    """Notices: each belongs to one reader."""

    def visible_to(self, user: Any):
        """One's own."""
        return self.filter(user=user) if getattr(user, "is_authenticated", False) else self.none()

    def unread(self):
        """Not yet opened."""
        return self.filter(read_at=None)


class TaskQuerySet(models.QuerySet):
    """Work that waits."""

    def open(self):
        """Not done yet."""
        return self.filter(done_at=None)

    def oldest_first(self):
        """What is due comes first, then what has waited longest."""
        return self.order_by(models.F("due_at").asc(nulls_last=True), "made_at", "pk")

    def visible_to(self, user: Any):
        """One's own tasks; for those who write in cities, also the tasks that lie in these cities' scope."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = Q(assignee=user)
        if not can(user, Permission.CITY_WRITE) or not can(user, Permission.NETWORK_EDIT):
            return self.filter(own)
        scopes = scope_keys(user, Permission.NETWORK_EDIT, "organisation:")
        if scopes is None:
            return self
        return self.filter(own | Q(scope__in=[f"organisation:{pk}" for pk in scopes]))

    def for_reader(self, user: Any):
        """What this reader should do: the tasks in their name, and the team's that nobody holds."""
        return self.visible_to(user).filter(Q(assignee=user) | Q(assignee=None))

    def with_others(self, user: Any):
        """What this reader may see and somebody else should do."""
        return self.visible_to(user).exclude(Q(assignee=user) | Q(assignee=None))
