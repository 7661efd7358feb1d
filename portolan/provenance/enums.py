"""Words of provenance."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordKind(TextChoices):
    """Where a row comes from."""

    DECK = "deck", _("programme's own presentation")
    PUBLIC = "public", _("public facts")
    DEMONSTRATION = "demonstration", _("demonstration")
    DESK = "desk", _("entered at the desk")


class SourceKind(TextChoices):
    """What a source is."""

    DOCUMENT = "document", _("document")
    WEB = "web", _("web page")
    DATASET = "dataset", _("data set")
    STATEMENT = "statement", _("statement")


class ConflictState(TextChoices):
    """Whether a person has chosen between sources that disagree."""

    OPEN = "open", _("open")
    DECIDED = "decided", _("decided")
