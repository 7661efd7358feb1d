"""A document, its template and its sections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.documents.enums import DocumentKind, SectionFamily, Stage
from portolan.documents.querysets import DocumentQuerySet, DocumentTemplateQuerySet, SectionQuerySet
from portolan.kernel.texts import TextField, text_required
from portolan.network.enums import Component
from portolan.network.models import Organisation
from portolan.provenance.models import Recorded

# Search names a section by both and a sign between: 120 characters at most.
DOCUMENT_SLUG, SECTION_KEY = 75, 44


class DocumentTemplate(models.Model):
    """What documents of a kind are made of; a change makes a new version, documents keep theirs."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    title = TextField(_("title"))

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of documents")
        verbose_name_plural = _("templates of documents")
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="document_template_once"),
            text_required("title", name="document_template_title_source"),
        )

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class TemplateSection(models.Model):
    """A section every document of the template has, with guidance for whoever writes it."""

    personal_data = PersonalData.NONE

    template = models.ForeignKey(DocumentTemplate, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=SECTION_KEY)
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    family = models.CharField(max_length=20, choices=SectionFamily, default=SectionFamily.OTHER)
    heading = TextField()
    guidance = TextField(blank=True)
    is_required = models.BooleanField(default=True)
    # Front matter and annexes carry no number.
    is_numbered = models.BooleanField(default=True)
    # Below this, completeness says that the section is short.
    least_words = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("section of a template")
        verbose_name_plural = _("sections of templates")
        ordering = ("template", "position")
        constraints = (
            models.UniqueConstraint(fields=("template", "key"), name="template_section_once"),
            models.UniqueConstraint(fields=("template", "position"), name="template_section_position"),
            text_required("heading", name="template_section_heading"),
        )

    def __str__(self) -> str:
        return f"{self.key}"


class Document(Recorded):
    """A long text. Its owner (a profile, an event) points at it; here only the city and component it lies in."""

    personal_data = PersonalData.NONE

    slug = models.SlugField(_("address"), unique=True, max_length=DOCUMENT_SLUG)
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    template = models.ForeignKey(DocumentTemplate, on_delete=models.PROTECT, related_name="documents")
    title = TextField(_("title"))
    source_language = models.CharField(_("source language"), max_length=8)
    # The languages it is to exist in, the source among them.
    languages = models.JSONField(_("languages"), default=list)
    city = models.ForeignKey(
        Organisation, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    component = models.CharField(_("component"), max_length=20, choices=Component, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.DRAFT)
    stage_since = models.DateTimeField(_("since"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-stage_since", "id")
        indexes = (
            models.Index(fields=("stage", "stage_since"), name="document_by_stage"),
            models.Index(fields=("kind", "city"), name="document_by_kind"),
        )
        constraints = (
            text_required("title", name="document_title_source"),
            models.CheckConstraint(condition=~models.Q(source_language=""), name="document_source_language"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="document_stage_known"),
        )

    def __str__(self) -> str:
        return str(self.title)


class Section(models.Model):
    """A section of a document, from its template or added to it."""

    personal_data = PersonalData.NONE

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=SECTION_KEY)
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    family = models.CharField(max_length=20, choices=SectionFamily, default=SectionFamily.OTHER)
    heading = TextField(_("heading"))
    is_numbered = models.BooleanField(default=True)
    # Null for a section that the template does not know.
    of_template = models.ForeignKey(
        TemplateSection, null=True, blank=True, on_delete=models.PROTECT, related_name="sections"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    # The public edition in which the section stands now: what search may find of it.
    in_edition = models.ForeignKey("Edition", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("document", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("document", "key"), name="section_once"),
            text_required("heading", name="section_heading_source"),
        )

    def __str__(self) -> str:
        return str(self.heading)
