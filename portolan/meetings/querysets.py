"""Who sees which meetings and attendances."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys
from portolan.provenance.models import RecordedQuerySet


class MeetingQuerySet(RecordedQuerySet):
    """Meetings of the programme."""

    def chronological(self):
        """By beginning; those without a date come last."""
        return self.order_by(models.Case(models.When(start="", then=1), default=0), "start", "pk")

    def published(self):
        """Those the public may read."""
        return self.filter(is_public=True)

    def visible_to(self, user: Any):
        """Public ones for all; the others for the team, and those one has a role in."""
        if not can(user, Permission.MEETING_READ):
            return self.published()
        own = scope_keys(user, Permission.MEETING_READ, "meetings.meeting:")
        if own is None:
            return self
        return self.filter(models.Q(is_public=True) | models.Q(pk__in=own))


class AttendanceQuerySet(models.QuerySet):
    """Who came to what."""

    def real(self):
        """Without the demonstration's."""
        return self.exclude(meeting__record__kind="demonstration")

    def visible_to(self, user: Any):
        """Names are for those who may read attendance, within their scope; others get none."""
        if not can(user, Permission.ATTENDANCE_READ):
            return self.none()
        own = scope_keys(user, Permission.ATTENDANCE_READ, "meetings.meeting:")
        return self if own is None else self.filter(meeting__in=own)
