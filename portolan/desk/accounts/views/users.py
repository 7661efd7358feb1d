"""The team's list of accounts, and one account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from portolan.accounts.domain import accounts
from portolan.accounts.domain.audit import history_of
from portolan.accounts.enums import Permission
from portolan.accounts.models import AuditEntry, User
from portolan.accounts.registry import say_verb
from portolan.accounts.rules import can
from portolan.desk.accounts.forms import AccountFilterForm, ReasonForm, RoleForm
from portolan.kernel.errors import DomainError
from portolan.kernel.lists import say_list
from portolan.network.domain import roles
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment
from portolan.network.rules import may_give
from portolan.ui.access import needs
from portolan.ui.tables import Cell, Column, Table

PAGE = 50


def accounts_visible_to(user: User) -> QuerySet[User]:
    """All accounts for those who manage them; else those with a role in the own scope."""
    if can(user, Permission.USERS_MANAGE):
        return User.objects.all()
    within = RoleAssignment.objects.visible_to(user)
    return User.objects.filter(role_assignments__in=within).distinct()


@needs(Permission.USERS_INVITE)
def users(request: HttpRequest) -> HttpResponse:
    """The accounts, by name, with their roles of today."""
    form = AccountFilterForm(request.GET)
    found = accounts_visible_to(request.user)
    if form.is_valid():
        found = _filtered(found, form.cleaned_data)
    today = timezone.now().date()
    held = RoleAssignment.objects.visible_to(request.user).standing(today).select_related("organisation")
    rows = found.prefetch_related(Prefetch("role_assignments", queryset=held, to_attr="held"))
    page = Paginator(rows.order_by("name", "email_key", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "table": _table(page.object_list), "empty": not page.object_list}
    return render(request, "desk/accounts/users.html", context)


def _filtered(found: QuerySet[User], wanted: dict[str, Any]) -> QuerySet[User]:
    if wanted["q"]:
        found = found.filter(Q(name__icontains=wanted["q"]) | Q(email__icontains=wanted["q"]))
    if wanted["role"]:
        standing = RoleAssignment.objects.standing(timezone.now().date()).filter(role=wanted["role"])
        found = found.filter(pk__in=standing.values("user"))
    if wanted["state"]:
        found = found.filter(is_active=wanted["state"] == "active")
    return found


def _table(found: list[User]) -> Table:
    columns = [
        Column(_("Name")),
        Column(_("E-mail")),
        Column(_("Roles")),
        Column(_("State")),
        Column(_("Last sign-in")),
    ]
    rows = [
        [
            Cell(str(user), url=reverse("desk:user", args=[user.pk]), demonstration=user.is_demonstration),
            Cell(user.email),
            Cell(say_list(say_role(each) for each in user.held) or None),
            Cell(*_state(user)),
            Cell(user.last_login.date() if user.last_login else None),
        ]
        for user in found
    ]
    return Table(columns=columns, rows=rows)


def _state(user: User) -> tuple[str, str, str]:
    """The word, no link, and the mark of an account's state."""
    if user.is_active:
        return pgettext("account", "open"), "", "done"
    return pgettext("account", "closed"), "", "none"


def say_role(assignment: RoleAssignment) -> str:
    """`city focal point (Antillia)`."""
    about = [str(assignment.organisation) if assignment.organisation else "", assignment.get_component_display()]
    said = say_list(str(part) for part in about if part)
    return f"{assignment.get_role_display()} ({said})" if said else assignment.get_role_display()


def _user_or_404(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(accounts_visible_to(request.user), pk=pk)


@needs(Permission.USERS_INVITE)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its state, roles, sessions, history, and what may be done with it."""
    return _user_page(request, _user_or_404(request, pk))


def _user_page(
    request: HttpRequest, shown: User, role_form: RoleForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    held = RoleAssignment.objects.visible_to(request.user).filter(user=shown).select_related("organisation", "partner")
    today = timezone.now().date()
    history = list(history_of(shown)[:20])
    own = shown.pk == request.user.pk
    manages = can(request.user, Permission.USERS_MANAGE)
    context = {
        "crumbs": [{"label": _("Accounts"), "url": reverse("desk:users")}, {"label": str(shown)}],
        "shown": shown,
        "states": [
            {"label": _("State"), "value": _state(shown)[0], "mark": _state(shown)[2]},
            {"label": _("E-mail"), "value": shown.email},
            {"label": _("Since"), "value": shown.date_joined.date()},
        ],
        "roles": [{"row": each, "said": say_role(each), "may_end": _may_end(request.user, each)} for each in held],
        "today": today,
        "sessions": shown.usersession_set.order_by("-created_at")[:20] if manages or own else (),
        "history": [_history_entry(entry) for entry in history],
        "role_form": None if own else role_form or RoleForm(by=request.user),
        "reason_form": reason_form or ReasonForm() if manages and not own else None,
    }
    status = 422 if role_form is not None or reason_form is not None else 200
    return render(request, "desk/accounts/user.html", context, status=status)


def _may_end(by: User, assignment: RoleAssignment) -> bool:
    running = assignment.ended_at is None and (
        assignment.ends_on is None or assignment.ends_on >= timezone.now().date()
    )
    return running and may_give(by, Role(assignment.role), assignment.organisation)


def _history_entry(entry: AuditEntry) -> dict[str, Any]:
    who = entry.actor_label or _("the system")
    return {"when": entry.at, "who": who, "what": say_verb(entry.verb), "why": entry.reason}


@require_POST
@needs(Permission.USERS_INVITE)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role; a giver without the right to this one is refused."""
    shown = _user_or_404(request, pk)
    form = RoleForm(request.POST, by=request.user)
    if not form.is_valid():
        return _user_page(request, shown, role_form=form)
    role, limits = Role(form.cleaned_data["role"]), form.limits()
    if not may_give(request.user, role, limits.organisation):
        raise PermissionDenied
    try:
        roles.give_role(user=shown, role=role, limits=limits, by=request.user, at=timezone.now())
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _user_page(request, shown, role_form=form)
    messages.success(request, _("The role was given."))
    return HttpResponseRedirect(reverse("desk:user", args=[pk]))


@require_POST
@needs(Permission.USERS_INVITE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at once."""
    assignment = get_object_or_404(RoleAssignment.objects.visible_to(request.user), pk=pk)
    if not may_give(request.user, Role(assignment.role), assignment.organisation):
        raise PermissionDenied
    try:
        roles.end_role(assignment, by=request.user, at=timezone.now())
        messages.success(request, _("The role was ended."))
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(reverse("desk:user", args=[assignment.user_id]))


def _change_state(request: HttpRequest, pk: int, verb: Callable[..., None], done: str) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _user_page(request, shown, reason_form=form)
    try:
        verb(shown, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, done)
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(reverse("desk:user", args=[pk]))


@require_POST
@needs(Permission.USERS_MANAGE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account: it is signed out everywhere at once."""
    return _change_state(request, pk, accounts.deactivate, _("The account was closed and signed out everywhere."))


@require_POST
@needs(Permission.USERS_MANAGE)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    return _change_state(request, pk, accounts.reactivate, _("The account was opened again."))


@require_POST
@needs(Permission.USERS_MANAGE)
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign an account out everywhere."""
    shown = get_object_or_404(User, pk=pk)
    accounts.sign_out_everywhere(shown, by=request.user, at=timezone.now())
    messages.success(request, _("The account was signed out everywhere."))
    return HttpResponseRedirect(reverse("desk:user", args=[pk]))
