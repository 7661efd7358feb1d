"""Accounts: making, changing, closing and erasing them."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.accounts.domain import audit
from portolan.accounts.models import AuditEntry, User
from portolan.accounts.registry import check_deactivation
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold
from portolan.kernel.languages import site_languages

VERBS = {
    "account-made": gettext_lazy("opened the account"),
    "account-changed": gettext_lazy("changed the account"),
    "account-closed": gettext_lazy("closed the account"),
    "account-opened": gettext_lazy("opened the account again"),
    "account-erased": gettext_lazy("erased the account"),
    "account-signed-out": gettext_lazy("signed the account out everywhere"),
    "address-changed": gettext_lazy("changed the address"),
    "sign-in-changed": gettext_lazy("changed a way to sign in"),
    "personal-data-exported": gettext_lazy("took a copy of the personal data"),
}


def make_account(
    *,
    email: str,
    name: str,
    language: str,
    password: str | None,
    by: User | None,
    at: dt.datetime,
    verified: bool = False,
    is_demonstration: bool = False,
) -> User:
    """Make an account. `verified` says that the address is known to be its owner's; two spellings are one address.

    Without a password it is entered by a passkey or after a password reset. Raises DomainError when the address has an
    account, without saying whose.
    """
    _check_language(language)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email.strip().lower(), password, name=name.strip(), language=language, is_demonstration=is_demonstration
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
            audit.record("account-made", user, by=by, at=at)
    except IntegrityError:
        raise DomainError(_("This address has an account: sign in first."), code="email-taken", field="email") from None
    return user


def change_profile(user: User, *, name: str, language: str, region: str, by: User, at: dt.datetime) -> None:
    """Change how the owner is addressed: name, language, and the country whose month names and digits are read."""
    _check_language(language)
    new = {"name": name.strip(), "language": language, "region": region}
    with transaction.atomic():
        changes = {
            field: [getattr(user, field), value] for field, value in new.items() if getattr(user, field) != value
        }
        if not changes:
            return
        for field, value in new.items():
            setattr(user, field, value)
        user.save(update_fields=list(new))
        audit.record("account-changed", user, by=by, at=at, changes=changes)


def deactivate(user: User, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Close an account at once, everywhere; nothing it did is lost and it can be opened again.

    Raises DomainError for one's own account and for one the programme cannot do without.
    """
    if by is not None and by.pk == user.pk:
        raise DomainError(_("Nobody closes their own account: ask a colleague."), code="own-account")
    with transaction.atomic():
        if not User.objects.select_for_update().get(pk=user.pk).is_active:
            return
        check_deactivation(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.is_active = False
        end_sessions(user)
        audit.record("account-closed", user, by=by, at=at, reason=reason)


def reactivate(user: User, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Open a closed account again, with the roles it still holds. An erased one stays closed."""
    with transaction.atomic():
        if user.email.endswith(ERASED):
            raise DomainError(_("This account was erased: invite the person anew."), code="erased")
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            user.is_active = True
            audit.record("account-opened", user, by=by, at=at, reason=reason)


def end_sessions(user: User) -> int:
    """Sign an account out everywhere; the number of sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def sign_out_everywhere(user: User, *, by: User, at: dt.datetime) -> None:
    """End every session of an account, on behalf of its owner or the team."""
    with transaction.atomic():
        end_sessions(user)
        audit.record("account-signed-out", user, by=by, at=at)


def sign_in_method_changed(user: User, *, what: str, by: User, at: dt.datetime) -> None:
    """Note that a way in was added, changed or removed; `what` says which (`totp_activated`, `password_changed`)."""
    audit.record("sign-in-changed", user, by=by, at=at, changes={what: [None, None]})


ERASED = "@erased.invalid"


def erase(user: User, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Erase who an account belonged to. What it did stays, as done by a person who was erased.

    The row stays for the keys that point at it; name, address, ways in, sessions and the names kept in the audit trail
    go. Raises DomainError for an account the programme cannot do without.
    """
    with transaction.atomic():
        if user.is_active:
            check_deactivation(user)
        end_sessions(user)
        for model in (EmailAddress, Authenticator, SocialAccount):
            model.objects.filter(user=user).delete()
        user.email = user.email_key = f"{user.pk}{ERASED}"
        user.name, user.region, user.is_active = "", "", False
        user.set_unusable_password()
        user.save()
        AuditEntry.objects.filter(actor=user).update(actor_label="")
        audit.record("account-erased", user, by=by, at=at, reason=reason)


def check_address(email: str) -> str:
    """The address as given, or a DomainError for one that only folding could tell from another (`é`, `ı`).

    Two accounts whose addresses look alike could be taken for each other.
    """
    if fold(email) != email.strip().lower():
        raise DomainError(
            _("Write the address with plain Latin letters, without accents."), code="address-letters", field="email"
        )
    return email


def address_confirmed(user: User, *, email: str, at: dt.datetime) -> bool:
    """Keep the folded address in step with a newly confirmed one; False when another account holds it already."""
    key = fold(email)
    if User.objects.filter(email_key=key).exclude(pk=user.pk).exists():
        return False
    if user.email_key != key:
        User.objects.filter(pk=user.pk).update(email_key=key)
        user.email_key = key
        audit.record("address-changed", user, by=user, at=at, changes={"email": [None, None]})
    return True


def _check_language(code: str) -> None:
    if code not in {language.code for language in site_languages()}:
        raise DomainError(_("This language is not offered."), code="no-such-language", field="language")
