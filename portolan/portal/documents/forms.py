"""The filters of the library, and which editions the public may read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.documents.enums import DocumentKind
from portolan.documents.models import Edition, EditionSection
from portolan.documents.querysets import EditionQuerySet
from portolan.kernel.languages import KNOWN
from portolan.network.models import Place

Choices = list[tuple[str, Any]]


class LibraryFilter(forms.Form):
    """Kind, city, language, year; each may be left out. Its choices are what the editions at hand have."""

    kind = forms.ChoiceField(label=pgettext_lazy("filter", "Kind"), required=False)
    city = forms.ChoiceField(label=pgettext_lazy("filter", "City"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    demonstration = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, editions: QuerySet[Edition]) -> None:
        super().__init__(data)
        self._editions = editions
        everything = ("", pgettext_lazy("filter", "all"))
        self._choose("kind", [everything, *_kinds(editions)])
        self._choose("city", [everything, *_cities(editions)])
        self._choose("language", [everything, *_languages(editions)])
        self._choose("year", [everything, *_years(editions)])
        if not data.get("demonstration"):
            del self.fields["demonstration"]

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the reader of types
        field.choices = choices

    def found(self) -> QuerySet[Edition]:
        """The editions that pass; none when a filter is given a value it does not have."""
        if not self.is_valid():
            return self._editions.none()
        chosen, editions = self.cleaned_data, self._editions
        if chosen["kind"]:
            editions = editions.filter(document__kind=chosen["kind"])
        if chosen["city"]:
            editions = editions.filter(document__city__place__slug=chosen["city"])
        if chosen["language"]:
            written = EditionSection.objects.filter(edition=OuterRef("pk"), language=chosen["language"])
            editions = editions.filter(Exists(written))
        if chosen["year"]:
            editions = editions.filter(published_at__year=int(chosen["year"]))
        return editions

    def in_force(self) -> list[tuple[str, str]]:
        """(name, said) of each filter that is set."""
        chosen = self.cleaned_data if self.is_valid() else {}
        names = [name for name in ("kind", "city", "language", "year") if chosen.get(name)]
        return [(name, str(dict(self.fields[name].choices)[chosen[name]])) for name in names]  # type: ignore[attr-defined]


def _kinds(editions: QuerySet[Edition]) -> Choices:
    there = set(editions.order_by().values_list("document__kind", flat=True).distinct())
    return [(kind.value, kind.label) for kind in DocumentKind if kind in there]


def _cities(editions: QuerySet[Edition]) -> Choices:
    places = Place.objects.filter(organisations__documents__editions__in=editions).distinct()
    return [(place.slug, str(place.name)) for place in places.in_order()]


def _languages(editions: QuerySet[Edition]) -> Choices:
    rows = EditionSection.objects.filter(edition__in=editions).order_by().values_list("language", flat=True)
    return [(code, KNOWN[code].own_name if code in KNOWN else code) for code in sorted(rows.distinct())]


def _years(editions: QuerySet[Edition]) -> Choices:
    years = editions.order_by().values_list("published_at__year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


def public_editions(*, demonstration: bool) -> EditionQuerySet:
    """Every edition anyone may read, older ones too."""
    return Edition.objects.public().shown(demonstration=demonstration)


def newest_editions(*, demonstration: bool) -> EditionQuerySet:
    """Of each document the newest edition, unless it was withdrawn."""
    return Edition.objects.current().shown(demonstration=demonstration)
