"""Lists of words the programme works with."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scheme(TextChoices):
    """The programme's own short lists."""

    COMPONENT = "component", _("components of the programme")
    SECTION_FAMILY = "section-family", _("section families of a profile")
    ACTION_AIM = "action-aim", _("aims of a targeted action")
    ROUTE = "route", _("routes to a targeted action")
    OBJECTIVE = "objective", _("objectives of a phase or call")


class TermStatus(TextChoices):
    """How sure the Arabic of a glossary term is."""

    SEEN = "seen", _("seen in an official text")
    CONFIDENT = "confident", _("standard term")
    WORKING = "working", _("to be reviewed")
