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
        """The documents one's roles reach as a whole: named ones, those of one's city, those of one's component.

        A role in one section reaches that section alone; `give_hand` adds the role of a reader of the whole.
        """
        return reach(user, permission, organisation="city", component=_component(""), documents__document="pk")


class SectionQuerySet(models.QuerySet):
    """Sections of documents."""

    def visible_to(self, user: Any):
        """As the documents they stand in, and those one works on."""
        return self.filter(self.reached_by(user, Permission.DOCUMENT_READ))

    def reached_by(self, user: Any, permission: Permission) -> models.Q:
        """The sections one's roles reach: for DOCUMENT_WRITE those one may write."""
        return reach(
            user,
            permission,
            organisation="document__city",
            component=_component("document__"),
            documents__document="document",
            documents__section="pk",
        )


class RemarkQuerySet(models.QuerySet):
    """Remarks and answers."""


class EditionQuerySet(models.QuerySet):
    """Published states."""

    def real(self):
        """Without the demonstration's."""
        return self.exclude(document__record__kind="demonstration")

    def shown(self, *, demonstration: bool = False):
        """Real ones, and the invented ones too when asked."""
        return self if demonstration else self.real()

    def public(self):
        """Those anyone may read: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def current(self):
        """Of each document the newest, where it was not withdrawn: what lists and search show."""
        return self.filter(is_current=True, withdrawn_at=None)

    def visible_to(self, user: Any):
        """Public ones for all; withdrawn ones for those who read the document's work text."""
        documents = self.model._meta.get_field("document").related_model.objects.visible_to(user)
        return self.filter(models.Q(withdrawn_at=None) | models.Q(document__in=documents))

    def without_contents(self):
        """For lists: the frozen texts stay in the database."""
        return self.defer("contents")


def _component(prefix: str):
    return lambda name: models.Q(**{f"{prefix}component": name})
