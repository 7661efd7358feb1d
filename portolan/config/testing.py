"""The settings of the tests: fast password hashing, no file of the working data touched, mail kept in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

from portolan.config.settings import *  # noqa: F403
from portolan.config.settings import DATABASES, STORAGES, TASKS

DATA_DIR = Path(tempfile.mkdtemp(prefix="portolan-test-"))
MEDIA_ROOT = DATA_DIR / "files"
STATIC_ROOT = DATA_DIR / "static"
PAGE_STORE = DATA_DIR / "pages"
STATIC_ROOT.mkdir()
SECRET_KEY = "only-for-tests"  # noqa: S105
DEMONSTRATION = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {**TASKS["default"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["NAME"] = str(DATA_DIR / "test.sqlite3")
    # A file, as in production: in memory two connections cannot write one after the other.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
