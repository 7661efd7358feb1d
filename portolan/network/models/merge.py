"""Merges of two people or two organisations: what was moved, so that it can be moved back; and pairs that differ."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.network.enums import MoveKind
from portolan.network.models.organisation import Organisation
from portolan.network.models.person import Person


class MergeRun(models.Model):
    """One merge: `gone` now leads to `kept`. Exactly one of the two pairs is set."""

    personal_data = PersonalData.WORK

    kept_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    gone_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kept_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    gone_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why"), blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Set when the moves were deleted, by retention or by an erasure: the merge then stays.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kept_person__isnull=False,
                    gone_person__isnull=False,
                    kept_organisation=None,
                    gone_organisation=None,
                )
                | Q(
                    kept_person=None,
                    gone_person=None,
                    kept_organisation__isnull=False,
                    gone_organisation__isnull=False,
                ),
                name="merge_of_one_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def kept(self) -> Person | Organisation | None:
        """The one that stays."""
        return self.kept_person or self.kept_organisation

    @property
    def gone(self) -> Person | Organisation | None:
        """The one that leads to it."""
        return self.gone_person or self.gone_organisation


class MergeMove(models.Model):
    """One row a merge changed or deleted, with what it held. Old values of people: deleted by erasure and retention."""

    personal_data = PersonalData.IDENTITY

    run = models.ForeignKey(MergeRun, on_delete=models.CASCADE, related_name="moves")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=MoveKind)
    model = models.CharField(max_length=100)
    row = models.CharField(max_length=40)
    # Column -> value, as the serialiser writes it.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("move of a merge")
        verbose_name_plural = _("moves of merges")
        ordering = ("run", "number")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="merge_move_once"),)

    def __str__(self) -> str:
        return f"{self.model} {self.row}"


class NotTheSame(models.Model):
    """Somebody looked at a likely duplicate and said that these are two."""

    personal_data = PersonalData.WORK

    first_person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    second_person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    first_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    second_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = (
            models.UniqueConstraint(fields=("first_person", "second_person"), name="two_people_once"),
            models.UniqueConstraint(fields=("first_organisation", "second_organisation"), name="two_bodies_once"),
            models.CheckConstraint(
                condition=Q(first_person=None) | ~Q(first_person=models.F("second_person")), name="two_people_differ"
            ),
            models.CheckConstraint(
                condition=Q(first_organisation=None) | ~Q(first_organisation=models.F("second_organisation")),
                name="two_bodies_differ",
            ),
        )

    def __str__(self) -> str:
        first = self.first_person_id or self.first_organisation_id
        return f"{first} ≠ {self.second_person_id or self.second_organisation_id}"
