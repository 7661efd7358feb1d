"""The text of a section: a chain of revisions for each language, and what is being typed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.documents.enums import Origin
from portolan.documents.models.document import Document, Section


class Revision(models.Model):
    """One saved text of a section in one language. It never changes and is never deleted while the document lives."""

    personal_data = PersonalData.WORK

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="revisions")
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    html = models.TextField()
    text = models.TextField(blank=True)
    hash = models.CharField(max_length=64)
    words = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.TYPED)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    # Of a translation: the revision of the source text it renders.
    renders = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renderings")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("section", "language", "-number")
        constraints = (models.UniqueConstraint(fields=("section", "language", "number"), name="revision_once"),)

    def __str__(self) -> str:
        return f"{self.section_id} {self.language} {self.number}"


class SectionText(models.Model):
    """Where a section stands in one language: its newest revision, and for a translation whether it is done."""

    personal_data = PersonalData.NONE

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    current = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    # Of a translation: the revision of the source text it says the same as. It moves on without a new revision when a
    # change of the source asks for none.
    renders = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of a translation: its translator says it is done, as a rendering of `renders`.
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        ordering = ("section", "language")
        constraints = (models.UniqueConstraint(fields=("section", "language"), name="section_text_once"),)

    def __str__(self) -> str:
        return f"{self.section_id} {self.language}"


class Draft(models.Model):
    """What one person is typing: kept at every pause, gone when saved as a revision or given up."""

    personal_data = PersonalData.WORK

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=8)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # What the typing started from; null when there was no text.
    base = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-saved_at",)
        constraints = (models.UniqueConstraint(fields=("section", "language", "user"), name="draft_once"),)

    def __str__(self) -> str:
        return f"{self.section_id} {self.language} {self.user_id}"


class LastLook(models.Model):
    """When somebody last read a document, for "what changed since"."""

    personal_data = PersonalData.WORK

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("last look at a document")
        verbose_name_plural = _("last looks at documents")
        constraints = (models.UniqueConstraint(fields=("document", "user", "language"), name="last_look_once"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.user_id}"
