"""Words of search."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Facet(TextChoices):
    """By what a list of hits can be narrowed."""

    KIND = "kind", pgettext_lazy("search facet", "Kind")
    CITY = "city", pgettext_lazy("search facet", "City")
    THEME = "theme", pgettext_lazy("search facet", "Theme")
    YEAR = "year", pgettext_lazy("search facet", "Year")
    LANGUAGE = "language", pgettext_lazy("search facet", "Language")


# Kept with the words of an entry, since a thing can have several; the others are columns.
MANY_VALUED = (Facet.CITY, Facet.THEME)
