"""Who opens the pages that are measured."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone

from portolan.accounts.models import User
from portolan.network.enums import Role
from portolan.operations.catalogues import compile_all
from portolan.operations.prepare import prepare


def prepare_shipped() -> None:
    """Tables, translations, static files, the shipped record with its demonstration and accounts."""
    prepare(lambda _words: None, demonstration=True)


def collect_static() -> None:
    """Translations and style sheets, for an installation that was built without `portolan run`."""
    compile_all()
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def a_manager() -> User:
    """An account of the programme team that may see everything."""
    today = timezone.now().date()
    held = {"role_assignments__role": Role.MANAGER, "role_assignments__organisation": None}
    return User.objects.filter(**held, role_assignments__starts_on__lte=today).order_by("pk")[0]


def open_session() -> str:
    """The key of a new session of a manager, for a browser."""
    user = a_manager()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
