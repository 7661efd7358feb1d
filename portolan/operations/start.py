"""Waking Django for a command."""

from __future__ import annotations

import os

import django

SETTINGS = "portolan.config.settings"


def start_django() -> None:
    """Load the settings and the applications; called by each command that needs them, so that help needs neither."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
