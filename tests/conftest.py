"""What every test starts from: compiled catalogues, a fixed language, an empty cache, no network."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from portolan.network.enums import Role
from portolan.operations.catalogues import compile_all
from portolan.search.domain.index import ensure_index
from tests.factories import user_with


def pytest_configure(config):
    """The compiled catalogues are never committed: whoever runs a test needs them made. So is the static folder."""
    compile_all()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a failed run: what is not run is not known."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("CI: tests were skipped, so this run fails.", red=True)
        session.exitstatus = 1


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The table of search beside those of the models: tests run no migration that would make it."""
    with django_db_blocker.unblock():
        ensure_index(connection)


@pytest.fixture(autouse=True)
def _database_for_all(db):
    """Every test may use the database: nearly all do, and the others pay nothing they would notice."""


@pytest.fixture(autouse=True)
def _same_start():
    """No test hears the language or the cache of the one before."""
    translation.activate("fr")
    cache.clear()
    yield
    translation.deactivate_all()


@pytest.fixture
def sign_in(client):
    """`sign_in(Role.OFFICER, organisation=city)`: a client whose reader holds that role; its account is `.user`."""

    def enter(role: Role, **scope):
        user = user_with(role, **scope)
        client.force_login(user)
        client.user = user
        return client

    return enter
