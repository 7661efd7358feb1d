"""Any meeting of the programme: when, where, who invites, who came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.kernel.periods import PartialDateField, Period
from portolan.kernel.texts import TextField, text_required
from portolan.meetings.enums import AttendanceSource, Capacity, HostRole, MeetingKind, Mode, Scope
from portolan.meetings.querysets import AttendanceQuerySet, MeetingQuerySet
from portolan.network.models import Organisation, Person, Phase, Place
from portolan.provenance.models import Recorded, Source


class Meeting(Recorded):
    """A meeting. Its dates keep their precision; online it has an inviting body and no venue."""

    personal_data = PersonalData.NONE

    slug = models.SlugField(_("address"), unique=True, max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind)
    title = TextField(_("title"))
    summary = TextField(_("summary"), blank=True)
    start = PartialDateField(_("begins"))
    end = PartialDateField(_("ends"))
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, blank=True)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, blank=True)
    venue = models.ForeignKey(
        Place, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    phase = models.ForeignKey(
        Phase, verbose_name=_("phase"), null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    # What a source says of the number of participants: a lower bound, never summed with counted ones.
    declared_participants = models.PositiveIntegerField(null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("start", "id")
        indexes = (models.Index(fields=("kind", "start"), name="meeting_kind_start"),)
        constraints = (
            text_required("title", name="meeting_title_source"),
            models.CheckConstraint(
                condition=~models.Q(mode=Mode.ONLINE) | models.Q(venue=None), name="meeting_online_has_no_venue"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    @property
    def period(self) -> Period:
        """From beginning to end, as precisely as known."""
        return Period(self.start, self.end)


class MeetingTitle(models.Model):
    """Another title the same meeting carries: announcement, report and note often differ."""

    personal_data = PersonalData.NONE

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="titles")
    title = models.CharField(max_length=400)
    language = models.CharField(max_length=8, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("other title of a meeting")
        verbose_name_plural = _("other titles of meetings")
        constraints = (models.UniqueConstraint(fields=("meeting", "title"), name="meeting_title_once"),)

    def __str__(self) -> str:
        return self.title


class MeetingHost(models.Model):
    """A body that invites to a meeting."""

    personal_data = PersonalData.NONE

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hosted")
    role = models.CharField(max_length=10, choices=HostRole, default=HostRole.HOST)

    class Meta:
        verbose_name = _("host of a meeting")
        verbose_name_plural = _("hosts of meetings")
        ordering = ("meeting", "-role", "id")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "organisation"), name="meeting_host_once"),
            models.UniqueConstraint(
                fields=("meeting",), condition=models.Q(role=HostRole.HOST), name="meeting_one_host"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}"


class Attendance(models.Model):
    """One person came to one meeting, then of this organisation, in this capacity. One row per person and meeting."""

    personal_data = PersonalData.WORK

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    # At the time of the meeting, whatever the person's present one.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.PARTICIPANT)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    known_by = models.CharField(max_length=10, choices=AttendanceSource, default=AttendanceSource.IMPORT)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("meeting", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "person"), name="attendance_once"),)

    def __str__(self) -> str:
        return f"{self.meeting} · {self.person_id}"
