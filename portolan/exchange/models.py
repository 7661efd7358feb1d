"""Imports and the rows they stage, apart from the tables they will change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.exchange.enums import RunState, Verdict
from portolan.exchange.querysets import RunQuerySet, ShareQuerySet, StagedRowQuerySet
from portolan.network.models import Organisation, Person
from portolan.provenance.models import Record


class ImportRun(models.Model):
    """One file given to the system: what it is, what it would do, and what became of it."""

    personal_data = PersonalData.WORK

    name = models.CharField(_("file"), max_length=255)
    # The file itself, only until its rows are staged.
    file = models.FileField(upload_to="imports", blank=True)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RunState, default=RunState.WAITING)
    # The sheet `about`, checked: record, kind, title, source, language, programme.
    about = models.JSONField(default=dict, blank=True)
    # Sheet -> columns in the order of the file.
    columns = models.JSONField(default=dict, blank=True)
    # Sheet -> verdict -> rows, with `warned` counted beside the verdict.
    counts = models.JSONField(default=dict, blank=True)
    # Why the whole file was refused, as `[code, params]` in `domain/wording.py`.
    refusal = models.JSONField(default=list, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("given at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    committed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=RunState.COMMITTED, committed_at__isnull=False)
                | (~models.Q(state=RunState.COMMITTED) & models.Q(committed_at=None)),
                name="run_committed_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.name


class StagedRow(models.Model):
    """One row of a file as it was written, and the verdict on it. Nothing else points here."""

    personal_data = PersonalData.IDENTITY

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    # Column -> text; empty cells are left out.
    cells = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    # Field -> [before, after] as shown.
    changes = models.JSONField(default=dict, blank=True)
    # `[level, code, column, params]`, worded in the reader's language when shown.
    notes = models.JSONField(default=list, blank=True)
    warned = models.BooleanField(default=False)
    # What it may be the same as: `[key, label, reasons, score]`.
    candidates = models.JSONField(default=list, blank=True)
    # What a person chose: `new`, or the key of a candidate.
    choice = models.CharField(max_length=60, blank=True)
    # Of the verdict and the changes: what a commit compares.
    digest = models.CharField(max_length=32, blank=True)
    # The database changed between the preview and the attempt to commit, and this row with it.
    moved = models.BooleanField(default=False)

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        ordering = ("id",)
        indexes = (
            models.Index(fields=("run", "verdict"), name="staged_verdict"),
            models.Index(fields=("run", "warned"), name="staged_warned"),
        )
        constraints = (models.UniqueConstraint(fields=("run", "sheet", "number"), name="staged_once"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class ImportShare(models.Model):
    """How many rows of one import brought something to one body, its people and its meetings included."""

    personal_data = PersonalData.NONE

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="import_shares")
    rows = models.PositiveIntegerField(_("rows"))

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a body in an import")
        verbose_name_plural = _("shares of bodies in imports")
        ordering = ("run", "id")

    def __str__(self) -> str:
        return f"{self.run} · {self.organisation}"


class PersonKey(models.Model):
    """Under which code a record knows a person, so that the same file finds the same people again."""

    personal_data = PersonalData.WORK

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="import_keys")

    class Meta:
        verbose_name = _("code of a person in a record")
        verbose_name_plural = _("codes of people in records")
        constraints = (
            models.UniqueConstraint(fields=("record", "code"), name="person_key_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="person_key_not_empty"),
        )

    def __str__(self) -> str:
        return self.code
