"""Who sees which meetings and attendances."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, reach
from portolan.meetings.enums import MeetingKind
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
        return self.filter(models.Q(is_public=True) | self.reached_by(user, Permission.MEETING_READ))

    def reached_by(self, user: Any, permission: Permission) -> models.Q:
        """The meetings one's roles reach: named ones, those one's bodies invite to, those of one's component."""

        def invited_by(organisation: str) -> models.Q:
            return models.Q(pk__in=self.model.objects.filter(hosts__organisation=organisation).values("pk"))

        dialogue = {"dialogue": models.Q(kind=MeetingKind.PEER_LEARNING)}
        return reach(user, permission, meetings__meeting="pk", organisation=invited_by, component=dialogue)


class AttendanceQuerySet(models.QuerySet):
    """Who came to what."""

    def real(self):
        """Without the demonstration's."""
        return self.exclude(meeting__record__kind="demonstration")

    def visible_to(self, user: Any):
        """Names are for those who may read attendance, within their scope; others get none."""
        if not can(user, Permission.ATTENDANCE_READ):
            return self.none()
        meetings = self.model._meta.get_field("meeting").related_model.objects.all()
        return self.filter(meeting__in=meetings.filter(meetings.reached_by(user, Permission.ATTENDANCE_READ)))
