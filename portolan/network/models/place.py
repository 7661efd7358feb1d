"""Places: cities, metropolises, governorates; independent of any membership."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.countries import say_country
from portolan.kernel.texts import TextField, text_required
from portolan.network.enums import PlaceKind, Region
from portolan.network.querysets import PlaceQuerySet
from portolan.provenance.models import Recorded


class Place(Recorded):
    """Somewhere on the chart. Its label there has a side, a shift and a rank, since another network needs others."""

    personal_data = PersonalData.NONE

    slug = models.SlugField(_("address"), unique=True)
    geonames = models.PositiveIntegerField(_("GeoNames number"), null=True, blank=True, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind, default=PlaceKind.CITY)
    name = TextField(_("name"))
    # Per language, a key both databases order alike: `{"fr": "...", "ar": "..."}`.
    sort_keys = models.JSONField(default=dict, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=20, choices=Region)
    zone = models.CharField(_("time zone"), max_length=60)
    latitude = models.DecimalField(
        max_digits=8, decimal_places=5, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.DecimalField(
        max_digits=8, decimal_places=5, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    # Empty lets the chart choose.
    label_side = models.CharField(max_length=5, choices=(("start", _("before")), ("end", _("after"))), blank=True)
    label_dy = models.SmallIntegerField(default=0)
    label_rank = models.PositiveSmallIntegerField(default=1)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("slug",)
        constraints = (
            text_required("name", name="place_name_source"),
            models.CheckConstraint(
                condition=models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="place_on_the_globe",
            ),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{2}$"), name="place_country_code"
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def country_name(self) -> str:
        """The country in the reader's language."""
        return say_country(self.country)


class PlaceName(models.Model):
    """A name a place is known by, in any language or spelling; `key` is what matching compares."""

    personal_data = PersonalData.NONE

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=200, db_index=True)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        constraints = (
            models.UniqueConstraint(fields=("place", "key"), name="place_name_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="place_name_key"),
        )

    def __str__(self) -> str:
        return self.name
