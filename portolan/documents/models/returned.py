"""A file that came back: what it says, kept until it is taken over or put aside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.documents.enums import ReturnedKind
from portolan.documents.models.document import Document


class ReturnedFile(models.Model):
    """A Word or translation file somebody handed in, as it was read."""

    personal_data = PersonalData.WORK

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="returned_files")
    language = models.CharField(_("language"), max_length=8)
    kind = models.CharField(_("kind"), max_length=12, choices=ReturnedKind)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="returned/%Y/")
    # {"is_ours", "sections": [{"key", "heading", "html", "base_hash"}], "unplaced", "comments", "report"}.
    contents = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file that came back")
        verbose_name_plural = _("files that came back")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.name
