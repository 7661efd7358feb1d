"""Headline figures with their sources, and counts with their rules."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.texts import TextField, text_required
from portolan.network.models import Place
from portolan.provenance.models import Recorded, RecordedQuerySet, Source
from portolan.results.enums import EditionRole, FigureKind, Operator, Unit


class KeyFigure(Recorded):
    """A number somebody states: of what, of whom, when, according to whom. Never summed with what the system counts."""

    personal_data = PersonalData.NONE

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=FigureKind)
    position = models.PositiveSmallIntegerField(default=0)
    what = TextField(_("what it says"))
    # The value as it is written, where that is not the number itself: "1 in 5".
    display = TextField(_("as written"), blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    operator = models.CharField(_("to be read as"), max_length=2, choices=Operator, default=Operator.EQUAL)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    population = TextField(_("of whom"), blank=True)
    definition = TextField(_("definition"), blank=True)
    note = TextField(_("note"), blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="figures")
    reference = models.CharField(_("period it is about"), max_length=40, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    locator = models.CharField(max_length=200, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ("kind", "position", "code")
        constraints = (
            text_required("what", name="figure_what_source"),
            models.CheckConstraint(
                condition=~models.Q(kind=FigureKind.PLACE) | models.Q(place__isnull=False), name="figure_has_place"
            ),
        )

    def __str__(self) -> str:
        return str(self.what)


class FigureEdition(models.Model):
    """Where a figure truly comes from, a newer value of it, or another wording."""

    personal_data = PersonalData.NONE

    figure = models.ForeignKey(KeyFigure, on_delete=models.CASCADE, related_name="editions")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(_("role"), max_length=10, choices=EditionRole)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    operator = models.CharField(max_length=2, choices=Operator, default=Operator.EQUAL)
    unit = models.CharField(max_length=10, choices=Unit, blank=True)
    wording = TextField(_("wording"))
    population = TextField(_("of whom"), blank=True)
    reference = models.CharField(_("period it is about"), max_length=40, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("edition of a figure")
        verbose_name_plural = _("editions of figures")
        ordering = ("figure", "position", "id")
        constraints = (
            text_required("wording", name="edition_wording_source"),
            models.UniqueConstraint(fields=("figure", "position"), name="edition_position_once"),
            models.CheckConstraint(
                condition=models.Q(value=None, unit="") | (models.Q(value__isnull=False) & ~models.Q(unit="")),
                name="edition_value_has_unit",
            ),
        )

    def __str__(self) -> str:
        return str(self.wording)


class Count(models.Model):
    """A number the system counted by a named rule over a scope, and when. Rebuilt by the queue after a change."""

    personal_data = PersonalData.NONE

    rule = models.CharField(max_length=60)
    # `programme:mc2cm`; of two cities that met, `rabat|tangier`.
    scope = models.CharField(max_length=120)
    period = models.CharField(max_length=40, blank=True)
    value = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ("rule", "scope", "period")
        constraints = (
            models.UniqueConstraint(fields=("rule", "scope", "period"), name="count_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="count_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.scope}: {self.value}"
