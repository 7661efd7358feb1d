"""Remarks on a passage, and guests who read by a link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.documents.enums import Audience, RemarkState
from portolan.documents.models.document import Document, Section
from portolan.documents.models.text import Revision
from portolan.documents.querysets import GuestQuerySet, RemarkQuerySet
from portolan.network.models import Organisation, Person


class Guest(models.Model):
    """Somebody who reads and remarks by a link of their own, without an account."""

    personal_data = PersonalData.IDENTITY

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=8)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="document_guests"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="document_guests")
    # What they are here as: "head of the social department".
    capacity = models.CharField(_("capacity"), max_length=200, blank=True)
    # The party of the chain they answer for; null: they read and remark only.
    step = models.ForeignKey("Step", null=True, blank=True, on_delete=models.SET_NULL, related_name="guests")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("until"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest reader")
        verbose_name_plural = _("guest readers")
        ordering = ("document", "name", "id")

    def __str__(self) -> str:
        return self.name


class GuestCode(models.Model):
    """A one-time code sent to a guest's own address; it signs once."""

    personal_data = PersonalData.SENSITIVE

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code of a guest")
        verbose_name_plural = _("one-time codes of guests")
        ordering = ("guest", "-made_at")

    def __str__(self) -> str:
        return f"{self.guest_id}"


class Remark(models.Model):
    """A remark on a passage of a section, or an answer to one (`answers`)."""

    personal_data = PersonalData.WORK

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="remarks")
    # The revision that was read, hence the language too.
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="remarks")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("remark"))
    audience = models.CharField(_("who may read it"), max_length=10, choices=Audience, default=Audience.AUTHORS)
    # The passage: its words with some before and after, and where they began in the plain text. Empty: the section.
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=80, blank=True)
    starts_at = models.PositiveIntegerField(null=True, blank=True)
    # Where it stands in the newest revision of its language; null with a quote: it lost its passage.
    stands_at = models.PositiveIntegerField(null=True, blank=True)
    stands_to = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RemarkState, default=RemarkState.OPEN)
    resolution = models.TextField(_("answer"), blank=True)
    change_made = models.TextField(_("change made"), blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks")
    # The name a Word comment carries; such a remark has neither account nor guest.
    written_by = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="document_remarks"
    )
    # Other reviewers see the remark without its writer's name.
    is_unnamed = models.BooleanField(_("without my name for other reviewers"), default=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("section", "made_at", "id")
        indexes = (models.Index(fields=("section", "state"), name="remark_by_state"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=models.Q(state=RemarkState.OPEN, resolved_at=None)
                | (models.Q(state=RemarkState.RESOLVED, resolved_at__isnull=False) & ~models.Q(resolution="")),
                name="remark_resolved_with_answer",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
