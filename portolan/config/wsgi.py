"""The WSGI entry: gunicorn loads `portolan.config.wsgi:application`. Stored public pages answer before Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portolan.config.settings")

django_application = get_wsgi_application()

from portolan.config.page_store import PageStore  # noqa: E402  needs the settings and the apps

application = PageStore(django_application)
