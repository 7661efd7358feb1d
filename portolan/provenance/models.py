"""Where facts come from: records, sources, statements, and conflicts between them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.periods import PartialDateField
from portolan.kernel.texts import TextField, text_required
from portolan.provenance.enums import ConflictState, RecordKind, SourceKind
from portolan.provenance.querysets import ConflictQuerySet, StatementQuerySet


class Record(models.Model):
    """What one source or one hand says of the network: the deck, the public facts, the demonstration, the desk."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=RecordKind)
    title = TextField(_("title"))

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = (text_required("title", name="record_title_source"),)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_invented(self) -> bool:
        """True for the demonstration: nothing in it happened."""
        return self.kind == RecordKind.DEMONSTRATION


class RecordedQuerySet(models.QuerySet):
    """Rows that belong to a record."""

    def real(self):
        """Without what is invented. Counts, figures, exports and the API start here."""
        return self.exclude(record__kind=RecordKind.DEMONSTRATION)

    def shown(self, *, demonstration: bool = False):
        """Real rows, and the invented ones too when asked."""
        return self if demonstration else self.real()


class Recorded(models.Model):
    """A root noun: it says to which record it belongs; its children follow it."""

    record = models.ForeignKey(Record, verbose_name=_("record"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_invented(self) -> bool:
        """True when the row belongs to the demonstration."""
        return self.record.is_invented


class Source(Recorded):
    """Something that can be cited: a presentation, a page, a data set, what somebody said."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind)
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    edition = models.CharField(_("edition"), max_length=200, blank=True)
    published = PartialDateField(_("published"))
    retrieved = PartialDateField(_("retrieved"))
    language = models.CharField(_("language"), max_length=20, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("code",)
        constraints = (models.CheckConstraint(condition=~models.Q(title=""), name="source_title_not_empty"),)

    def __str__(self) -> str:
        return self.title


class Conflict(models.Model):
    """Two sources disagree on one field of one thing. All statements stay; a person may prefer one."""

    personal_data = PersonalData.NONE

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    field = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=ConflictState, default=ConflictState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict between sources")
        verbose_name_plural = _("conflicts between sources")
        ordering = ("state", "-found_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("subject_kind", "subject_id", "field"), name="conflict_once"),
            models.CheckConstraint(
                condition=models.Q(state=ConflictState.OPEN, decided_at=None, decided_by=None)
                | models.Q(state=ConflictState.DECIDED, decided_at__isnull=False, decided_by__isnull=False),
                name="conflict_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_label}: {self.field}"


class Statement(Recorded):
    """One source says one thing of one field: `events, line 5: start = 2017-03`."""

    personal_data = PersonalData.NONE

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    locator = models.CharField(_("where in it"), max_length=200, blank=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    value = models.JSONField()
    # The value a page shows. Of statements that disagree, only one.
    preferred = models.BooleanField(default=True)
    conflict = models.ForeignKey(Conflict, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements")
    made_at = models.DateTimeField()

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of a source")
        verbose_name_plural = _("statements of sources")
        ordering = ("id",)
        indexes = (models.Index(fields=("subject_kind", "subject_id", "field"), name="statement_subject"),)
        constraints = (
            models.UniqueConstraint(
                fields=("source", "locator", "subject_kind", "subject_id", "field"), name="statement_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source.code} {self.locator}: {self.field}"


class Link(Recorded):
    """A link of the chain, abstract: typed by its table, dated, made by a person, readable from both ends."""

    made_on = PartialDateField(_("date"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


class Generation(models.Model):
    """How many times something public has changed: one row. Stored pages of an older generation are not served."""

    personal_data = PersonalData.NONE

    number = models.BigIntegerField(default=1)
    # When it began.
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("generation of the public pages")
        verbose_name_plural = _("generations of the public pages")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="generation_one_row"),)

    def __str__(self) -> str:
        return str(self.number)
