"""A way in for the tests of signing in: accounts with a password and a confirmed address, and clean counters."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from tests.factories import UserFactory

PASSWORD = "a long way to sail"


@pytest.fixture(autouse=True)
def _clean_counters_and_language():
    cache.clear()
    with translation.override("en"):
        yield
    cache.clear()


def with_password(**fields):
    """An account that can sign in."""
    user = fields.pop("user", None) or UserFactory(**fields)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)
    return user


def sign_in(client, email, password=PASSWORD, *, address="192.0.2.1", **extra):
    """Send the sign-in form from an address."""
    form = {"login": email, "password": password, **extra.pop("data", {})}
    return client.post(extra.pop("path", reverse("account_login")), form, REMOTE_ADDR=address, **extra)


def is_signed_in(client) -> bool:
    """True when the session belongs to somebody."""
    return "_auth_user_id" in client.session
