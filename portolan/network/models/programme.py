"""The programme, its phases, and who belongs to them as what."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.periods import PartialDateField, Period
from portolan.kernel.texts import TextField, text_required
from portolan.network.enums import MemberRole
from portolan.network.models.organisation import Organisation
from portolan.network.querysets import MembershipQuerySet
from portolan.provenance.models import Recorded, RecordedQuerySet, Source

_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour is written #0f4265."))


class Programme(Recorded):
    """A network's programme: its names, contacts and look. The site shows the one that is `is_home`."""

    personal_data = PersonalData.NONE

    slug = models.SlugField(_("address"), unique=True)
    name = TextField(_("name"))
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    summary = TextField(_("summary"), blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    # Label -> address of its accounts elsewhere.
    social = models.JSONField(default=dict, blank=True)
    logo = models.FileField(_("logo"), upload_to="logo", blank=True)
    # Languages the site is offered in, a subset of the installation's; empty means all.
    languages = models.JSONField(default=list, blank=True)
    colour_main = models.CharField(_("main colour"), max_length=7, blank=True, validators=[_colour])
    colour_accent = models.CharField(_("accent colour"), max_length=7, blank=True, validators=[_colour])
    is_home = models.BooleanField(default=False)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("slug",)
        constraints = (
            text_required("name", name="programme_name_source"),
            models.UniqueConstraint(fields=("is_home",), condition=models.Q(is_home=True), name="programme_one_home"),
        )

    def __str__(self) -> str:
        return str(self.name)


class Phase(Recorded):
    """A phase of a programme: partners, roles and cities change from one to the next."""

    personal_data = PersonalData.NONE

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="phases")
    code = models.SlugField(_("code"), unique=True)
    number = models.PositiveSmallIntegerField(_("number"))
    name = TextField(_("name"))
    start = PartialDateField(_("begins"))
    end = PartialDateField(_("ends"))
    # The phase whose members the site counts and shows first.
    is_current = models.BooleanField(default=False)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    note = TextField(_("note"), blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ("programme", "number")
        constraints = (
            text_required("name", name="phase_name_source"),
            models.UniqueConstraint(fields=("programme", "number"), name="phase_number_once"),
            models.UniqueConstraint(
                fields=("programme",), condition=models.Q(is_current=True), name="phase_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(budget=None, currency="") | (models.Q(budget__gte=0) & ~models.Q(currency="")),
                name="phase_budget_has_currency",
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def period(self) -> Period:
        """From its beginning to its end, as precisely as known."""
        return Period(self.start, self.end)


class Membership(Recorded):
    """An organisation belongs to a phase, as what, from when to when. Everything else hangs on this."""

    personal_data = PersonalData.NONE

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=MemberRole)
    # What a partner answers for: migration governance, decentralised cooperation...
    field = TextField(_("field"), blank=True)
    start = PartialDateField(_("from"))
    end = PartialDateField(_("to"))
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("phase", "role", "organisation")
        constraints = (models.UniqueConstraint(fields=("organisation", "phase", "role"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"
