"""Forms of peer-learning events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.desk.choosers import ChooserField, ManyChooserField
from portolan.desk.lists import INVENTED, listing
from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.errors import DomainError
from portolan.kernel.languages import KNOWN, site_languages
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.meetings.enums import Capacity, HostRole, Mode, Scope
from portolan.network.models import Person, Phase
from portolan.vocabulary.models import Theme

_NOT_SAID = ("", pgettext_lazy("choice", "not said"))


class PartialDateInput(forms.CharField):
    """A date that may be only a year or a month."""

    def clean(self, value: Any) -> PartialDate | None:
        """The date, None when empty; refuses anything else in the reader's words."""
        text = super().clean(value)
        return PartialDate.parse(text) if text else None


class DomainForm(forms.Form):
    """A form that shows a verb's refusal where it belongs."""

    def refuse(self, error: DomainError) -> None:
        """Put the refusal beside its field, or on top."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class EventForm(DomainForm):
    """All of an event but its documents, cases and attendance. Titles in each language of the site."""

    number = forms.IntegerField(label=_("Number in the series"), required=False, min_value=1, max_value=9999)
    start = PartialDateInput(
        label=_("Begins"),
        required=False,
        max_length=10,
        help_text=_("2017, 2017-03 or 2017-03-25: as precisely as known."),
    )
    end = PartialDateInput(label=_("Ends"), required=False, max_length=10)
    mode = forms.ChoiceField(label=_("Mode"), required=False, choices=[_NOT_SAID, *Mode.choices])
    scope = forms.ChoiceField(label=_("For whom"), required=False, choices=[_NOT_SAID, *Scope.choices])
    host = ChooserField(label=_("Host"), required=False)
    co_hosts = ManyChooserField(label=_("Co-hosts"), required=False)
    venue = ChooserField(
        label=_("Venue"),
        required=False,
        help_text=_("Where people meet; an event held online has none."),
    )
    phase = forms.ModelChoiceField(label=_("Phase"), required=False, queryset=Phase.objects.none())
    themes = forms.ModelMultipleChoiceField(label=_("Themes"), required=False, queryset=Theme.objects.none())
    declared_participants = forms.IntegerField(
        label=_("Participants as declared"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("What a source says: a lower bound, never added to what this site counts."),
    )
    is_public = forms.BooleanField(label=_("Shown to the public"), required=False)

    field_order = ("title_fr", "title_en", "title_ar")

    def __init__(self, *args: Any, user: Any, invented: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in site_languages():
            for name, label in (("title", _("Title (%(language)s)")), ("summary", _("Summary (%(language)s)"))):
                widget = forms.Textarea(attrs={"rows": 3}) if name == "summary" else forms.TextInput()
                widget.attrs |= {"lang": language.code, "dir": language.direction}
                words = label % {"language": language.own_name}
                field = forms.CharField(label=words, required=False, max_length=2000, widget=widget)
                self.fields[f"{name}_{language.code}"] = field
        offer(self, user, "bodies", "host", "co_hosts", invented=invented)
        offer(self, user, "places", "venue", invented=invented)
        self.fields["phase"].queryset = Phase.objects.shown(demonstration=invented)  # type: ignore[attr-defined]
        self.fields["themes"].queryset = Theme.objects.shown(demonstration=invented)  # type: ignore[attr-defined]
        self.order_fields(["number", *(f"title_{language.code}" for language in site_languages()), "start", "end"])

    def clean(self) -> dict[str, Any]:
        """A title in one language at least; the first language given is its source."""
        cleaned = super().clean() or {}
        if not self.text("title"):
            self.add_error(f"title_{site_languages()[0].code}", _("Give a title in one language at least."))
        return cleaned

    def text(self, name: str) -> Text:
        """The title or summary, from its fields."""
        texts = {language.code: self.cleaned_data.get(f"{name}_{language.code}", "") for language in site_languages()}
        given = [code for code, value in texts.items() if value]
        return Text.of(given[0], **texts) if given else Text()

    def verb_arguments(self, event: PeerLearningEvent | None = None) -> dict[str, Any]:
        """What `create_event` and `edit_event` take; wordings of `event` that stay keep their source and status."""
        plain = (
            "number",
            "start",
            "end",
            "mode",
            "scope",
            "venue",
            "phase",
            "declared_participants",
            "is_public",
            "themes",
        )
        given = {name: self.cleaned_data[name] for name in plain}
        old = event.meeting if event else None
        texts = {name: _kept(self.text(name), getattr(old, name, Text())) for name in ("title", "summary")}
        return {**given, **texts}


def _kept(new: Text, old: Text) -> Text:
    source = old.source if new.get(old.source) else new.source
    status = {code: said for code, said in old.status.items() if new.get(code) and new.get(code) == old.get(code)}
    return Text(source, dict(new.texts), status)


def offer(form: forms.Form, user: Any, of: str, *names: str, invented: bool) -> None:
    """Offer a list in these fields; a real event may point at what is real, an invented one also at invented things."""
    for name in names:
        form.fields[name].offer(listing(of, user, INVENTED if invented else ""))  # type: ignore[attr-defined]


def initial_of(event: PeerLearningEvent) -> dict[str, Any]:
    """The form's values for an event."""
    meeting = event.meeting
    hosts = list(meeting.hosts.all())
    initial: dict[str, Any] = {
        "number": event.number,
        "start": str(meeting.start or ""),
        "end": str(meeting.end or ""),
        "mode": meeting.mode,
        "scope": meeting.scope,
        "venue": meeting.venue_id,
        "phase": meeting.phase_id,
        "declared_participants": meeting.declared_participants,
        "is_public": meeting.is_public,
        "themes": [theme.pk for theme in event.themes.all()],
        "host": next((row.organisation_id for row in hosts if row.role == HostRole.HOST), None),
        "co_hosts": [row.organisation_id for row in hosts if row.role == HostRole.CO_HOST],
    }
    for language in site_languages():
        initial[f"title_{language.code}"] = meeting.title.get(language.code)
        initial[f"summary_{language.code}"] = meeting.summary.get(language.code)
    return initial


class DocumentForm(DomainForm):
    """A document of an event, in one language."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=ProductKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=[(each.code, each.own_name) for each in KNOWN.values()])
    title = forms.CharField(label=_("Title"), required=False, max_length=400)
    address = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")


class CaseForm(DomainForm):
    """A body that presented its case."""

    organisation = ChooserField(label=_("Presented by"))

    def __init__(self, *args: Any, user: Any, invented: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, user, "bodies", "organisation", invented=invented)


class AttendanceForm(DomainForm):
    """Somebody on record who came. The person is found by e-mail, so that no list of all people is sent out."""

    email = forms.EmailField(label=_("E-mail of the person"))
    organisation = ChooserField(label=_("Organisation at the time"), required=False)
    capacity = forms.ChoiceField(label=_("As what"), choices=Capacity.choices)

    def __init__(self, *args: Any, user: Any, invented: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        offer(self, user, "bodies", "organisation", invented=invented)

    def person(self) -> Person | None:
        """The one person of that address this reader may see; None with an error beside the field otherwise."""
        people = Person.objects.visible_to(self._user).standing().filter(email__iexact=self.cleaned_data["email"])
        found = list(people[:2])
        if len(found) == 1:
            return found[0]
        self.add_error(
            "email", _("Several people share this address.") if found else _("Nobody on record has this address.")
        )
        return None


class ReasonForm(DomainForm):
    """Why something is taken away."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
