"""Words of files that come in."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RunState(TextChoices):
    """Where an import stands."""

    WAITING = "waiting", pgettext_lazy("state of an import", "waiting to be read")
    READING = "reading", pgettext_lazy("state of an import", "being read")
    READY = "ready", pgettext_lazy("state of an import", "ready to be checked")
    COMMITTED = "committed", pgettext_lazy("state of an import", "taken over")
    REFUSED = "refused", pgettext_lazy("state of an import", "refused")
    DISCARDED = "discarded", pgettext_lazy("state of an import", "discarded")


class Verdict(TextChoices):
    """What an import would do with one row."""

    ADDED = "added", pgettext_lazy("verdict on a row", "added")
    CHANGED = "changed", pgettext_lazy("verdict on a row", "changed")
    LEFT = "left", pgettext_lazy("verdict on a row", "left as it is")
    CONFLICT = "conflict", pgettext_lazy("verdict on a row", "in conflict")
    WARNED = "warned", pgettext_lazy("verdict on a row", "warned about, nothing written")
    ERROR = "error", pgettext_lazy("verdict on a row", "in error")
