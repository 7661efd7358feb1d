"""Organisations, whatever they are to the network."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.texts import TextField, text_required
from portolan.network.enums import CITY_BODIES, OrganisationKind
from portolan.network.models.place import Place
from portolan.network.querysets import OrganisationQuerySet
from portolan.provenance.models import Recorded


class Organisation(Recorded):
    """A body: a municipality, a partner, a donor, an association. Acronyms differ by language."""

    personal_data = PersonalData.NONE

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = TextField(_("name"))
    acronym = TextField(_("acronym"), blank=True)
    sort_keys = models.JSONField(default=dict, editable=False)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    # Set when this row was merged into another; every page and file then leads there.
    redirect_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("slug",)
        constraints = (
            text_required("name", name="organisation_name_source"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")), name="organisation_not_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(redirect_to=None) | ~models.Q(redirect_to=models.F("pk")),
                name="organisation_not_own_redirect",
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_city_body(self) -> bool:
        """True for a municipality or metropolitan body: only these represent their city."""
        return self.kind in CITY_BODIES


class OrganisationName(models.Model):
    """A name, acronym or spelling an organisation is known by."""

    personal_data = PersonalData.NONE

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    language = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=300, db_index=True)

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "key"), name="organisation_name_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="organisation_name_key"),
        )

    def __str__(self) -> str:
        return self.name
