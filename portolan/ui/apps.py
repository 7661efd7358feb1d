"""The look: base templates, components, template tags, style sheet, fonts."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Owns no data; the pages above it are made of its parts."""

    name = "portolan.ui"
    label = "ui"
