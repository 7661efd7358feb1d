"""Words of meetings."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(TextChoices):
    """What a meeting is. Only peer-learning events count among the fifteen."""

    PEER_LEARNING = "peer-learning", _("peer-learning event")
    WORKSHOP = "workshop", _("workshop")
    CONFERENCE = "conference", _("conference")
    TRAINING = "training", _("training")
    RESTITUTION = "restitution", _("restitution")
    KICK_OFF = "kick-off", _("kick-off")
    OTHER = "other", pgettext_lazy("kind of meeting", "other meeting")


class Mode(TextChoices):
    """Where people meet. Empty means that no source says."""

    IN_PERSON = "in-person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class Scope(TextChoices):
    """For whom."""

    NETWORK = "network", _("the whole network")
    REGIONAL = "regional", _("regional")
    SUB_REGIONAL = "sub-regional", _("sub-regional")


class HostRole(TextChoices):
    """Who invites. For an online meeting the host is the inviting city, not a venue."""

    HOST = "host", _("host")
    CO_HOST = "co-host", _("co-host")


class Capacity(TextChoices):
    """As what somebody took part."""

    PARTICIPANT = "participant", _("participant")
    SPEAKER = "speaker", _("speaker")
    MODERATOR = "moderator", _("moderator")
    EXPERT = "expert", _("expert")
    INTERPRETER = "interpreter", _("interpreter")
    STAFF = "staff", _("programme staff")


# Who counts as a participant of an event in headline numbers: not those who work for it.
COUNTED_CAPACITIES = (Capacity.PARTICIPANT, Capacity.SPEAKER, Capacity.MODERATOR)


class AttendanceSource(TextChoices):
    """How we know that somebody came."""

    STAFF = "staff", _("noted by staff")
    SELF = "self", _("checked in")
    IMPORT = "import", _("imported list")
