"""Peer-learning events: the theme, what was presented, what they left."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.dialogue.enums import ProductKind
from portolan.dialogue.querysets import EventQuerySet
from portolan.kernel.texts import TextField
from portolan.meetings.models import Meeting
from portolan.network.models import Organisation
from portolan.provenance.models import Source
from portolan.vocabulary.models import Theme


class PeerLearningEvent(models.Model):
    """A meeting that counts among the network's peer-learning events. It belongs to the record of its meeting."""

    personal_data = PersonalData.NONE

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="event")
    # Its place in the series as the programme counts; empty when it does not say.
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="events", blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer-learning event")
        verbose_name_plural = _("peer-learning events")
        ordering = ("number", "id")

    def __str__(self) -> str:
        return str(self.meeting)


class FormerAddress(models.Model):
    """An address an event's page had before: it leads to the present one for good."""

    personal_data = PersonalData.NONE

    event = models.ForeignKey(PeerLearningEvent, on_delete=models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(_("address"), unique=True, max_length=100)

    class Meta:
        verbose_name = _("former address of an event")
        verbose_name_plural = _("former addresses of events")

    def __str__(self) -> str:
        return self.slug


class Product(models.Model):
    """A document of an event in one language."""

    personal_data = PersonalData.NONE

    event = models.ForeignKey(PeerLearningEvent, on_delete=models.CASCADE, related_name="products")
    kind = models.CharField(_("kind"), max_length=20, choices=ProductKind)
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=400, blank=True)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("product of an event")
        verbose_name_plural = _("products of events")
        ordering = ("event", "kind", "language", "id")
        constraints = (models.UniqueConstraint(fields=("event", "kind", "language", "title"), name="product_once"),)

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class CasePresentation(models.Model):
    """A city, or another body, presented what it does at an event; it need not be a member."""

    personal_data = PersonalData.NONE

    event = models.ForeignKey(PeerLearningEvent, on_delete=models.CASCADE, related_name="cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    title = TextField(_("title"), blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("case presentation")
        verbose_name_plural = _("case presentations")
        ordering = ("event", "id")
        constraints = (models.UniqueConstraint(fields=("event", "organisation"), name="case_once"),)

    def __str__(self) -> str:
        return str(self.title or self.organisation)
