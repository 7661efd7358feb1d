"""The filters of the list of events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.dialogue.models import PeerLearningEvent
from portolan.dialogue.querysets import EventQuerySet
from portolan.meetings.enums import HostRole, Mode
from portolan.network.models import Place
from portolan.vocabulary.models import Theme

Choices = list[tuple[str, Any]]


class EventFilter(forms.Form):
    """Theme, year, host, mode; each may be left out. Its choices are what the events at hand have."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    host = forms.ChoiceField(label=pgettext_lazy("filter", "Host"), required=False)
    mode = forms.ChoiceField(label=pgettext_lazy("filter", "Mode"), required=False)
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
            events = events.filter(meeting__hosts__organisation__place__slug=chosen["host"]).distinct()
        if chosen["mode"]:
            events = events.filter(meeting__mode=chosen["mode"])
        return events

    def in_force(self) -> list[tuple[str, str]]:
        """(name, said) of each filter that is set."""
        chosen = self.cleaned_data if self.is_valid() else {}
        names = [name for name in ("theme", "year", "host", "mode") if chosen.get(name)]
        return [(name, str(dict(self.fields[name].choices)[chosen[name]])) for name in names]  # type: ignore[attr-defined]


def _themes(events: EventQuerySet) -> Choices:
    themes = Theme.objects.filter(events__in=events).distinct()
    return sorted(((theme.code, str(theme.label)) for theme in themes), key=lambda choice: choice[1])


def _years(events: EventQuerySet) -> Choices:
    starts = events.exclude(meeting__start="").order_by().values_list("meeting__start", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted({start.year for start in starts if start}, reverse=True)]


def _hosts(events: EventQuerySet) -> Choices:
    inviting = {"organisations__hosted__role": HostRole.HOST, "organisations__hosted__meeting__event__in": events}
    return [(place.slug, str(place.name)) for place in Place.objects.filter(**inviting).distinct().in_order()]


def public_events(user: Any, *, demonstration: bool) -> EventQuerySet:
    """The peer-learning events this reader may see."""
    return PeerLearningEvent.objects.visible_to(user).shown(demonstration=demonstration)
