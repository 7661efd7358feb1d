"""What was published, frozen; pictures; files made of a text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.documents.models.document import Document
from portolan.documents.querysets import EditionQuerySet
from portolan.kernel.texts import TextField, text_required


class Picture(models.Model):
    """A picture, once for all texts that show it, known by its digest."""

    personal_data = PersonalData.NONE

    digest = models.CharField(max_length=64, unique=True)
    file = models.ImageField(upload_to="pictures/", width_field="width", height_field="height")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.digest[:12]


class PictureUse(models.Model):
    """Why somebody may see a picture: they brought it, it stands in a document they read, or in a public edition."""

    personal_data = PersonalData.WORK

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="uses")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.CASCADE, related_name="picture_uses")
    edition = models.ForeignKey("Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="picture_uses")

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = (
            models.UniqueConstraint(
                fields=("picture", "user"), condition=models.Q(user__isnull=False), name="picture_use_by_user"
            ),
            models.UniqueConstraint(
                fields=("picture", "document"),
                condition=models.Q(document__isnull=False),
                name="picture_use_in_document",
            ),
            models.UniqueConstraint(
                fields=("picture", "edition"), condition=models.Q(edition__isnull=False), name="picture_use_in_edition"
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, document=None, edition=None)
                | models.Q(user=None, document__isnull=False, edition=None)
                | models.Q(user=None, document=None, edition__isnull=False),
                name="picture_use_for_one_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.picture_id}"


class Edition(models.Model):
    """A published state of a document in all languages that were ready, with a stable address."""

    personal_data = PersonalData.NONE

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    # The newest one, unless it was withdrawn: what lists and search show. Older ones stay at their own address.
    is_current = models.BooleanField(default=True)
    languages = models.JSONField(_("languages"), default=list)
    title = TextField(_("title"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What changed since the edition before, in words.
    note = TextField(_("what changed"), blank=True)
    # Language -> what was printed beside the sections: hash, title, kind, template, city, network, validation, sources.
    contents = models.JSONField(default=dict)
    reservations = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("document", "-number")
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="edition_once"),
            models.UniqueConstraint(
                fields=("document",), condition=models.Q(is_current=True), name="edition_current_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(is_current=False), name="edition_withdrawn_not_current"
            ),
            text_required("title", name="edition_title_source"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawal_reason=""),
                name="edition_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class EditionSection(models.Model):
    """A section of an edition in one language, frozen; pictures stand in it by digest."""

    personal_data = PersonalData.NONE

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    language = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    level = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=12, blank=True)
    heading = models.TextField()
    html = models.TextField(blank=True)
    hash = models.CharField(max_length=64, blank=True)
    words = models.PositiveIntegerField(default=0)
    # Notes in it, so that a page of one section goes on counting where the one before ended.
    notes = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("section of an edition")
        verbose_name_plural = _("sections of editions")
        ordering = ("edition", "language", "position")
        constraints = (
            models.UniqueConstraint(fields=("edition", "language", "key"), name="edition_section_once"),
            models.UniqueConstraint(fields=("edition", "language", "position"), name="edition_section_position"),
        )

    def __str__(self) -> str:
        return self.heading


class EditionFile(models.Model):
    """A PDF or Word file made of a text, kept by what it shows: the same key is never made twice."""

    personal_data = PersonalData.NONE

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    # sha256 over the content hash, format, language, edition, fonts and template of the file.
    key = models.CharField(max_length=64, unique=True)
    content_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    ending = models.CharField(max_length=5)
    file = models.FileField(upload_to="documents/%Y/", blank=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.document_id} {self.language} {self.ending}"
