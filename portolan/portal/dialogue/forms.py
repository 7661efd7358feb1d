"""The filters of the list of events."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.dialogue.models import PeerLearningEvent
from portolan.dialogue.querysets import EventQuerySet
from portolan.meetings.enums import HostRole, Mode
from portolan.meetings.models import MeetingHost
from portolan.network.models import Place
from portolan.ui.widgets import QuickSelect
from portolan.vocabulary.models import Theme

Choices = list[tuple[str, Any]]


class EventFilter(forms.Form):
    """Theme, year, host, mode; each may be left out. Its choices are what the events at hand have."""

    theme = forms.ChoiceField(label=_("Theme"), required=False, widget=QuickSelect)
    year = forms.ChoiceField(label=_("Year"), required=False, widget=QuickSelect)
    host = forms.ChoiceField(label=pgettext_lazy("filter", "Host"), required=False, widget=QuickSelect)
    mode = forms.ChoiceField(label=pgettext_lazy("filter", "Mode"), required=False, widget=QuickSelect)
    demonstration = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, events: EventQuerySet) -> None:
        super().__init__(data)
        self._events = events
        everything = ("", pgettext_lazy("filter", "all"))
        self._choose("theme", [everything, *_themes(events)])
        self._choose("year", [everything, *_years(events)])
        self._choose("host", [everything, *_hosts(events)])
        self._choose("mode", [everything, *Mode.choices])
        if not data.get("demonstration"):
            del self.fields["demonstration"]

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the reader of types
        field.choices = choices

    def found(self) -> EventQuerySet:
        """The events that pass; none when a filter is given a value it does not have."""
        if not self.is_valid():
            return self._events.none()
        chosen, events = self.cleaned_data, self._events
        if chosen["theme"]:
            events = events.filter(themes__code=chosen["theme"])
        if chosen["year"]:
            events = events.filter(meeting__start__startswith=chosen["year"])
        if chosen["host"]:
            bodies = MeetingHost.objects.filter(organisation__place__slug=chosen["host"])
            events = events.filter(meeting__in=bodies.values("meeting"))
        if chosen["mode"]:
            events = events.filter(meeting__mode=chosen["mode"])
        return events

    def in_force(self) -> list[tuple[str, str]]:
        """(name, said) of each filter that is set."""
        chosen = self.cleaned_data if self.is_valid() else {}
        names = [name for name in ("theme", "year", "host", "mode") if chosen.get(name)]
        return [(name, str(dict(self.fields[name].choices)[chosen[name]])) for name in names]  # type: ignore[attr-defined]


def _themes(events: EventQuerySet) -> Choices:
    themes = Theme.objects.filter(Exists(events.filter(themes=OuterRef("pk"))))
    return sorted(((code, str(label)) for code, label in themes.values_list("code", "label")), key=itemgetter(1))


def _years(events: EventQuerySet) -> Choices:
    """The years of the events; a date begins with its year, however precise it is."""
    years = (
        events.exclude(meeting__start="")
        .order_by()
        .values_list(Substr("meeting__start", 1, 4, output_field=CharField()), flat=True)
    )
    return [(year, year) for year in sorted(years.distinct(), reverse=True)]


def _hosts(events: EventQuerySet) -> Choices:
    inviting = MeetingHost.objects.filter(role=HostRole.HOST, meeting__in=events.values("meeting"))
    places = Place.objects.filter(pk__in=inviting.values("organisation__place"))
    return [(slug, str(name)) for slug, name in places.in_order().values_list("slug", "name")]


def public_events(user: Any, *, demonstration: bool) -> EventQuerySet:
    """The peer-learning events this reader may see."""
    return PeerLearningEvent.objects.visible_to(user).shown(demonstration=demonstration)
