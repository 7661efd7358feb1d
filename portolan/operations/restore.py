"""Restoring a backup: all of it in one transaction, or nothing."""

from __future__ import annotations

import datetime as dt
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portolan.accounts.domain import audit
from portolan.operations import erasures, restored_tables
from portolan.operations.backup import schema_is_behind, stored_files, write_backup
from portolan.operations.backup_check import NOTHING_CHANGED, verify
from portolan.operations.backup_format import DATA, ERASURES, BackupError, Manifest
from portolan.operations.backup_stream import kept_models, label_of, load_rows, read_rows
from portolan.operations.backup_upgrades import fields_now, table_now
from portolan.operations.progress import Bar
from portolan.operations.restored_files import RESTORED, FileRestore, recover
from portolan.provenance.domain.publication import generation
from portolan.provenance.models import Generation
from portolan.search.domain import entries

# `portolan run` loads the shipped records where this file is missing: a restored network is loaded already.
LOADED = "loaded"


def restore_backup(path: Path, *, replace: bool, bar: Bar) -> tuple[Manifest, Path | None]:
    """Restore a backup into an empty installation, or with `replace` instead of what is there.

    Gives the backup's manifest and, when something was replaced, the safety backup made of it. Raises BackupError
    before anything is written for a file that is damaged, foreign or of a later version, and for an installation that
    is not empty; whatever fails later, or is killed, leaves database and files as they were.
    """
    manifest = verify(path, bar=bar)
    recover()
    empty = installation_is_empty()
    if not empty and not replace:
        raise BackupError(
            f"This installation is not empty. {NOTHING_CHANGED} With --replace it gives way to the backup, after a "
            "safety backup was made of it."
        )
    safety = None if empty else _safety_backup(bar)
    known = _known_so_far(empty=empty)
    with zipfile.ZipFile(path) as archive:
        _restore(archive, manifest, known, bar)
    erasures.keep_journal({**erasures.parse(_erasures_of(path)), **known.erased})
    (Path(settings.DATA_DIR) / LOADED).touch()
    return manifest, safety


def installation_is_empty() -> bool:
    """True when no table of ours holds a row and the storage holds no file."""
    tables = set(connection.introspection.table_names())
    models = [model for model in kept_models() if model is not Generation and model._meta.db_table in tables]
    return not any(model._base_manager.exists() for model in models) and not any(stored_files())


class Known:
    """What the installation knew before the restore and must not forget."""

    def __init__(self, number: int, erased: erasures.Erasures) -> None:
        self.generation, self.erased = number, erased


def _known_so_far(*, empty: bool) -> Known:
    if empty and Generation._meta.db_table not in connection.introspection.table_names():
        return Known(0, erasures.journal())
    return Known(generation(), {**erasures.journal(), **({} if empty else erasures.in_database())})


def _safety_backup(bar: Bar) -> Path:
    if schema_is_behind():
        raise BackupError(
            f"A safety backup of this installation cannot be made: its database is not at this version's schema. "
            f"{NOTHING_CHANGED}"
        )
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"before-restore-{timezone.now():%Y%m%d-%H%M%S-%f}.zip"
    write_backup(path, bar=bar)
    return path


def _restore(archive: zipfile.ZipFile, manifest: Manifest, known: Known, bar: Bar) -> None:
    files = FileRestore(uuid.uuid4().hex)
    try:
        with constraints_unchecked(), transaction.atomic():
            _fill(archive, manifest, bar)
            files.put_all(archive, bar)
            _finish(archive, manifest, known, bar)
            _note(manifest, files.number)
    except DatabaseError as error:
        files.undo()
        raise BackupError(f"The database refused what the backup holds: {error} {NOTHING_CHANGED}") from error
    except BaseException:
        files.undo()
        raise
    files.finish()


@contextmanager
def constraints_unchecked() -> Iterator[None]:
    """SQLite changes tables and takes rows in any order only with keys unchecked; they are checked before the end."""
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def _fill(archive: zipfile.ZipFile, manifest: Manifest, bar: Bar) -> None:
    """Make the tables as they were in the backup's version, fill them, bring them to this version."""
    bar.part("tables")
    restored_tables.drop_tables()
    registry = restored_tables.make_tables(manifest.migrations)
    models = {label_of(model): model for model in kept_models(registry)}
    for label, number in manifest.counts.items():
        now = table_now(label)
        if now is None:
            continue
        if now not in models:
            raise BackupError(f"The backup has a table {label} that this version has not. {NOTHING_CHANGED}")
        _load(archive, label, models[now], number, bar)
    connection.check_constraints()
    bar.part("tables")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _load(archive: zipfile.ZipFile, label: str, model: Any, number: int, bar: Bar) -> None:
    bar.part(label, number)
    loaded = 0
    with archive.open(f"{DATA}{label}.jsonl.zst") as member:
        rows = read_rows(member)
        names = fields_now(label, next(rows))
        for batch in load_rows(model, names, rows):
            loaded += batch
            bar.advance(batch)
    if loaded != number:
        raise BackupError(f"{label} has {loaded} rows where the manifest tells {number}. {NOTHING_CHANGED}")


def _finish(archive: zipfile.ZipFile, manifest: Manifest, known: Known, bar: Bar) -> None:
    """Numbering, erasures, search index, a generation of pages no process has seen; then every key is checked."""
    bar.part("search index")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
    erased = {**erasures.parse(archive.read(ERASURES)), **known.erased}
    erasures.replay(erased, after=dt.datetime.fromisoformat(manifest.made_at))
    entries.rebuild()
    Generation.objects.update_or_create(pk=1, defaults={"number": max(generation(), known.generation) + 1})
    connection.check_constraints()


def _note(manifest: Manifest, number: str) -> None:
    """The audit says that all before it comes from a backup; a killed restore is known as committed by its number."""
    token = audit.request_id.set(number)
    audit.record(RESTORED, by=None, reason=f"{manifest.made_at} ({manifest.version})")
    audit.request_id.reset(token)


def _erasures_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(ERASURES)
