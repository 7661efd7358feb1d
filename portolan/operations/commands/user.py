"""`portolan user`: accounts, from the command line."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

import click

from portolan.operations.start import refusals, start_django


@click.group("user")
def command() -> None:
    """Accounts: list and add them, give and end their roles, close them."""


@command.command("list")
def list_() -> None:
    """All accounts with the roles they hold today."""
    start_django()
    from django.utils import timezone
    from rich.console import Console
    from rich.table import Table

    from portolan.accounts.models import User
    from portolan.network.models import RoleAssignment

    table = Table(box=None, pad_edge=False)
    for heading in ("e-mail", "name", "roles", ""):
        table.add_column(heading)
    held: dict[int, list[str]] = {}
    for assignment in RoleAssignment.objects.standing(timezone.now().date()):
        held.setdefault(assignment.user_id, []).append(assignment.role)
    for user in User.objects.order_by("email"):
        roles = ", ".join(sorted(held.get(user.pk, [])))
        table.add_row(user.email, user.name, roles, "" if user.is_active else "closed")
    Console(width=140).print(table)


@command.command("code")
@click.argument("email")
def code(email: str) -> None:
    """The code the authenticator of a demonstration account shows now."""
    start_django()
    from django.utils import timezone

    from portolan.accounts.domain.second_factor import present_code

    with refusals():
        click.echo(present_code(_user(email), at=timezone.now()))


@command.command("add")
@click.argument("email")
@click.option("--name", default="", help="How the person is addressed.")
@click.option("--language", default="fr", show_default=True)
@click.option("--role", default="", help="A role to give at once; limits as for `portolan user role`.")
@click.option("--city", default="", help="For roles of one city: its code.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the role.")
def add(email: str, name: str, language: str, role: str, city: str, until: dt.datetime | None) -> None:
    """Make an account and print its first password, once. The team sets up a second factor at its first visit."""
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from portolan.accounts.domain.accounts import make_account

    password = secrets.token_urlsafe(12)
    with refusals(), transaction.atomic():
        user = make_account(
            email=email, name=name, language=language, password=password, by=None, at=timezone.now(), verified=True
        )
        if role:
            _give(user, role, city, until)
    click.echo(password)


@command.command("role")
@click.argument("email")
@click.argument("role")
@click.option("--city", default="", help="For roles of one city: its code.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day; an auditor's access needs one.")
@click.option("--end", is_flag=True, help="End the role today instead of giving it.")
def role_(email: str, role: str, city: str, until: dt.datetime | None, *, end: bool) -> None:
    """Give a role, or end it. Roles tied to one event are given in the desk."""
    start_django()
    user = _user(email)
    with refusals():
        if end:
            _end(user, role)
        else:
            _give(user, role, city, until)


@command.command("deactivate")
@click.argument("email")
@click.option("--reason", default="", help="Kept in the audit trail.")
def deactivate_(email: str, reason: str) -> None:
    """Close an account at once. Nothing it did is lost."""
    start_django()
    from django.utils import timezone

    from portolan.accounts.domain.accounts import deactivate

    with refusals():
        deactivate(_user(email), by=None, at=timezone.now(), reason=reason)


def _user(email: str) -> Any:
    from portolan.accounts.models import User

    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise click.ClickException(f"No account has the address {email}.") from None


def _role(name: str) -> Any:
    from portolan.network.enums import Role

    if name not in Role.values:
        raise click.ClickException(f"No such role: {name}. Roles: {', '.join(Role.values)}.")
    return Role(name)


def _give(user: Any, role: str, city: str, until: dt.datetime | None) -> None:
    from django.utils import timezone

    from portolan.network.domain.roles import Limits, give_role
    from portolan.network.models import Organisation

    body = Organisation.objects.filter(slug=city).first() if city else None
    if city and body is None:
        raise click.ClickException(f"No organisation has the code {city}.")
    limits = Limits(organisation=body, ends_on=until.date() if until else None)
    give_role(user=user, role=_role(role), by=None, at=timezone.now(), limits=limits)


def _end(user: Any, role: str) -> None:
    from django.utils import timezone

    from portolan.network.domain.roles import end_role
    from portolan.network.models import RoleAssignment

    now = timezone.now()
    held = list(RoleAssignment.objects.standing(now.date()).filter(user=user, role=_role(role)))
    if not held:
        raise click.ClickException("The account does not hold this role.")
    for assignment in held:
        end_role(assignment, by=None, at=now)
