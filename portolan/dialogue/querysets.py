"""Peer-learning events as pages and counts read them."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.meetings.models import Meeting, MeetingHost


class EventQuerySet(models.QuerySet):
    """Peer-learning events: the meetings that count."""

    def real(self):
        """Without the demonstration's."""
        return self.exclude(meeting__record__kind="demonstration")

    def shown(self, *, demonstration: bool = False):
        """Real events, and the invented ones too when asked."""
        return self if demonstration else self.real()

    def visible_to(self, user: Any):
        """As the meetings they are; public ones for all, asked without a subquery, since every public page asks."""
        if not can(user, Permission.MEETING_READ):
            return self.filter(meeting__is_public=True)
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def chronological(self):
        """By beginning; those without a date come last."""
        return self.order_by(
            models.Case(models.When(meeting__start="", then=1), default=0), "meeting__start", "number", "pk"
        )

    def with_hosts(self):
        """With the meeting, its record, and its hosts with their places: two queries."""
        # Texts in several languages are dear to read: what a page does not show stays in the database until asked.
        hosts = MeetingHost.objects.select_related("organisation__place__record").defer(
            "organisation__acronym",
            "organisation__sort_keys",
            "organisation__place__sort_keys",
            "organisation__place__record__title",
        )
        events = self.select_related("meeting__record").defer("meeting__summary", "meeting__record__title")
        return events.prefetch_related(models.Prefetch("meeting__hosts", hosts.order_by("-role", "pk")))

    def with_page_data(self):
        """With all that a list of events shows, in three queries."""
        return self.with_hosts().select_related("meeting__venue", "meeting__phase").prefetch_related("themes")
