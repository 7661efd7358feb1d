"""Themes, the programme's own lists, framework objectives, and the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.texts import TextField, text_required
from portolan.provenance.models import Recorded, RecordedQuerySet, Source
from portolan.vocabulary.enums import Scheme, TermStatus


class Theme(Recorded):
    """A subject events, profiles and actions can be about."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), unique=True)
    label = TextField(_("label"))
    note = TextField(_("note"), blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("code",)
        constraints = (text_required("label", name="theme_label_source"),)

    def __str__(self) -> str:
        return str(self.label)


class Term(Recorded):
    """An entry of one of the programme's own lists: a component, a section family, an aim, a route, an objective."""

    personal_data = PersonalData.NONE

    scheme = models.CharField(_("list"), max_length=20, choices=Scheme)
    code = models.SlugField(_("code"))
    position = models.PositiveSmallIntegerField(_("position"))
    label = TextField(_("label"))
    note = TextField(_("note"), blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(max_length=200, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("scheme", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "code"), name="term_once"),
            text_required("label", name="term_label_source"),
        )

    def __str__(self) -> str:
        return str(self.label)


class Framework(models.Model):
    """A global agenda or a set of recommendations actions can contribute to."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), unique=True)
    name = TextField(_("name"))
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    note = TextField(_("note"), blank=True)
    is_complete = models.BooleanField(_("complete"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ("position", "code")
        constraints = (text_required("name", name="framework_name_source"),)

    def __str__(self) -> str:
        return str(self.name)


class Node(models.Model):
    """An objective, goal, target, principle or paragraph of a framework. Its code is text: `16.10` is not `16.1`."""

    personal_data = PersonalData.NONE

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    label = TextField(_("label"))
    note = TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("framework objective")
        verbose_name_plural = _("framework objectives")
        ordering = ("framework", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("framework", "code"), name="node_once"),
            text_required("label", name="node_label_source"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="node_not_own_parent"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class GlossaryTerm(models.Model):
    """A term of the field in the languages of the programme, and how sure its Arabic is."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), unique=True, max_length=80)
    label = TextField(_("term"))
    note = TextField(_("note"), blank=True)
    # Words not to be used for it, per language, separated by ` | `.
    avoid = TextField(_("words to avoid"), blank=True)
    arabic_status = models.CharField(_("status of the Arabic"), max_length=20, choices=TermStatus)
    source = models.CharField(_("source"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("code",)
        constraints = (text_required("label", name="glossary_label_source"),)

    def __str__(self) -> str:
        return str(self.label)
