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
    """What the domain refuses is a sentence on the terminal and exit code 1, not a trace."""
    from portolan.kernel.errors import DomainError  # noqa: PLC0415  after `start_django`

    try:
        yield
    except DomainError as error:
        raise click.ClickException(error.message) from None
