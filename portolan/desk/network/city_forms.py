"""Forms of a city's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portolan.accounts.models import User
from portolan.desk.choosers import ChooserField
from portolan.desk.fields import DayField, PartialDateField
from portolan.desk.lists import listing
from portolan.desk.pages import OnceForm, SeenForm
from portolan.network.domain.city_file import Agreed
from portolan.network.enums import NoteKind, NoteReaders, OfficeKind, Rank, Seat

AGREEMENTS = 3


class NoteFields(forms.Form):
    """A note of a call, a visit, a letter."""

    kind = forms.ChoiceField(label=_("What"), choices=NoteKind.choices)
    on = DayField(label=_("Date"))
    with_whom = forms.CharField(label=_("With whom"), required=False, max_length=300)
    text = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))
    readers = forms.ChoiceField(
        label=_("Who may read it"), choices=NoteReaders.choices, widget=forms.RadioSelect, initial=NoteReaders.TEAM
    )


class NewNoteForm(OnceForm, NoteFields):
    """A note, with up to three things agreed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, AGREEMENTS + 1):
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("Agreed (%(number)d)") % {"number": number}, required=False, max_length=500
            )
            self.fields[f"by_whom_{number}"] = forms.CharField(label=_("By whom"), required=False, max_length=200)
            self.fields[f"due_{number}"] = DayField(label=_("By when"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for number in range(1, AGREEMENTS + 1):
            rest = typed.get(f"by_whom_{number}") or typed.get(f"due_{number}")
            if rest and not typed.get(f"what_{number}"):
                self.add_error(f"what_{number}", _("Say what was agreed."))
        return typed

    def agreed(self) -> list[Agreed]:
        """What was agreed, without empty lines."""
        lines = range(1, AGREEMENTS + 1)
        typed = self.cleaned_data
        made = [Agreed(typed[f"what_{n}"], typed[f"by_whom_{n}"], typed[f"due_{n}"]) for n in lines]
        return [each for each in made if each.what]


class NoteForm(SeenForm, NoteFields):
    """A note to change."""


class OfficeForm(OnceForm):
    """Who governs from now on."""

    seat = forms.ChoiceField(label=_("Seat"), choices=Seat.choices)
    holder = forms.CharField(label=_("Who"), max_length=200)
    kind = forms.ChoiceField(label=_("How they came to it"), choices=OfficeKind.choices)
    start = PartialDateField(label=_("From"), required=False)
    next_election = PartialDateField(label=_("Next election"), required=False)


class NominationForm(OnceForm):
    """A focal point or deputy, by letter."""

    person = ChooserField(label=_("Person"))
    rank = forms.ChoiceField(label=_("As what"), choices=Rank.choices)
    start = DayField(label=_("From"))
    letter = forms.FileField(
        label=_("Nomination letter"), required=False, help_text=_("PDF, PNG or JPEG, at most 10 MB.")
    )
    reference = forms.CharField(label=_("Reference of the letter"), required=False, max_length=200)

    def __init__(self, *args: Any, user: Any, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(listing("people-of", user, city))


class EndPostForm(forms.Form):
    """The last day of a post."""

    on = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)


class HandoverForm(OnceForm):
    """From whom to whom."""

    giver = forms.ModelChoiceField(label=_("From"), queryset=User.objects.none())
    taker = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())
    note = forms.CharField(
        label=_("Note for the one who takes over"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, givers: Any, takers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset, self.fields["taker"].queryset = givers, takers
