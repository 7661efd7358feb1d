"""Which role an account holds, where, and from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import Permission, PersonalData
from portolan.accounts.rules import can, reach
from portolan.network.enums import OBJECT_ROLES, Component, Role
from portolan.network.models.organisation import Organisation


class RoleAssignmentQuerySet(models.QuerySet):
    """Who holds which role."""

    def standing(self, day: dt.date):
        """In force on a day: begun, not past its last day, not ended by somebody."""
        return self.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day), starts_on__lte=day, ended_at__isnull=True
        )

    def unlimited(self):
        """Held for the whole programme; the partner alone limits too, see `network.rules`."""
        return self.filter(organisation=None, partner=None, component="", object_kind="")

    def visible_to(self, user: Any):
        """All for those who manage accounts; for those who invite, the bodies of their scope; for others their own."""
        if can(user, Permission.USERS_MANAGE):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(reach(user, Permission.USERS_INVITE, organisation="organisation") | models.Q(user=user))


class InvitationQuerySet(models.QuerySet):
    """Accounts on offer."""

    def open_at(self, at: dt.datetime):
        """Neither accepted nor withdrawn nor past its time."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)

    def visible_to(self, user: Any):
        """All for those who manage accounts; for those who invite, the bodies of their scope and what they made."""
        if can(user, Permission.USERS_MANAGE):
            return self
        if not can(user, Permission.USERS_INVITE):
            return self.none()
        return self.filter(reach(user, Permission.USERS_INVITE, organisation="organisation") | models.Q(made_by=user))


class RoleAssignment(models.Model):
    """An account holds a role: everywhere, or limited to a body, a partner, a component, or one thing."""

    personal_data = PersonalData.WORK

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    # The city or body the role is about; empty means all.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments"
    )
    # The partner an officer works for; it limits only where nothing else does, see `network.rules.scope_of`.
    partner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    component = models.CharField(_("component"), max_length=20, choices=Component, blank=True)
    # One thing, by kind and id (`meetings.meeting`, `7`), for roles such as host, presenter, panel member.
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Set when somebody ended the role before its last day; it stops at once.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of an account")
        verbose_name_plural = _("roles of accounts")
        ordering = ("user", "role", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_later",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(ended_by=None), name="role_ended_by_has_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.AUDITOR) | models.Q(ends_on__isnull=False), name="role_auditor_ends"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.FOCAL_POINT) | models.Q(organisation__isnull=False),
                name="role_focal_point_has_city",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=OBJECT_ROLES) | (~models.Q(object_kind="") & ~models.Q(object_id="")),
                name="role_tied_to_a_thing",
            ),
        )

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """An account is offered, with a role. Only the digest of the link's secret is kept."""

    personal_data = PersonalData.IDENTITY

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8)
    role = models.CharField(_("role"), max_length=30, choices=Role)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    component = models.CharField(_("component"), max_length=20, choices=Component, blank=True)
    ends_on = models.DateField(_("role ends on"), null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None), name="invitation_one_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"
