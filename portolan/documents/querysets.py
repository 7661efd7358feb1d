"""Who sees which documents, sections, remarks and editions."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import reach
from portolan.provenance.models import RecordedQuerySet


class DocumentQuerySet(RecordedQuerySet):
    """Documents in work and published."""

    def visible_to(self, user: Any):
        """Work texts: those one's roles reach. What is public is read as editions, never here."""
        return self.filter(self.reached_by(user, Permission.DOCUMENT_READ))

    def reached_by(self, user: Any, permission: Permission) -> models.Q:
        """The documents one's roles reach: named ones, those of one's city, those of one's component."""

        def in_section(pk: str) -> models.Q:
            return models.Q(sections=pk)

        return reach(
            user,
            permission,
            organisation="city",
            component=lambda name: models.Q(component=name),
            documents__document="pk",
            documents__section=in_section,
        )


class SectionQuerySet(models.QuerySet):
    """Sections of documents."""


class RemarkQuerySet(models.QuerySet):
    """Remarks and answers."""


class EditionQuerySet(models.QuerySet):
    """Published states."""

    def real(self):
        """Without the demonstration's."""
        return self.exclude(document__record__kind="demonstration")

    def public(self):
        """Those anyone may read: not withdrawn."""
        return self.filter(withdrawn_at=None)
