"""Whole installations of their own for tests of commands: a data folder, a database, and the real command line."""

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
START = "import django; django.setup()\n"
MIGRATE = "from django.core.management import call_command\ncall_command('migrate', verbosity=0)\n"

# Every row of every table a backup keeps, and every file, as text that is equal when they are.
DUMP = """
import hashlib, json
from django.core.files.storage import default_storage
from portolan.operations.backup import stored_files
from portolan.operations.backup_stream import fields_of, kept_models, label_of
for model in kept_models():
    rows = model._base_manager.order_by("pk")
    if label_of(model) == "accounts.auditentry":
        rows = rows.exclude(verb="operations.restored")
    if label_of(model) != "provenance.generation":
        for row in rows:
            values = [field.value_to_string(row) for field in fields_of(model)]
            print(label_of(model), json.dumps(values, sort_keys=True, default=str))
for name in stored_files():
    print("file", name, hashlib.sha256(default_storage.open(name).read()).hexdigest())
"""

# A little of everything: several languages, partial dates, decimals, moments, a file, a key to oneself, a relation of
# many to many, an erased person, and a hole in the numbering.
FILL = """
import datetime as dt
from decimal import Decimal
from django.core.files.base import ContentFile
from portolan.accounts.domain import audit
from portolan.network.models import FocalPoint, Person
from portolan.provenance.domain.publication import public_changed
from tests.factories import *
body = OrganisationFactory(parent=OrganisationFactory())
event = EventFactory(meeting=MeetingFactory(start="2017-03", end="2017"))
event.themes.add(ThemeFactory(), ThemeFactory())
MeetingHostFactory(meeting=event.meeting, organisation=body)
PersonFactory(given_name="gone").delete()
erased = PersonFactory(erased_at=dt.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=dt.UTC), family_name="", given_name="",
                       email="", match_key="", sort_key="")
attendance = AttendanceFactory(meeting=event.meeting, organisation=body)
KeyFigureFactory(value=Decimal("3.140000"))
MembershipFactory(organisation=body)
FocalPoint.objects.create(organisation=body, person=attendance.person, start=dt.date(2020, 2, 29),
                          letter=ContentFile(b"nominated \\x00\\xff", name="letter.pdf"))
user = UserFactory()
user.set_password("sea")
user.save()
audit.record("filled", event, by=user, changes={"start": ["2016", "2017-03"]})
public_changed()
"""


@dataclass
class Installation:
    """One installation; its commands run as processes of their own, with the settings of production."""

    folder: Path
    database: str = ""

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CACHE_URL"}}
        return kept | {
            "PORTOLAN_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "portolan.config.settings",
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "300",
        }

    def _run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False)

    def portolan(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return self._run("-m", "portolan", *words)

    def script(self, code: str) -> str:
        """Run Python inside the installation; gives what it printed, raises when it fails."""
        done = self._run("-c", START + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, code: str) -> subprocess.Popen[str]:
        """Start Python inside the installation and leave it running."""
        command = [sys.executable, "-c", START + code]
        return subprocess.Popen(command, env=self.environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def dump(self) -> list[str]:
        """What is in it, line by line."""
        return self.script(DUMP).splitlines()


def _maintenance(server: str) -> str:
    """The server's own database: the one a URL names need not exist, since tests make theirs beside it."""
    return urlunsplit(urlsplit(server)._replace(path="/postgres"))


def new_postgresql_database(server: str) -> str:
    """Make an empty database beside the one of a URL; gives its URL."""
    name = f"portolan_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_maintenance(server), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_postgresql_database(server: str, url: str) -> None:
    """Drop it again, whoever is still connected."""
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(_maintenance(server), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
