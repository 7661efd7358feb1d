"""Installations shared by the tests of commands: made once, since making one takes seconds."""

import os

import pytest

from tests.operations.installations import (
    FILL,
    MIGRATE,
    Installation,
    drop_postgresql_database,
    new_postgresql_database,
)

SERVER = os.environ.get("DATABASE_URL", "")
# The run on PostgreSQL tests both engines, the plain one SQLite alone: no server is asked for where none was named.
ENGINES = ("sqlite", "postgresql") if SERVER.startswith("postgres") else ("sqlite",)


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """An installation with a little of everything. No test changes it."""
    installation = Installation(tmp_path_factory.mktemp("filled"))
    installation.script(MIGRATE + FILL)
    return installation


@pytest.fixture(scope="session")
def kept(filled, tmp_path_factory):
    """A backup of it. No test changes the file."""
    path = tmp_path_factory.mktemp("kept") / "antillia.zip"
    done = filled.portolan("backup", path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def installation(tmp_path):
    """`installation("postgresql")`: an empty one on that engine, in a folder of its own."""
    made = []

    def make(engine: str = "sqlite") -> Installation:
        url = new_postgresql_database(SERVER) if engine == "postgresql" else ""
        made.append(url)
        folder = tmp_path / f"{engine}-{len(made)}"
        folder.mkdir()
        return Installation(folder, url)

    yield make
    for url in filter(None, made):
        drop_postgresql_database(SERVER, url)
