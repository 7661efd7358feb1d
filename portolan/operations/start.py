"""Waking Django for a command, and saying its refusals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
import django

SETTINGS = "portolan.config.settings"


def start_django() -> None:
    """Load the settings and the applications; called by each command that needs them, so that help needs neither."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


@contextmanager
def refusals() -> Iterator[None]:
    """What the domain refuses is a sentence on the terminal and exit code 1, not a trace; so is a missing database."""
    from django.conf import settings  # noqa: PLC0415  after `start_django`
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from portolan.kernel.errors import DomainError  # noqa: PLC0415

    try:
        # The commands speak English, like their help.
        with translation.override("en"):
            yield
    except DomainError as error:
        raise click.ClickException(error.message) from None
    except (OperationalError, ProgrammingError) as error:
        where = settings.DATABASES["default"]["NAME"]
        words = f"The database {where} is not ready ({error}). `portolan run` prepares it."
        raise click.ClickException(words) from None
