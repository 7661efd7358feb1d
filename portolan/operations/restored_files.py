"""Files of a backup into the storage, so that a restore that fails or is killed leaves it as it was.

Every step is written into a journal in the data folder before it is done. What a killed restore left half done is
undone by the next restore or backup.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection

from portolan.accounts.models import AuditEntry
from portolan.operations.backup import ASIDE, stored_files
from portolan.operations.backup_format import FILES, digest_of
from portolan.operations.progress import Bar

RESTORED = "operations.restored"


class FileRestore:
    """Puts files in place; then either `finish`, or `undo`. `number` names the restore in the journal and the audit."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.journal = journal_path()
        self.kept: set[str] = set()

    def put_all(self, archive: zipfile.ZipFile, bar: Bar) -> None:
        """Every file of the backup under its own name; another file of that name is set aside."""
        names = [name for name in archive.namelist() if name.startswith(FILES)]
        self._note({"restore": self.number})
        bar.part("files", len(names))
        for member in names:
            self._put(archive, member, member.removeprefix(FILES))
            bar.advance()

    def _put(self, archive: zipfile.ZipFile, member: str, name: str) -> None:
        self.kept.add(name)
        if default_storage.exists(name):
            if _same(archive, member, name):
                return
            self._note({"aside": name})
            _move(name, ASIDE + name)
        self._note({"new": name})
        with archive.open(member) as content:
            written = default_storage.save(name, File(content, name=name))
        if written != name:
            default_storage.delete(written)
            raise OSError(f"The storage would not take the name {name}.")

    def finish(self) -> None:
        """The database is in place: delete what was set aside, and what it does not know."""
        take_away_aside(self.journal)
        for name in list(stored_files()):
            if name not in self.kept:
                default_storage.delete(name)
        self.journal.unlink(missing_ok=True)

    def undo(self) -> None:
        """The database is as it was: take back every step."""
        take_back(self.journal)

    def _note(self, step: dict[str, Any]) -> None:
        self.journal.parent.mkdir(parents=True, exist_ok=True)
        with self.journal.open("a") as file:
            file.write(json.dumps(step) + "\n")


def journal_path() -> Path:
    """Where the steps are written; a file there without a running restore means that one was killed."""
    return Path(settings.DATA_DIR) / "restore-journal.jsonl"


def recover() -> None:
    """Bring the files of a restore that was killed in step with the database: done if it was committed, else undone."""
    journal = journal_path()
    steps = _steps(journal)
    numbers = [step["restore"] for step in steps if "restore" in step]
    if numbers and _is_committed(numbers[0]):
        take_away_aside(journal)
    else:
        take_back(journal)


def _is_committed(number: str) -> bool:
    if AuditEntry._meta.db_table not in connection.introspection.table_names():
        return False
    return AuditEntry.objects.filter(verb=RESTORED, request_id=number).exists()


def take_away_aside(journal: Path) -> None:
    """Delete the files set aside, then the journal."""
    for step in _steps(journal):
        if "aside" in step:
            default_storage.delete(ASIDE + step["aside"])
    journal.unlink(missing_ok=True)


def take_back(journal: Path) -> None:
    """Undo every step the journal tells, the last first. A step that was not done is passed over."""
    for step in reversed(_steps(journal)):
        if "new" in step:
            default_storage.delete(step["new"])
        elif "aside" in step and default_storage.exists(ASIDE + step["aside"]):
            default_storage.delete(step["aside"])
            _move(ASIDE + step["aside"], step["aside"])
    journal.unlink(missing_ok=True)


def _steps(journal: Path) -> list[dict[str, Any]]:
    if not journal.exists():
        return []
    return [json.loads(line) for line in journal.read_text().splitlines() if line.endswith("}")]


def _same(archive: zipfile.ZipFile, member: str, name: str) -> bool:
    with archive.open(member) as ours, default_storage.open(name) as theirs:
        return digest_of(ours) == digest_of(theirs)


def _move(name: str, target: str) -> None:
    with default_storage.open(name) as content:
        default_storage.save(target, File(content, name=target))
    default_storage.delete(name)
