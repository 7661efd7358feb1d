"""Who sees which documents, sections, remarks and editions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portolan.accounts.enums import Permission
from portolan.accounts.rules import reach
from portolan.documents.enums import Audience, Stage, Way
from portolan.kernel.languages import site_languages
from portolan.network.enums import Role
from portolan.network.models import Affiliation, Organisation, RoleAssignment
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

    def titled(self, words: str):
        """Those whose title holds these words in one of the site's languages."""
        wanted = Q()
        for language in site_languages():
            wanted |= Q(**{f"title__{language.code}__icontains": words})
        return self.filter(wanted)

    def waiting_first(self, today: dt.date):
        """The late ones first, then those that wait, longest first; what is published comes last."""
        late = models.When(due_on__lt=today, then=0)
        rank = models.Case(models.When(stage=Stage.PUBLISHED, then=2), late, default=1)
        return self.order_by(rank, "stage_since", "pk")


class DocumentTemplateQuerySet(models.QuerySet):
    """Templates of documents."""

    def newest(self):
        """Each template in its newest version, by kind."""
        newer = self.model.objects.filter(code=models.OuterRef("code"), version__gt=models.OuterRef("version"))
        return self.filter(~models.Exists(newer)).order_by("kind", "code")


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


def _component(prefix: str):
    return lambda name: models.Q(**{f"{prefix}component": name})


def within(user: Any, permission: Permission, document: str) -> Q:
    """Rows whose document one's roles reach; `document` is the lookup that leads from the row to it."""

    def of_section(pk: str) -> Q:
        # A subquery, not a join: joined with `or`, a row would come once for each section.
        sections = apps.get_model("documents", "Section")._default_manager.filter(pk=pk)
        return Q(**{f"{document}__in": sections.values("document")})

    return reach(
        user,
        permission,
        organisation=f"{document}__city",
        component=lambda name: Q(**{f"{document}__component": name}),
        documents__document=document,
        documents__section=of_section,
    )


def bodies_of(user: Any, day: dt.date):
    """The organisations somebody speaks for on a day: those with a function there, and those one is focal point of."""
    iso = day.isoformat()
    held = RoleAssignment.objects.standing(day).filter(user=user, role=Role.FOCAL_POINT).values("organisation")
    # Partial dates are text: a month or year that holds the day has not ended yet.
    lasting = Q(end="") | Q(end__gte=iso) | Q(end__in=[iso[:4], iso[:7]])
    functions = Affiliation.objects.filter(lasting, person__user=user, start__lte=iso).values("organisation")
    return Organisation.objects.filter(Q(pk__in=held) | Q(pk__in=functions))


class RemarkQuerySet(models.QuerySet):
    """Remarks and answers."""

    def visible_to(self, user: Any):
        """In documents one may read: one's own with the answers to them, and those meant for one.

        What reviewers of a body say among themselves is not for the authors; what supervision and the team say among
        themselves is for them alone.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        readable, writes, supervises = (
            within(user, permission, "section__document")
            for permission in (Permission.DOCUMENT_READ, Permission.DOCUMENT_WRITE, Permission.DOCUMENT_SUPERVISE)
        )
        meant = (
            Q(user=user)
            | Q(answers__user=user)
            | Q(audience=Audience.ALL)
            | (Q(audience=Audience.AUTHORS) & (writes | supervises))
            | (Q(audience=Audience.TEAM) & supervises)
            | (Q(audience=Audience.BODY, organisation__in=bodies_of(user, timezone.now().date())) & ~writes)
        )
        return self.filter(readable & meant)

    def for_guest(self, guest: Any):
        """What a guest reader may see: their own with the answers, what is for everyone, what is for their body."""
        if guest.withdrawn_at is not None:
            return self.none()
        meant = Q(guest=guest) | Q(answers__guest=guest) | Q(audience=Audience.ALL)
        if guest.organisation_id is not None:
            meant |= Q(audience=Audience.BODY, organisation=guest.organisation_id)
        return self.filter(meant, section__document=guest.document_id)

    def roots(self):
        """Remarks without the answers to them."""
        return self.filter(answers=None)

    def in_language(self, language: str):
        """Remarks made on the text in one language."""
        return self.filter(revision__language=language)

    def lost(self):
        """Those whose passage is no longer in the text."""
        return self.filter(stands_at=None).exclude(quote="")


class GuestQuerySet(models.QuerySet):
    """Guest readers."""

    def open_at(self, at: dt.datetime):
        """Those whose link works: neither withdrawn nor past its time."""
        return self.filter(withdrawn_at=None, expires_at__gt=at)

    def visible_to(self, user: Any):
        """For those who manage the document."""
        return self.filter(within(user, Permission.DOCUMENT_MANAGE, "document"))


class StepQuerySet(models.QuerySet):
    """Steps of chains."""

    def standing(self):
        """Those still in their chain."""
        return self.filter(left_at=None)


class SignOffQuerySet(models.QuerySet):
    """Answers of parties."""

    def counting(self):
        """All but records of papers nobody confirmed, or somebody refused."""
        return self.filter(~Q(way=Way.PAPER) | Q(confirmed_at__isnull=False), refused="")

    def to_confirm(self):
        """Records of papers that wait for a second person."""
        return self.filter(way=Way.PAPER, confirmed_at=None, refused="")

    def with_evidence_for(self, user: Any):
        """Those whose scan this reader may open: who enters papers, who supervises."""
        may = within(user, Permission.DOCUMENT_RECORD_PAPER, "step__document")
        return self.filter(may | within(user, Permission.DOCUMENT_SUPERVISE, "step__document"))
