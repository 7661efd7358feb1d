"""What every test starts from."""

import pytest
from django.db import connection

from portolan.search.domain.index import ensure_index


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The table of search beside those of the models: tests run no migration that would make it."""
    with django_db_blocker.unblock():
        ensure_index(connection)


@pytest.fixture(autouse=True)
def _database_for_all(db):
    """Every test may use the database: nearly all do, and the others pay nothing they would notice."""
