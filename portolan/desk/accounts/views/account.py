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
from django.utils.translation import override

from portolan.accounts.domain import accounts
from portolan.accounts.domain.personal_data import export_account
from portolan.accounts.models import User
from portolan.desk.accounts.forms import ProfileForm
from portolan.desk.accounts.sections import readable_sections
from portolan.network.models import RoleAssignment
from portolan.ui.access import signed_in


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
