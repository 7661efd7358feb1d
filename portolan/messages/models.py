"""The outbox, notices, and work that waits for someone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portolan.accounts.enums import PersonalData
from portolan.messages.enums import DigestRhythm, MailState
from portolan.messages.querysets import MailQuerySet, NoticeQuerySet, TaskQuerySet


class Mail(models.Model):
    """A message that leaves, or waits for approval. Mail to many, or that commits the programme, starts as a draft."""

    personal_data = PersonalData.IDENTITY

    # What it is about; equal keys are one message, so that a repeated task sends nothing twice.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    to = models.EmailField(_("to"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    state = models.CharField(max_length=20, choices=MailState, default=MailState.DRAFT)
    made_at = models.DateTimeField()
    # Who wrote it; nobody for what the system writes. Whoever wrote a message does not approve it.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    # Not tried again before this time: set when a try begins, so that two workers never send one message.
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("state", "-made_at"), name="mail_state"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=False, state=MailState.SENT)
                | (models.Q(sent_at=None) & ~models.Q(state=MailState.SENT)),
                name="mail_sent_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """Something that happened which one person should know."""

    personal_data = PersonalData.WORK

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    # Values the kind's sentence is filled with in the reader's language.
    values = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("user", "read_at", "-at"), name="notice_user"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}"


class Task(models.Model):
    """Work that waits for one person, or for the team when nobody is named."""

    personal_data = PersonalData.WORK

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, blank=True)
    # In whose scope it lies, as in `can()`: `organisation:12`; empty for the whole network.
    scope = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_demonstration = models.BooleanField(default=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("done_at", "due_at", "made_at", "id")
        indexes = (models.Index(fields=("assignee", "done_at", "due_at"), name="task_assignee"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False),
                name="task_done_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}"


class Preference(models.Model):
    """How one reader wants to hear of things by mail."""

    personal_data = PersonalData.WORK

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_preference")
    digest = models.CharField(_("mail about notices"), max_length=10, choices=DigestRhythm, default=DigestRhythm.DAILY)

    class Meta:
        verbose_name = _("preference for mail")
        verbose_name_plural = _("preferences for mail")

    def __str__(self) -> str:
        return self.get_digest_display()


class Submission(models.Model):
    """A form that was sent once: its second sending leads to the first one's result."""

    personal_data = PersonalData.NONE

    token = models.UUIDField(unique=True)
    at = models.DateTimeField()
    address = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self) -> str:
        return str(self.token)


class Fault(models.Model):
    """A kind of error nobody handled: what and where, never with whose values."""

    personal_data = PersonalData.NONE

    kind = models.CharField(_("error"), max_length=120)
    # module:function:line of our own code, or of the library's when none of ours was there.
    place = models.CharField(_("place"), max_length=200)
    # The pattern of the address (`<slug:slug>/edit`), or the path of the task: the address itself may hold a name.
    pattern = models.CharField(_("page or task"), max_length=200, blank=True)
    # Of the last time; the log line of that request carries it too.
    request_id = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first time"))
    last_at = models.DateTimeField(_("last time"), db_index=True)

    class Meta:
        verbose_name = _("fault")
        verbose_name_plural = _("faults")
        ordering = ("-last_at", "-id")
        constraints = (models.UniqueConstraint(fields=("kind", "place", "pattern"), name="fault_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class Heartbeat(models.Model):
    """A worker is alive: it says so every few seconds. Work of one that fell silent goes to another."""

    personal_data = PersonalData.NONE

    worker = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sign of life of a worker")
        verbose_name_plural = _("signs of life of workers")

    def __str__(self) -> str:
        return self.worker


class PeriodicRun(models.Model):
    """When a task of the clock is due next; whoever moves the hand of the clock enqueues it, so it is done once."""

    personal_data = PersonalData.NONE

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = _("task of the clock")
        verbose_name_plural = _("tasks of the clock")

    def __str__(self) -> str:
        return self.name
