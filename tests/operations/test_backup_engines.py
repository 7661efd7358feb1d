"""A backup goes from any engine to any other and back, and nothing of it changes on the way."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.operations.conftest import ENGINES
from tests.operations.installations import MIGRATE

pytestmark = pytest.mark.slow

UPGRADES = Path(__file__).resolve().parents[1] / "upgrades"

ADD = """
from tests.factories import PlaceFactory
PlaceFactory(slug="mayda")
"""

COUNTS = """
import json
from portolan.operations.backup_stream import kept_models, label_of
print(json.dumps({label_of(model): model._base_manager.count() for model in kept_models()}))
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_backup_restored_on_an_engine_and_back_is_the_same(engine, filled, kept, installation, tmp_path):
    there, back = installation(engine), installation("sqlite")

    first = there.portolan("restore", kept)
    again = there.portolan("backup", tmp_path / "again.zip")
    second = back.portolan("restore", tmp_path / "again.zip")

    assert [done.returncode for done in (first, again, second)] == [0, 0, 0]
    assert there.dump() == filled.dump()
    assert back.dump() == filled.dump()


@pytest.mark.parametrize("engine", ENGINES)
def test_numbering_goes_on_after_a_restore(engine, kept, installation):
    there = installation(engine)

    there.portolan("restore", kept)
    there.script(ADD)

    assert sum('"mayda"' in line for line in there.dump()) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_restore_into_a_filled_installation_is_refused(engine, kept, installation):
    there = installation(engine)
    there.script(MIGRATE + ADD)
    before = there.dump()

    done = there.portolan("restore", kept)

    assert done.returncode == 1
    assert "This installation is not empty. Nothing was changed." in done.stderr
    assert there.dump() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_replaced_installation_comes_back_from_its_safety_backup(engine, filled, kept, installation):
    there = installation(engine)
    there.script(MIGRATE + ADD)
    before = there.dump()

    replaced = there.portolan("restore", "--replace", kept)
    after = there.dump()
    (safety,) = (there.folder / "backups").iterdir()
    back = there.portolan("restore", "--replace", safety)

    assert [replaced.returncode, back.returncode] == [0, 0]
    assert after == filled.dump()
    assert there.dump() == before


def test_backups_of_landed_issues_restore_with_their_counts(installation):
    for path in sorted(UPGRADES.glob("*.zip")):
        there = installation()
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read("manifest.json"))["counts"]

        done = there.portolan("restore", path)

        assert done.returncode == 0, f"{path.name}: {done.stderr}"
        found = json.loads(there.script(COUNTS))
        differing = {label: (number, found.get(label)) for label, number in told.items() if number != found.get(label)}
        # The restore itself leaves one entry in the audit.
        number = told["accounts.auditentry"]
        assert differing == {"accounts.auditentry": (number, number + 1)}, path.name
