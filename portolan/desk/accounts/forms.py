"""Forms of accounts: one's own, the team's list, invitations, roles; and what allauth's own forms lack."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangeEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.accounts.rules import can
from portolan.desk.choosers import ChooserField
from portolan.desk.lists import listing
from portolan.kernel.countries import say_country
from portolan.kernel.languages import site_languages
from portolan.network.domain.roles import Limits
from portolan.network.enums import OBJECT_ROLES, OFFICER_GIVES, Component, Role

# Whoever guesses second factors knows the password: the count goes with it, and a new password frees the owner at once.
GUESS_LIMIT = {"second_factor_guess": "30/d/key"}
# The countries whose month names or digits differ, see `portolan.kernel.dates`.
READING_COUNTRIES = ("DZ", "EG", "ES", "FR", "GB", "IT", "JO", "LB", "LY", "MA", "PS", "SY", "TN")


def language_choices() -> list[tuple[str, str]]:
    """Each language under its own name."""
    return [(language.code, language.own_name) for language in site_languages()]


def country_choices() -> list[tuple[str, str]]:
    """Countries of reading in the reader's language, and "as usual in my language"."""
    named = sorted(((code, say_country(code)) for code in READING_COUNTRIES), key=lambda pair: pair[1])
    return [("", str(_("as is usual in my language"))), *named]


class WithoutPlaceholders:
    """Labels say it already; a placeholder says it twice, and vanishes when it is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(WithoutPlaceholders, LoginForm):
    """E-mail and password."""


class OpenAccountForm(WithoutPlaceholders, SignupForm):
    """An account through an open door."""


class ChangeForm(WithoutPlaceholders, ChangePasswordForm):
    """Another password."""


class ChooseForm(WithoutPlaceholders, SetPasswordForm):
    """A first password."""


class AskResetForm(WithoutPlaceholders, ResetPasswordForm):
    """The address to send a link to."""


class ResetForm(WithoutPlaceholders, ResetPasswordKeyForm):
    """A new password, behind the link."""


class ChangeAddressForm(WithoutPlaceholders, ChangeEmailForm):
    """Another address."""


class AgainForm(WithoutPlaceholders, ReauthenticateForm):
    """The password once more."""


class CodeForm(AuthenticateForm):
    """The code of the second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code of the app, or a recovery code")
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autofocus": True, "placeholder": ""})

    def clean_code(self) -> str:
        """Count guesses by account and password together."""
        key = f"{self.user.pk} {self.user.password[-20:]}"
        options: dict[str, Any] = {
            "app": "portolan",
            "action": "second_factor_guess",
            "config": GUESS_LIMIT,
            "key": key,
        }
        usage = ratelimit.consume(context.request, **options)
        if not usage:
            raise forms.ValidationError(_("Too many wrong codes. Choose a new password, then sign in again."))
        code = super().clean_code()
        usage.rollback()
        return code


class ActivateTotpForm(ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits the app shows now")
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "placeholder": ""})


class SoundCredential:
    """Refuses a credential that no browser made, where the library's parser would break on it."""

    def clean_credential(self) -> Any:
        """As the library does; a misshapen answer is a wrong one."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise forms.ValidationError(_("The key did not answer as expected. Try again.")) from None


class SignInPasskeyForm(SoundCredential, LoginWebAuthnForm):
    """Signing in by a passkey alone."""


class SecondPasskeyForm(SoundCredential, AuthenticateWebAuthnForm):
    """A key as second factor."""


class AgainPasskeyForm(SoundCredential, ReauthenticateWebAuthnForm):
    """A key, asked for once more."""


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey of this device or a security key."""

    def clean(self) -> dict[str, Any]:
        """As the library does; a misshapen answer is a wrong one."""
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError):
            raise forms.ValidationError(_("The key did not answer as expected. Try again.")) from None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key, to know it again")
        self.fields["passwordless"].label = _("Sign in with this key alone, without password")
        self.fields["passwordless"].help_text = _("The device then asks for your finger, face or PIN.")


class ProfileForm(forms.Form):
    """How the owner of an account is addressed."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of the workspace and of messages"), choices=language_choices)
    region = forms.ChoiceField(label=_("Month names and digits as read in"), choices=country_choices, required=False)


class AcceptForm(forms.Form):
    """Taking up an invitation: a name, a language, a way to sign in."""

    PASSWORD, PASSKEY = "password", "passkey"
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of the workspace and of messages"), choices=language_choices)
    way = forms.ChoiceField(
        label=_("How you will sign in"),
        choices=[
            (PASSWORD, _("with a password")),
            (PASSKEY, _("with a passkey of this device: finger, face or PIN")),
        ],
        widget=forms.RadioSelect,
        initial=PASSWORD,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("At least 10 characters. Leave it empty if you choose a passkey."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """A password that is asked for must be a good one."""
        data = super().clean() or {}
        if data.get("way") == self.PASSKEY:
            data["password"] = None
            return data
        try:
            validate_password(data.get("password") or "", User(email=self.email, name=data.get("name", "")))
        except forms.ValidationError as error:
            self.add_error("password", error)
        return data


class AccountFilterForm(forms.Form):
    """Filters of the list of accounts."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("accounts", "all")),
            ("active", pgettext_lazy("account", "open")),
            ("closed", pgettext_lazy("account", "closed")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", pgettext_lazy("roles", "all")), *Role.choices]


class RoleForm(forms.Form):
    """A role and how far it goes, as the giver may give it."""

    role = forms.ChoiceField(label=_("Role"))
    organisation = ChooserField(
        label=_("City or body"),
        required=False,
        help_text=_("Without one, the role reaches the whole network."),
    )
    partner = ChooserField(label=_("Works for"), required=False)
    component = forms.ChoiceField(label=_("Component"), required=False)
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = can(by, Permission.USERS_MANAGE)
        roles = [role for role in Role if role not in OBJECT_ROLES and (whole or role in OFFICER_GIVES)]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["organisation"].offer(listing("bodies-to-invite-for", by))
        if whole:
            self.fields["partner"].offer(listing("partners", by))
            self.fields["component"].choices = [("", "—"), *Component.choices]
        else:
            del self.fields["partner"], self.fields["component"]

    def limits(self) -> Limits:
        """How far the role goes, as the domain takes it."""
        data = self.cleaned_data
        return Limits(
            organisation=data["organisation"],
            partner=data.get("partner"),
            component=data.get("component", ""),
            ends_on=data["ends_on"],
        )


class InvitationForm(RoleForm):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of the message"), choices=language_choices)
    field_order = ("email", "name", "language", "role", "organisation", "partner", "component", "ends_on")


class ReasonForm(forms.Form):
    """Why: kept in the history."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
