"""Forms of the network: places, bodies, phases, memberships, people."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from portolan.desk.choosers import ChooserField
from portolan.desk.fields import NamesField, PartialDateField, TextField
from portolan.desk.lists import INVENTED, listing
from portolan.desk.pages import OnceForm, SeenForm
from portolan.network.enums import (
    ConsentPurpose,
    MemberRole,
    OrganisationKind,
    PlaceKind,
    Region,
    Sex,
    Visibility,
)
from portolan.network.models import Phase

_NO = (("", _("not stated")),)


class OrganisationFields(forms.Form):
    """A body: its names, kind, place."""

    name = TextField(label=_("Name"))
    acronym = TextField(label=_("Acronym"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    place = ChooserField(label=_("Place"), required=False)
    parent = ChooserField(label=_("Part of"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=500)
    aliases = NamesField(
        label=_("Other names"), help_text=_("One a line: spellings and names the body is found under.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(listing("places", user, INVENTED))
        self.fields["parent"].offer(listing("bodies", user, INVENTED))


class NewOrganisationForm(OnceForm, OrganisationFields):
    """A body to add."""


class OrganisationForm(SeenForm, OrganisationFields):
    """A body to change."""


class PlaceFields(forms.Form):
    """A place: its names and where it is."""

    name = TextField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=_("Country"), required=False, help_text=_("Two letters, as in MA, ES, JO.")
    )
    region = forms.ChoiceField(label=_("Region"), choices=Region.choices)
    zone = forms.CharField(label=_("Time zone"), max_length=60, help_text=_("As in Africa/Tunis."))
    latitude = forms.DecimalField(label=_("Latitude"), min_value=-90, max_value=90, decimal_places=5, max_digits=8)
    longitude = forms.DecimalField(label=_("Longitude"), min_value=-180, max_value=180, decimal_places=5, max_digits=8)
    geonames = forms.IntegerField(label=_("GeoNames number"), required=False, min_value=1, max_value=2_000_000_000)
    aliases = NamesField(
        label=_("Other names"), help_text=_("One a line: spellings and names the place is found under.")
    )

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("“%(text)s” is not a time zone."), code="bad-zone", params={"text": zone})
        return zone


class NewPlaceForm(OnceForm, PlaceFields):
    """A place to add."""


class PlaceForm(SeenForm, PlaceFields):
    """A place to change."""


class PhaseFields(forms.Form):
    """A phase of the programme."""

    name = TextField(label=_("Name"))
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    start = PartialDateField(label=_("Begins"), required=False)
    end = PartialDateField(label=_("Ends"), required=False)
    is_current = forms.BooleanField(
        label=_("The present phase: its members are counted and shown first"), required=False
    )
    note = TextField(label=_("Note"), required=False, long=True)


class NewPhaseForm(OnceForm, PhaseFields):
    """A phase to add."""

    code = forms.SlugField(label=_("Code"), max_length=40)


class PhaseForm(SeenForm, PhaseFields):
    """A phase to change."""


class MembershipFields(forms.Form):
    """As what a body belongs to a phase, and from when to when."""

    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
    field = TextField(label=_("Field of a partner"), required=False)
    start = PartialDateField(label=_("From"), required=False)
    end = PartialDateField(label=_("To"), required=False)


class NewMembershipForm(OnceForm, MembershipFields):
    """A membership to add to a body."""

    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none())

    field_order = ("phase", "role", "field", "start", "end")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = Phase.objects.select_related("programme").order_by("programme", "number")


class MembershipForm(SeenForm, MembershipFields):
    """A membership to change."""


class PersonFields(forms.Form):
    """Somebody: names, and how to reach them."""

    given_name = forms.CharField(label=_("Given name"), required=False, max_length=150)
    family_name = forms.CharField(label=_("Family name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    language = forms.ChoiceField(label=_("Language"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=(*_NO, *Sex.choices), required=False, help_text=_("As they stated it.")
    )
    visibility = forms.ChoiceField(label=_("Who may see that they took part"), choices=Visibility.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from django.conf import settings  # noqa: PLC0415  the tests replace it

        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [*_NO, *settings.LANGUAGES]
        self.fields["visibility"].initial = Visibility.HIDDEN


class NewPersonForm(OnceForm, PersonFields):
    """Somebody to add; by those who work with some bodies only, always to one of these."""

    organisation = ChooserField(label=_("Organisation"), required=False)

    def __init__(self, *args: Any, user: Any, must_belong: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(listing("bodies-with-people", user))
        self.fields["organisation"].required = must_belong


class PersonForm(SeenForm, PersonFields):
    """Somebody to change."""


class AffiliationForm(OnceForm):
    """A function in a body."""

    organisation = ChooserField(label=_("Organisation"))
    function = TextField(label=_("Function"), required=False)
    start = PartialDateField(label=_("From"), required=False)
    end = PartialDateField(label=_("To"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(listing("bodies-with-people", user))


class EndForm(forms.Form):
    """Until when."""

    end = PartialDateField(label=_("Until"))


class ConsentForm(forms.Form):
    """An agreement to note."""

    purpose = forms.ChoiceField(label=_("What they agree to"), choices=ConsentPurpose.choices)
    evidence = forms.CharField(
        label=_("How it was given"), max_length=300, help_text=_("For example: sheet signed at Mayda, 12 May 2024.")
    )


class PeopleFilterForm(forms.Form):
    """The list of people."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    organisation = ChooserField(label=_("Organisation"), required=False, empty_label=_("all"))
    doubles = forms.BooleanField(label=_("Only likely doubles"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(listing("bodies-with-members", user))


class OrganisationFilterForm(forms.Form):
    """The list of bodies."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=(("", _("all")), *OrganisationKind.choices), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class MergeForm(forms.Form):
    """The preview that was seen, and why the two are one."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("Why they are one"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=1000
    )
