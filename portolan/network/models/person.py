"""People, their functions over time, what they agreed to, and focal points."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.periods import PartialDateField
from portolan.kernel.texts import TextField
from portolan.network.enums import ConsentPurpose, Rank, Sex, Visibility
from portolan.network.models.organisation import Organisation
from portolan.network.querysets import PersonQuerySet
from portolan.provenance.models import Recorded


class Person(Recorded):
    """Somebody the programme knows, with or without an account, across events. Hidden unless they choose."""

    personal_data = PersonalData.IDENTITY

    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150)
    # "family given", folded, in a form both databases order alike.
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)
    # "given family" folded, for matching.
    match_key = models.CharField(max_length=300, editable=False, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # Not unique: several people share one mailbox.
    email_key = models.CharField(max_length=254, editable=False, db_index=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.HIDDEN)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    redirect_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key", "id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(family_name="") | models.Q(erased_at__isnull=False), name="person_has_name"
            ),
            models.CheckConstraint(
                condition=models.Q(redirect_to=None) | ~models.Q(redirect_to=models.F("pk")),
                name="person_not_own_redirect",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


class Affiliation(models.Model):
    """A person's function in an organisation, from when to when."""

    personal_data = PersonalData.WORK

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    function = TextField(_("function"), blank=True)
    start = PartialDateField(_("from"))
    end = PartialDateField(_("to"))

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("person", "-start", "id")
        constraints = (models.UniqueConstraint(fields=("person", "organisation", "start"), name="affiliation_once"),)

    def __str__(self) -> str:
        return f"{self.organisation}"


class Consent(models.Model):
    """One agreement of one person to one purpose; withdrawn by a date, never deleted."""

    personal_data = PersonalData.WORK

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # How it was given: a form's address, a signed sheet.
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("person", "purpose", "-given_at")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "purpose"), condition=models.Q(withdrawn_at=None), name="consent_one_standing"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_later",
            ),
        )

    def __str__(self) -> str:
        return self.get_purpose_display()


class FocalPoint(models.Model):
    """A person is focal point, or deputy, of a member body, by a nomination letter, from when to when."""

    personal_data = PersonalData.WORK

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="focal_points")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="focal_posts")
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.HOLDER)
    start = models.DateField(_("from"))
    end = models.DateField(_("to"), null=True, blank=True)
    letter = models.FileField(_("nomination letter"), upload_to="nominations", blank=True)
    letter_reference = models.CharField(_("reference of the letter"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ("organisation", "rank", "-start")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "rank"), condition=models.Q(end=None), name="focal_point_one_of_a_rank"
            ),
            models.CheckConstraint(
                condition=models.Q(end=None) | models.Q(end__gte=models.F("start")), name="focal_point_ends_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"
