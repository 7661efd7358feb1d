"""Words of peer learning."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProductKind(TextChoices):
    """A document an event leaves."""

    BACKGROUND = "background", _("background paper")
    CONCEPT_NOTE = "concept-note", _("concept note")
    AGENDA = "agenda", _("agenda")
    REPORT = "report", _("report")
    LEARNING_NOTE = "learning-note", _("learning note")
