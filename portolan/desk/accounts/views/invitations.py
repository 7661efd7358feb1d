"""Invitations: the team's list, making one, taking one up."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.desk.accounts.forms import AcceptForm, InvitationForm
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold
from portolan.kernel.languages import current_language
from portolan.network.domain import invitations as domain
from portolan.network.enums import Role
from portolan.network.models import Invitation
from portolan.network.rules import may_give
from portolan.ui.access import needs, public

PAGE = 50


def address_of(secret: str, language: str) -> str:
    """The whole address of the page that takes an invitation up, in the invitee's language."""
    with override(language):
        return settings.BASE_URL + reverse("desk:invitation-accept", args=[secret])


@needs(Permission.USERS_INVITE)
def invitations(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then what became of the others."""
    found = Invitation.objects.visible_to(request.user).select_related("organisation", "made_by")
    page = Paginator(found.order_by("-made_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    rows = [{"row": each, "state": _state(each), "mark": _mark(each)} for each in page.object_list]
    context = {"page_obj": page, "rows": rows, "crumbs": _crumbs({"label": _("Invitations")})}
    return render(request, "desk/accounts/invitations.html", context)


def _crumbs(*here: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": _("Accounts"), "url": reverse("desk:users")}, *here]


def _state(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return pgettext("invitation", "accepted")
    if invitation.withdrawn_at:
        return pgettext("invitation", "withdrawn")
    return (
        pgettext("invitation", "expired") if invitation.expires_at <= timezone.now() else pgettext("invitation", "sent")
    )


def _mark(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "done"
    if invitation.withdrawn_at:
        return "none"
    return "late" if invitation.expires_at <= timezone.now() else "part"


@needs(Permission.USERS_INVITE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite one person; what was typed comes back with what is wrong."""
    form = InvitationForm(request.POST or None, by=request.user, initial={"language": current_language()})
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return HttpResponseRedirect(reverse("desk:invitations"))
    above = {"label": _("Invitations"), "url": reverse("desk:invitations")}
    context = {"form": form, "crumbs": _crumbs(above, {"label": _("Invite somebody")})}
    return render(request, "desk/accounts/invite.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InvitationForm) -> bool:
    data, limits = form.cleaned_data, form.limits()
    role = Role(data["role"])
    if not may_give(request.user, role, limits.organisation):
        form.add_error("organisation", _("You can invite for the cities and bodies of your own role only."))
        return False
    try:
        domain.invite(
            email=data["email"],
            name=data["name"],
            language=data["language"],
            role=role,
            limits=limits,
            by=request.user,
            at=timezone.now(),
            address_of=address_of,
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("The invitation is on its way."))
    return True


def _own_or_403(request: HttpRequest, pk: int) -> Invitation:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    if not may_give(request.user, Role(invitation.role), invitation.organisation):
        raise PermissionDenied
    return invitation


@require_POST
@needs(Permission.USERS_INVITE)
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; the old one dies."""
    invitation = _own_or_403(request, pk)
    try:
        domain.resend(invitation, by=request.user, at=timezone.now(), address_of=address_of)
        messages.success(request, _("A new link is on its way; the old one no longer works."))
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(reverse("desk:invitations"))


@require_POST
@needs(Permission.USERS_INVITE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _own_or_403(request, pk)
    try:
        domain.withdraw(invitation, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation was withdrawn."))
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(reverse("desk:invitations"))


@never_cache
@public
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Take an invitation up: as a new account, or as a further role of the one signed in."""
    invitation = domain.find_invitation(secret)
    try:
        domain.require_open(invitation, at=timezone.now())
    except DomainError as error:
        return render(request, "desk/accounts/accept_refused.html", {"why": error.message}, status=410)
    assert invitation is not None  # noqa: S101  require_open refuses None
    if User.objects.filter(email_key=fold(invitation.email)).exists():
        return _accept_as_known(request, invitation, secret)
    return _accept_as_new(request, invitation, secret)


def _accept_as_known(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    mine = request.user.is_authenticated and request.user.email_key == fold(invitation.email)
    if request.method == "POST" and mine:
        try:
            domain.accept(secret, at=timezone.now(), user=request.user)
            messages.success(request, _("You have a new role."))
            return HttpResponseRedirect(reverse("desk:account"))
        except DomainError as error:
            return render(request, "desk/accounts/accept_refused.html", {"why": error.message}, status=410)
    sign_in = f"{reverse('account_login')}?next={request.path}"
    context = {"invitation": invitation, "mine": mine, "sign_in_url": sign_in}
    return render(request, "desk/accounts/accept_known.html", context)


def _accept_as_new(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    if request.user.is_authenticated:
        context = {"invitation": invitation, "mine": False, "sign_in_url": ""}
        return render(request, "desk/accounts/accept_known.html", context)
    kept = {"name": invitation.name, "language": invitation.language}
    form = AcceptForm(request.POST or None, email=invitation.email, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, secret, form.cleaned_data)
        except DomainError as error:
            return render(request, "desk/accounts/accept_refused.html", {"why": error.message}, status=410)
    context = {"invitation": invitation, "form": form}
    return render(request, "desk/accounts/accept.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, secret: str, data: dict[str, Any]) -> HttpResponse:
    """Make the account, sign it in with a session of its own, and go on to the passkey or the desk."""
    user = domain.accept(
        secret,
        at=timezone.now(),
        name=data["name"],
        language=data["language"],
        password=data["password"],
        user=None,
    )
    with override(user.language):
        passkey = data["way"] == AcceptForm.PASSKEY
        goal = reverse("mfa_add_webauthn" if passkey else "desk:home")
    response = perform_login(request, user, email_verification="none", redirect_url=goal)
    # The link has just proved who this is: no second question before the passkey and the recovery codes.
    record_authentication(request, user, method="invitation", reauthenticated=True)
    return response
