"""What can be found: one entry for each thing and language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData


class Entry(models.Model):
    """A thing as search knows it in one language. The words it is found by lie beside it, in the database's own index.

    It says nothing of who may see the thing: each kind brings that with the question.
    """

    # The title of a person's entry is the person's name.
    personal_data = PersonalData.IDENTITY

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    # Empty for what has no language, a person's name.
    language = models.CharField(max_length=8, blank=True)
    # The place of the kind among kinds, lower first.
    rank = models.PositiveSmallIntegerField()
    # 20160712, 20160700 or 20160000; 0 without a date.
    date_key = models.PositiveIntegerField(default=0)
    is_invented = models.BooleanField(default=False)
    slug = models.CharField(max_length=120, blank=True)
    # Facet -> slugs or codes: `{"city": ["tanger"], "theme": ["housing"]}`.
    facets = models.JSONField(default=dict)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = (models.UniqueConstraint(fields=("kind", "object_id", "language"), name="entry_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        """The year of its date; 0 without one."""
        return self.date_key // 10_000
