"""The settings of the site: names, logo, languages, contacts, colours; and the two files that follow from them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings as installation
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.accounts.enums import Permission
from portolan.desk.fields import TextField, retold
from portolan.desk.pages import SeenForm, attempt, both_versions, crumbs
from portolan.network.domain import programme as verbs
from portolan.network.domain.changes import fingerprint
from portolan.network.domain.colours import take_colour
from portolan.network.domain.files import content_type, take_logo
from portolan.network.models import Programme
from portolan.ui.access import needs, public, require

_PLAIN = ("short_name", "email", "website", "languages", "colour_main", "colour_accent")


class SettingsForm(SeenForm):
    """What the site says of itself, and how it looks."""

    name = TextField(label=gettext_lazy("Name of the programme"))
    short_name = forms.CharField(label=gettext_lazy("Short name"), required=False, max_length=40)
    summary = TextField(label=gettext_lazy("What it is, in a sentence or two"), required=False, long=True)
    email = forms.EmailField(label=gettext_lazy("Contact e-mail"), required=False)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages offered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen means all."),
    )
    colour_main = forms.CharField(
        label=gettext_lazy("Main colour"), required=False, max_length=7, help_text=gettext_lazy("As in #0f4265.")
    )
    colour_accent = forms.CharField(
        label=gettext_lazy("Accent colour"), required=False, max_length=7, help_text=gettext_lazy("As in #a33d1c.")
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"), required=False, help_text=gettext_lazy("PNG, JPEG or WebP, at most 512 KB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = installation.LANGUAGES


@needs(Permission.SETTINGS_EDIT)
def settings(request: HttpRequest) -> HttpResponse:
    """Change the programme the site shows."""
    programme = get_object_or_404(Programme, is_home=True)
    require(request.user, Permission.SETTINGS_EDIT, on=programme)
    form = SettingsForm(request.POST or None, request.FILES or None, initial=_initial(programme))
    differences = []
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: _changed(request, programme, form.cleaned_data)):
            messages.success(request, _("The settings are kept."))
            return redirect("desk:settings")
        programme.refresh_from_db()
        differences = both_versions(form, _initial(programme)) if form.stale else []
    context = {
        "title": _("Settings"),
        "lead": _("They change every page at once."),
        "crumbs": crumbs((_("Administration"), reverse("desk:administration")), (_("Settings"), "")),
        "form": form,
        "differences": differences,
        "submit": _("Keep the settings"),
        "cancel_url": reverse("desk:administration"),
    }
    return render(request, "desk/form.html", context)


def _initial(programme: Programme) -> dict[str, Any]:
    held = {name: getattr(programme, name) for name in (*_PLAIN, "name", "summary")}
    return {**held, "seen": fingerprint(programme)}


def _changed(request: HttpRequest, programme: Programme, typed: dict[str, Any]) -> Programme:
    values = {name: typed[name] for name in _PLAIN}
    for name in ("colour_main", "colour_accent"):
        values[name] = take_colour(typed[name], field=name)
    values |= {name: retold(getattr(programme, name), typed[name]) for name in ("name", "summary")}
    if typed["logo"]:
        values["logo"] = take_logo(typed["logo"])
    return verbs.edit_programme(programme, by=request.user, seen=typed["seen"], **values)


@public
def theme(request: HttpRequest) -> HttpResponse:
    """The theme's colours as a style sheet: the policy of the pages allows none within them. By day only."""
    programme = Programme.objects.filter(is_home=True).only("colour_main", "colour_accent").first()
    tokens = {"--sea": programme.colour_main, "--clay": programme.colour_accent} if programme else {}
    rules = "".join(f"{token}:{colour};" for token, colour in tokens.items() if colour)
    sheet = f"@layer tokens{{@media (prefers-color-scheme:light){{:root{{{rules}}}}}}}" if rules else ""
    return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": "public, max-age=300"})


@public
def logo(request: HttpRequest) -> HttpResponse:
    """The programme's logo."""
    programme = get_object_or_404(Programme.objects.exclude(logo=""), is_home=True)
    headers = {"Cache-Control": "public, max-age=300"}
    with programme.logo.open("rb") as file:
        return HttpResponse(file.read(), content_type=content_type(programme.logo.name), headers=headers)
