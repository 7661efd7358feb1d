"""A process that saves is killed with kill -9, again and again: nothing it said was kept is lost."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.operations.conftest import ENGINES, SERVER
from tests.operations.installations import drop_postgresql_database, new_postgresql_database
from tests.operations.processes import environment, run_python, wait_for

pytestmark = pytest.mark.slow
ROUNDS = 6

MAKE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from portolan.accounts.models import User
from portolan.documents.domain.documents import create_document
from portolan.documents.domain.templates import load_templates
from portolan.kernel.texts import Text
from portolan.provenance.domain.records import desk_record
load_templates()
User.objects.create_user("ava@mayda.example")
create_document(kind="news", title=Text.of("fr", fr="Nouvelles"), source_language="fr", languages=["fr"],
                record=desk_record(), by=None, at=timezone.now())
"""
# Saves without end; a number is printed only after the save returned. Every third text stays a draft.
WRITE = """
from portolan.operations.start import start_django
start_django()
import sys
from django.utils import timezone
from portolan.accounts.models import User
from portolan.documents.domain.writing import current_revision, keep_draft, save_text
from portolan.documents.models import Section
section, user = Section.objects.get(), User.objects.get()
base = current_revision(section, "fr")
for number in range(int(sys.argv[1]), int(sys.argv[1]) + 1_000_000):
    html = f"<p>Le port, {number}.</p>" + "<p>Le quai attend les navires.</p>" * 200
    if number % 3 == 2:
        keep_draft(section, "fr", html=html, base=base, user=user, at=timezone.now())
        print("draft", number, flush=True)
    else:
        base = save_text(section, "fr", html=html, base=base, by=user, at=timezone.now()).revision
        print("saved", number, flush=True)
"""
LOOK = """
import json
from portolan.documents.models import Draft, Revision, SectionText
from portolan.documents.rules.canonical import text_hash
rows = list(Revision.objects.order_by("number"))
print(json.dumps({
    "texts": [row.html.partition(".</p>")[0].rpartition(" ")[2] for row in rows],
    "numbers": [row.number for row in rows],
    "whole": all(row.hash == text_hash(row.html) for row in rows),
    "current": SectionText.objects.get().current.number,
    "drafts": [draft.html.partition(".</p>")[0].rpartition(" ")[2] for draft in Draft.objects.all()],
}))
"""


@pytest.fixture(params=ENGINES)
def installed(request, tmp_path):
    """A folder with an installation on that engine, and what its processes need to know."""
    url = new_postgresql_database(SERVER) if request.param == "postgresql" else ""
    more = {"DATABASE_URL": url} if url else {}
    run_python(tmp_path, MAKE, **more)
    yield tmp_path, more
    if url:
        drop_postgresql_database(SERVER, url)


def _killed_while_saving(folder, more, start, after):
    """Start a writer, kill it once it has told of so many texts; every line it wrote."""
    out = folder / f"told-{start}"
    with out.open("w") as told:
        command = [sys.executable, "-c", WRITE, str(start)]
        process = subprocess.Popen(command, env=environment(folder, **more), stdout=told, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: len(out.read_text().splitlines()) >= after)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    lines = out.read_text().splitlines()
    assert all(line.split()[0] in {"saved", "draft"} for line in lines), lines[-5:]
    return lines


def test_every_text_that_was_acknowledged_is_there(installed):
    folder, more = installed
    saved, last = [], ""
    for number in range(ROUNDS):
        lines = _killed_while_saving(folder, more, 10_000 * (number + 1), 3 + number)
        saved += [line.split()[1] for line in lines if line.startswith("saved")]
        last = lines[-1]

    found = json.loads(run_python(folder, LOOK, **more))

    assert [text for text in saved if text not in found["texts"]] == []
    assert found["numbers"] == list(range(1, len(found["numbers"]) + 1))
    assert (found["whole"], found["current"]) == (True, found["numbers"][-1])
    # At most one save a round was done and could not be told any more.
    assert len(found["texts"]) - len(saved) in range(ROUNDS + 1)
    kind, text = last.split()
    assert kind == "saved" or text in found["drafts"] or str(int(text) + 1) in found["texts"]
