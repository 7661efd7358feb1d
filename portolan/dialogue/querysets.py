"""Peer-learning events as pages and counts read them."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.meetings.models import Meeting


class EventQuerySet(models.QuerySet):
    """Peer-learning events: the meetings that count."""

    def real(self):
        """Without the demonstration's."""
        return self.exclude(meeting__record__kind="demonstration")

    def shown(self, *, demonstration: bool = False):
        """Real events, and the invented ones too when asked."""
        return self if demonstration else self.real()

    def visible_to(self, user: Any):
        """As the meetings they are."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def chronological(self):
        """By beginning; those without a date come last."""
        return self.order_by(
            models.Case(models.When(meeting__start="", then=1), default=0), "meeting__start", "number", "pk"
        )

    def with_page_data(self):
        """With all that a list of events shows, in a constant number of queries."""
        return self.select_related("meeting__record", "meeting__venue", "meeting__phase").prefetch_related(
            "themes", "meeting__hosts__organisation__place"
        )
