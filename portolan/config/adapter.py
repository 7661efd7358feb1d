"""How django-allauth works here: who may sign up and in, from where, how often, and how its mails leave."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone, translation

from portolan.accounts.domain import accounts
from portolan.accounts.models import User
from portolan.accounts.registry import open_door
from portolan.config.addresses import client_address, is_loopback
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold
from portolan.kernel.languages import current_language
from portolan.messages.enums import MailState
from portolan.messages.models import Mail
from portolan.network.domain.invitations import accept_for_address, invitations_for

# The session keeps why its owner may sign up: the reference of an open call or event.
DOOR_KEY = "open_door"
# Failed sign-ins of one address, and of one address on one account. Never of an account alone: anyone could lock its
# owner out. The counts are ours, since allauth forgets its own after any right second factor from the same address.
ADDRESS_LIMIT = {"sign_in_address": "20/5m/key"}
PAIR_LIMIT = {"sign_in_pair": "5/5m/key"}
# Reset links sent to one mailbox; beyond it nothing more is sent, and the links already sent keep working.
MAILBOX_LIMIT = {"reset_mailbox": "5/h/key"}
# All mails of this kind hold secrets: the outbox shows no body and empties it once sent.
MAIL_KIND = "account"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by invitation or through an open door; limits by address; mails through the outbox."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """As our proxies say it, never as the client does."""
        return client_address(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only through an open door, named in the address that leads here and kept in the session."""
        reference = request.GET.get("door", "") or request.session.get(DOOR_KEY, "")
        door = open_door(reference)
        if door is None:
            return False
        request.session[DOOR_KEY] = reference
        return True

    def clean_email(self, email: str) -> str:
        """Refuse addresses that only folding could tell apart."""
        try:
            return accounts.check_address(email)
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new account reads the language it signed up in."""
        super().save_user(request, user, form, commit=False)
        user.email_key = fold(user.email)
        user.language = current_language()
        if commit:
            user.save()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt by address, and by address and account together."""
        address = ratelimit.truncate_ip(client_address(request))
        pair = f"{address} {fold(str(credentials.get('email', '')).strip())}"
        self._attempt = [
            self._consume("sign_in_pair", PAIR_LIMIT, pair),
            self._consume("sign_in_address", ADDRESS_LIMIT, address),
        ]
        if None in self._attempt:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """As allauth; a success is not counted, a demonstration account is known on loopback only."""
        user = super().authenticate(request, **credentials)
        if user is not None and user.is_demonstration and not is_loopback(request):
            return None
        if user is not None:
            for usage in self._attempt:
                usage.rollback()
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """The last gate before any sign-in, by passkey and provider too."""
        if user.is_demonstration and not is_loopback(request):
            raise PermissionDenied
        return super().pre_login(request, user, **kwargs)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An address is confirmed for one account; its folded form follows."""
        user = email_address.user
        known = User.objects.filter(email_key=fold(email_address.email)).exclude(pk=user.pk).exists()
        if known or not super().confirm_email(request, email_address):
            return False
        return accounts.address_confirmed(user, email=email_address.email, at=timezone.now())

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Tell the owner that a way in changed, and note it in the audit trail."""
        what = template_prefix.rpartition("/")[2]
        accounts.sign_in_method_changed(user, what=what, by=user, at=timezone.now())
        with translation.override(user.language):
            super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A few an hour and mailbox; a demonstration account has no mailbox."""
        if user.is_demonstration or not self._consume("reset_mailbox", MAILBOX_LIMIT, fold(email)):
            return
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, context)

    def format_email_subject(self, subject: str) -> str:
        """Without allauth's prefix."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, approved: it leaves with the next sending, and an unknown address takes as long."""
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        Mail.objects.create(
            key=f"{MAIL_KIND}:{uuid.uuid4().hex}",
            kind=f"{MAIL_KIND}.{template_prefix.rpartition('/')[2]}",
            to=email,
            language=current_language(),
            subject=message.subject[:300],
            body=message.body,
            state=MailState.APPROVED,
            made_at=timezone.now(),
        )

    def _consume(self, action: str, config: dict[str, str], key: str) -> Any:
        return ratelimit.consume(self.request, app="portolan", action=action, config=config, key=key, limit_get=True)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on of an organisation: only for people who have an account here or an invitation."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Lead someone the provider knows by a confirmed address to their account; turn strangers away."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        confirmed = _confirmed(sociallogin)
        known = EmailAddress.objects.filter(email__in=confirmed, verified=True).select_related("user").first()
        if known is not None:
            sociallogin.connect(request, known.user)
        elif not invitations_for(confirmed, at=timezone.now()):
            page = render(request, "socialaccount/authentication_error.html", status=HTTPStatus.FORBIDDEN)
            raise ImmediateHttpResponse(page)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Open for those invited to an address the provider confirmed."""
        return bool(invitations_for(_confirmed(sociallogin), at=timezone.now()))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Make the account by taking up the invitations, and tie the provider's identity to it."""
        name = sociallogin.account.extra_data.get("userinfo", {}).get("name", "")
        user = accept_for_address(
            _confirmed(sociallogin), name=str(name), language=current_language(), at=timezone.now()
        )
        sociallogin.connect(request, user)
        return user


def _confirmed(sociallogin: Any) -> list[str]:
    """The addresses the provider says it confirmed."""
    return [address.email.lower() for address in sociallogin.email_addresses if address.verified]


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: our name on the authenticator."""

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER
