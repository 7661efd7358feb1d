"""What every test starts from."""

import pytest


@pytest.fixture(autouse=True)
def _database_for_all(db):
    """Every test may use the database: nearly all do, and the others pay nothing they would notice."""
