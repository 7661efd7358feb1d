"""Words of figures and counts."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FigureKind(TextChoices):
    """What a key figure is."""

    HEADLINE = "headline", _("headline statistic")
    DECLARED = "declared", _("declared by the programme")
    PLACE = "place", _("figure about a place")


class Operator(TextChoices):
    """How a value is to be read."""

    EQUAL = "=", pgettext_lazy("value", "exactly")
    AT_LEAST = ">=", pgettext_lazy("value", "at least")
    MORE = ">", pgettext_lazy("value", "more than")
    ABOUT = "~", pgettext_lazy("value", "about")


class Unit(TextChoices):
    """What a value is in. A share is kept as a fraction of one: one in five is 0.2."""

    NUMBER = "number", _("number")
    PERCENT = "percent", _("per cent")
    SHARE = "share", _("share")


class EditionRole(TextChoices):
    """What another wording or value is to a figure."""

    ORIGIN = "origin", _("true origin")
    NEWER = "newer", _("newer value")
    VARIANT = "variant", _("other wording")
