"""Inviting people to an account: the link carries a secret, we keep its digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.domain.accounts import make_account
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold
from portolan.messages.enums import MailState
from portolan.messages.models import Mail
from portolan.network.domain.roles import WHOLE, Limits, check_limits, give_role
from portolan.network.enums import OBJECT_ROLES, Role
from portolan.network.models import Invitation

LIFETIME = dt.timedelta(days=14)
# The kind of the mail: its body holds the secret, so it is neither shown in the outbox nor kept once sent.
MAIL_KIND = "account.invitation"

# The address of the page that accepts, from a secret and a language: the edge knows it, this app does not.
AddressOf = Callable[[str, str], str]


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation a link leads to, whatever its state; None for a secret nobody was given."""
    found = Invitation.objects.select_related("organisation", "made_by").filter(digest=digest_of(secret))
    return found.first()


def invite(
    *,
    email: str,
    name: str,
    language: str,
    role: Role,
    by: User,
    at: dt.datetime,
    address_of: AddressOf,
    limits: Limits = WHOLE,
) -> tuple[Invitation, str]:
    """Offer an account with a role by e-mail, in the invitee's language; returns the invitation and the link's secret.

    Raises DomainError when one is open already for the same person and role, for limits the role cannot have, for roles
    of one thing, which are given to accounts, and to those who invite themselves.
    """
    _check_invitee(email, role, by=by)
    check_limits(role, limits, starts_on=at.date())
    secret = secrets.token_urlsafe(32)
    scope = {"organisation": limits.organisation, "partner": limits.partner, "component": limits.component}
    life = {"digest": digest_of(secret), "made_at": at, "made_by": by, "expires_at": at + LIFETIME}
    with transaction.atomic():
        if Invitation.objects.open_at(at).filter(email__iexact=email.strip(), role=role, **scope).exists():
            raise DomainError(_("This person is invited already: send it again."), code="invited", field="email")
        who = {"email": email.strip(), "name": name.strip(), "language": language}
        invitation = Invitation.objects.create(**who, role=role, ends_on=limits.ends_on, **scope, **life)
        audit.record("invited", invitation, by=by, at=at)
        _write_mail(invitation, address_of(secret, language), at=at)
    return invitation, secret


def _check_invitee(email: str, role: Role, *, by: User) -> None:
    if role in OBJECT_ROLES:
        raise DomainError(_("Roles in one event are given to accounts, on the event's page."), code="object-role")
    if fold(email.strip()) == by.email_key:
        raise DomainError(_("Nobody invites themselves."), code="own-role", field="email")


def resend(invitation: Invitation, *, by: User, at: dt.datetime, address_of: AddressOf) -> str:
    """Send a new link with a new time to live; the old link dies. Returns the secret."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        held = _waiting(invitation)
        held.digest, held.expires_at = digest_of(secret), at + LIFETIME
        held.save(update_fields=["digest", "expires_at"])
        audit.record("invitation-sent-again", held, by=by, at=at)
        _write_mail(held, address_of(secret, held.language), at=at)
    return secret


def withdraw(invitation: Invitation, *, by: User, at: dt.datetime) -> None:
    """Take an invitation back; its link dies."""
    with transaction.atomic():
        held = _waiting(invitation)
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        audit.record("invitation-withdrawn", held, by=by, at=at)


def accept(
    secret: str, *, at: dt.datetime, name: str = "", language: str = "", password: str | None = None, user: User | None
) -> User:
    """Take an invitation up, once: a new account with a confirmed e-mail, or, for `user`, a further role.

    `user` is who is signed in; it must be the account of the invited address. Raises DomainError when the link is
    unknown, used, withdrawn or past its time, and when the address has an account whose owner is not signed in.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).filter(digest=digest_of(secret)).first()
        require_open(invitation, at=at)
        assert invitation is not None  # noqa: S101  require_open refuses None
        taker = user or make_account(
            email=invitation.email, name=name, language=language, password=password, verified=True, by=None, at=at
        )
        if taker.email_key != fold(invitation.email):
            raise DomainError(_("This invitation is for another address."), code="other-account")
        _take_up(invitation, taker, at=at)
    return taker


def invitations_for(addresses: Iterable[str], *, at: dt.datetime) -> list[Invitation]:
    """Invitations that wait for one of these addresses, oldest first."""
    wanted = {fold(address) for address in addresses}
    waiting = Invitation.objects.open_at(at).order_by("made_at", "pk")
    return [invitation for invitation in waiting if fold(invitation.email) in wanted]


def accept_for_address(addresses: Iterable[str], *, name: str, language: str, at: dt.datetime) -> User:
    """Take up all that waits for these addresses, which a trusted provider confirmed; makes the account.

    Raises DomainError when nothing waits.
    """
    with transaction.atomic():
        waiting = invitations_for(addresses, at=at)
        require_open(waiting[0] if waiting else None, at=at)
        first = waiting[0]
        user = make_account(
            email=first.email,
            name=name or first.name,
            language=language,
            password=None,
            verified=True,
            by=None,
            at=at,
        )
        for invitation in waiting:
            _take_up(invitation, user, at=at)
    return user


def _take_up(invitation: Invitation, taker: User, *, at: dt.datetime) -> None:
    """Use an invitation, once, and give its role; the condition in the update decides between two who try together."""
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not taken.update(accepted_at=at, accepted_by=taker):
        raise DomainError(_("This invitation has been used."), code="invitation-used")
    limits = Limits(
        organisation=invitation.organisation,
        partner=invitation.partner,
        component=invitation.component,
        ends_on=invitation.ends_on,
    )
    give_role(user=taker, role=Role(invitation.role), by=invitation.made_by, at=at, limits=limits)
    audit.record("invitation-accepted", invitation, by=taker, at=at)


def require_open(invitation: Invitation | None, *, at: dt.datetime) -> None:
    """Refuse, with the reason, an invitation that cannot be taken up any more."""
    if invitation is None:
        raise DomainError(_("This link is not known. Look for a newer message from us."), code="invitation-unknown")
    if invitation.accepted_at is not None:
        raise DomainError(_("This invitation has been used."), code="invitation-used")
    if invitation.withdrawn_at is not None:
        raise DomainError(_("This invitation was withdrawn."), code="invitation-withdrawn")
    if invitation.expires_at <= at:
        raise DomainError(_("This invitation is too old. Ask for a new one."), code="invitation-expired")


def _waiting(invitation: Invitation) -> Invitation:
    held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if held.accepted_at is not None:
        raise DomainError(_("This invitation has been used."), code="invitation-used")
    if held.withdrawn_at is not None:
        raise DomainError(_("This invitation was withdrawn."), code="invitation-withdrawn")
    return held


def _write_mail(invitation: Invitation, address: str, *, at: dt.datetime) -> None:
    """Put the message into the outbox, approved: it is personal and commits nobody."""
    with translation.override(invitation.language):
        context = {"invitation": invitation, "address": address}
        subject = render_to_string("network/mail/invitation_subject.txt", context)
        body = render_to_string("network/mail/invitation.txt", context)
    Mail.objects.create(
        key=f"{MAIL_KIND}:{invitation.pk}:{invitation.digest[:16]}",
        kind=MAIL_KIND,
        to=invitation.email,
        language=invitation.language,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        state=MailState.APPROVED,
        made_at=at,
    )
