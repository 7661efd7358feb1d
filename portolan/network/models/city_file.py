"""The file of a member city: notes of calls and visits, what was agreed, who governs, hand-overs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.periods import PartialDateField
from portolan.network.enums import NoteKind, NoteReaders, OfficeKind, Seat
from portolan.network.models.organisation import Organisation
from portolan.network.querysets import AgreementQuerySet, CityNoteQuerySet


class CityNote(models.Model):
    """A dated note of a call, a visit or a letter, for the team or shared with the city."""

    personal_data = PersonalData.WORK

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("what"), max_length=20, choices=NoteKind)
    on = models.DateField(_("date"))
    with_whom = models.CharField(_("with whom"), max_length=300, blank=True)
    text = models.TextField(_("what was said"))
    readers = models.CharField(_("who may read it"), max_length=10, choices=NoteReaders, default=NoteReaders.TEAM)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = CityNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note in a city's file")
        verbose_name_plural = _("notes in cities' files")
        ordering = ("organisation", "-on", "-id")
        indexes = (models.Index(fields=("organisation", "-on"), name="city_note_by_date"),)
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="city_note_says_something"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"


class Agreement(models.Model):
    """What was agreed, by whom it will be done, and by when."""

    personal_data = PersonalData.WORK

    note = models.ForeignKey(CityNote, on_delete=models.CASCADE, related_name="agreements")
    what = models.CharField(_("what was agreed"), max_length=500)
    by_whom = models.CharField(_("by whom"), max_length=200, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("note", "due", "id")
        constraints = (models.CheckConstraint(condition=~models.Q(what=""), name="agreement_says_something"),)

    def __str__(self) -> str:
        return self.what


class Office(models.Model):
    """Who governs a city, how they came to it, from when to when, and when the next election is expected."""

    personal_data = PersonalData.WORK

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    seat = models.CharField(_("seat"), max_length=10, choices=Seat)
    holder = models.CharField(_("who"), max_length=200)
    kind = models.CharField(_("how they came to it"), max_length=10, choices=OfficeKind)
    start = PartialDateField(_("from"))
    end = PartialDateField(_("to"))
    next_election = PartialDateField(_("next election"))

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("organisation", "seat", "-start", "-id")
        constraints = (models.CheckConstraint(condition=~models.Q(holder=""), name="office_has_holder"),)

    def __str__(self) -> str:
        return f"{self.holder} · {self.get_seat_display()}"


class Handover(models.Model):
    """The work of one account on a city passed to another, with a note; the former holder need not sign in."""

    personal_data = PersonalData.WORK

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What passed: kind -> how many.
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ("organisation", "-at", "-id")

    def __str__(self) -> str:
        return f"{self.organisation} {self.at:%Y-%m-%d}"
