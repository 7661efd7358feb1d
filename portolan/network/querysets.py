"""Who sees which rows of the network, and the filters pages share."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys
from portolan.kernel.languages import current_language
from portolan.provenance.models import RecordedQuerySet


class NamedQuerySet(RecordedQuerySet):
    """Rows with names in several languages and a stored key to sort them by."""

    def in_order(self, language: str = ""):
        """By name in the reader's language; the keys are hexadecimal, so both databases order alike."""
        key = models.fields.json.KeyTextTransform(language or current_language(), "sort_keys")
        return self.order_by(key, "pk")


class PlaceQuerySet(NamedQuerySet):
    """Places are public: every real one may be seen by anyone."""

    def visible_to(self, user: Any):
        """All places; the demonstration's are left out by `shown()`, not here."""
        return self


class OrganisationQuerySet(NamedQuerySet):
    """Organisations of the registry."""

    def standing(self):
        """Without those merged into another."""
        return self.filter(redirect_to=None)

    def visible_to(self, user: Any):
        """The registry for those who may read it; for others only bodies with a part in the programme."""
        if can(user, Permission.NETWORK_READ):
            return self
        return self.filter(memberships__isnull=False).distinct()


class MembershipQuerySet(RecordedQuerySet):
    """Who belongs to which phase."""

    def current(self):
        """Of the phase marked as current, of each programme."""
        return self.filter(phase__is_current=True)

    def visible_to(self, user: Any):
        """Memberships are public."""
        return self


class PersonQuerySet(RecordedQuerySet):
    """People. Hidden by default."""

    def standing(self):
        """Without those merged into another or erased."""
        return self.filter(redirect_to=None, erased_at=None)

    def visible_to(self, user: Any):
        """All for those who may read people everywhere; else oneself and the people of one's own bodies."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        from_bodies = scope_keys(user, Permission.PEOPLE_READ, "organisation:")
        if from_bodies is None:
            return self
        return self.filter(models.Q(user=user) | models.Q(affiliations__organisation__in=from_bodies)).distinct()
