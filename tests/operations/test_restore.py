"""A restore that is refused or killed leaves everything as it was."""

import shutil
import signal

import pytest

from tests.operations.installations import MIGRATE
from tests.operations.test_backup import flipped, rewritten

pytestmark = pytest.mark.slow

SLOW_RESTORE = """
import sys, time
from pathlib import Path
from portolan.operations import restored_files
from portolan.operations.progress import shown_progress
from portolan.operations.restore import restore_backup
put = restored_files.FileRestore._put
def put_and_wait(self, *given):
    put(self, *given)
    print("half done", flush=True)
    time.sleep(60)
restored_files.FileRestore._put = put_and_wait
with shown_progress() as bar:
    restore_backup(Path({path!r}), replace=True, bar=bar)
"""

OTHER = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.factories import PlaceFactory
PlaceFactory(slug="drogeo")
default_storage.save("nominations/letter.pdf", ContentFile(b"another letter"))
"""


def test_file_with_an_unknown_migration_is_refused_by_the_command(kept, installation, tmp_path):
    def later(name, content):
        return content.replace(b'"0001_initial"', b'"0099_antillia"', 1) if name == "manifest.json" else content

    there = installation()
    there.script(MIGRATE)
    before = there.dump()

    done = there.portolan("restore", rewritten(kept, tmp_path / "later.zip", later))

    assert done.returncode == 1
    assert "0099_antillia is unknown here" in done.stderr
    assert there.dump() == before


def test_damaged_file_leaves_a_filled_installation_as_it_was(kept, installation, tmp_path):
    there = installation()
    there.script(MIGRATE + OTHER)
    before = there.dump()
    damaged = tmp_path / "damaged.zip"
    shutil.copy(kept, damaged)
    flipped(damaged, 500)

    done = there.portolan("restore", "--replace", damaged)

    assert done.returncode == 1
    assert there.dump() == before
    assert not (there.folder / "backups").exists()


def test_killed_restore_leaves_database_and_files_as_they_were(filled, kept, installation):
    there = installation()
    there.script(MIGRATE + OTHER)
    before = [line for line in there.dump() if "letter.pdf" not in line]
    process = there.start(SLOW_RESTORE.format(path=str(kept)))

    said = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    rows = [line for line in there.dump() if not line.startswith("file ")]
    there.script("from portolan.operations.restored_files import recover; recover()")

    assert said == "half done\n"
    assert rows == [line for line in before if not line.startswith("file ")]
    assert _letter(there) == "another letter"
    assert there.portolan("restore", "--replace", kept).returncode == 0
    assert there.dump() == filled.dump()


def _letter(installation) -> str:
    return (installation.folder / "files" / "nominations" / "letter.pdf").read_text()


def test_backup_overwrites_no_file(filled, tmp_path):
    taken = tmp_path / "taken.zip"
    taken.write_text("something else")

    done = filled.portolan("backup", taken)

    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert taken.read_text() == "something else"


ERASE = """
from portolan.network.domain.personal_data import erase_person
from portolan.network.models import FocalPoint, Person
FocalPoint.objects.update(end="2026-01-01")
person = Person.objects.exclude(family_name="").get()
erase_person(person, by=None, reason="asked for it")
print(person.pk)
"""


@pytest.mark.parametrize("keeps", ["database", "journal"])
def test_person_erased_after_the_backup_stays_erased(keeps, kept, installation):
    there = installation()
    there.portolan("restore", kept)
    number = there.script(ERASE).strip()
    if keeps == "journal":  # the database is lost; what the worker wrote beside it is not
        there.script("from portolan.operations.erasures import keep_journal; keep_journal()")
        (there.folder / "portolan.sqlite3").unlink()

    done = there.portolan("restore", "--replace", kept)

    assert done.returncode == 0
    rows = [line for line in there.dump() if line.startswith("network.person ")]
    assert [line for line in rows if "Antil" in line or "@antillia" in line] == []
    assert number in {line.split('"')[1] for line in rows}
    assert [line for line in there.dump() if line.startswith("file ")] == []
