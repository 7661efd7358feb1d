"""The chain a document passes, and the sign-offs of its parties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.documents.enums import REVIEW_STAGES, Answer, Stage, Way
from portolan.documents.models.document import Document
from portolan.documents.models.remark import Guest
from portolan.documents.querysets import SignOffQuerySet, StepQuerySet
from portolan.kernel.texts import TextField, text_required
from portolan.network.enums import Role
from portolan.network.models import Organisation, Person


class Step(models.Model):
    """One party that answers in a stage. Steps of one stage run side by side; the stage is passed when all agreed."""

    personal_data = PersonalData.NONE

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=20, choices=Stage)
    position = models.PositiveSmallIntegerField(default=1)
    party = TextField(_("party"))
    # Who may answer on the site: holders of this role for the document or its city; empty: by guest or paper only.
    role = models.CharField(max_length=30, choices=Role, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="document_steps"
    )
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    # Where the city's chain says in writing that no answer by the date means no objection: the writing.
    silence_basis = models.CharField(_("written basis of silence"), max_length=300, blank=True)
    # Set when the chain was changed and does without it; its sign-offs stay.
    left_at = models.DateTimeField(null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a chain")
        verbose_name_plural = _("steps of chains")
        ordering = ("document", "position", "id")
        constraints = (
            text_required("party", name="step_party_source"),
            models.CheckConstraint(condition=models.Q(stage__in=REVIEW_STAGES), name="step_in_a_review_stage"),
        )

    def __str__(self) -> str:
        return str(self.party)


class SignOff(models.Model):
    """One answer of one party, on one content in one language. It never changes; a later answer stands beside it."""

    personal_data = PersonalData.WORK

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="signoffs")
    language = models.CharField(max_length=8)
    content_hash = models.CharField(max_length=64)
    answer = models.CharField(max_length=20, choices=Answer)
    comment = models.TextField(_("comment"), blank=True)
    # A reservation the city asks to have printed in the edition.
    is_printed = models.BooleanField(_("print the reservation in the edition"), default=False)
    way = models.CharField(max_length=10, choices=Way)
    capacity = models.CharField(_("capacity"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.PROTECT, related_name="signoffs")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="signoffs")
    signed_on = models.DateField(_("date"))
    made_at = models.DateTimeField()
    # On paper: the body, its reference and a scan; who entered it, and the second person who confirmed it.
    body = models.CharField(_("body"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    evidence = models.FileField(_("scan"), upload_to="sign-offs/%Y/", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # What was wrong with a record of a paper that the second person refused.
    refused = models.CharField(max_length=300, blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ("step", "made_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answer=Answer.AGREED) | models.Q(answer=Answer.NO_OBJECTION) | ~models.Q(comment=""),
                name="signoff_reason_given",
            ),
            models.CheckConstraint(
                condition=~models.Q(way=Way.PAPER)
                | (~models.Q(body="") & ~models.Q(reference="") & models.Q(recorded_by__isnull=False)),
                name="signoff_paper_named",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("recorded_by")),
                name="signoff_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step_id} {self.answer}"
