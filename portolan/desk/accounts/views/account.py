"""My account: how I am addressed, how I sign in, what is held about me."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portolan.accounts.domain import accounts
from portolan.accounts.domain.personal_data import export_account
from portolan.accounts.models import User
from portolan.desk.accounts.forms import ProfileForm
from portolan.network.models import RoleAssignment
from portolan.ui.access import signed_in

# What the sections and fields of the export are called; a section or field without a name shows its own.
SECTIONS = {
    "account": gettext_lazy("Your account"),
    "addresses": gettext_lazy("Addresses"),
    "ways_in": gettext_lazy("Ways to sign in"),
    "sessions": gettext_lazy("Where you are signed in"),
    "roles": gettext_lazy("Roles"),
    "texts": gettext_lazy("Texts you saved"),
    "drafts": gettext_lazy("Texts you have not saved yet"),
    "remarks": gettext_lazy("Remarks"),
    "sign-offs": gettext_lazy("Sign-offs"),
    "what_you_did": gettext_lazy("What you did here"),
}
FIELDS = {
    "email": gettext_lazy("E-mail"),
    "name": gettext_lazy("Name"),
    "language": gettext_lazy("Language"),
    "region": gettext_lazy("Country of reading"),
    "joined": gettext_lazy("Since"),
    "last_sign_in": gettext_lazy("Last sign-in"),
    "verified": gettext_lazy("Confirmed"),
    "primary": gettext_lazy("Main"),
    "kind": gettext_lazy("Kind"),
    "added": gettext_lazy("Added"),
    "began": gettext_lazy("Began"),
    "address": gettext_lazy("Network address"),
    "browser": gettext_lazy("Browser"),
    "role": gettext_lazy("Role"),
    "organisation": gettext_lazy("City or body"),
    "component": gettext_lazy("Component"),
    "about": gettext_lazy("About"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("Last day"),
    "ended": gettext_lazy("Ended"),
    "at": gettext_lazy("When"),
    "what": gettext_lazy("What"),
    "on": gettext_lazy("On what"),
    "document": gettext_lazy("Document"),
    "section": gettext_lazy("Section"),
    "revision": gettext_lazy("Revision"),
    "words": gettext_lazy("Words"),
    "text": gettext_lazy("Text"),
}


def readable_sections(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The export as sections of lines of labelled values; empty values are left out."""
    sections = []
    for key, value in data.items():
        if not isinstance(value, (dict, list)):
            continue
        entries = value if isinstance(value, list) else [value]
        sections.append({"title": SECTIONS.get(key, key), "entries": [_lines(entry) for entry in entries]})
    return sections


def _lines(entry: Any) -> list[dict[str, Any]]:
    pairs = entry.items() if isinstance(entry, dict) else [("what", entry)]
    said = {True: _("yes"), False: _("no")}
    return [
        {"label": FIELDS.get(key, key), "value": said[value] if isinstance(value, bool) else value}
        for key, value in pairs
        if value not in {"", None}
    ]


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """My name, language, roles and ways in; what is typed wrongly comes back."""
    user = request.user
    kept = {"name": user.name, "language": user.language, "region": user.region}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        accounts.change_profile(user, **form.cleaned_data, by=user, at=timezone.now())
        with override(user.language):
            messages.success(request, _("Your account was changed."))
            return HttpResponseRedirect(reverse("desk:account"))
    held = RoleAssignment.objects.standing(timezone.now().date()).filter(user=user).select_related("organisation")
    context = {"form": form, "roles": held, **_ways_in(user)}
    return render(request, "desk/accounts/account.html", context)


def _ways_in(user: User) -> dict[str, Any]:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "has_totp": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "waiting_address": EmailAddress.objects.filter(user=user, verified=False).first(),
    }


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """All that is held about me, to read."""
    data = export_account(request.user, by=request.user, at=timezone.now())
    return render(request, "desk/accounts/my_data.html", {"sections": readable_sections(data)})


@signed_in
def my_data_file(request: HttpRequest) -> HttpResponse:
    """All that is held about me, as a file for another system."""
    data = export_account(request.user, by=request.user, at=timezone.now())
    response = HttpResponse(json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
