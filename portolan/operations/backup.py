"""Writing a backup: one consistent picture of the database, and the files of the storage."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import zstandard
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portolan.operations import erasures
from portolan.operations.backup_format import (
    CHUNK,
    ERASURES,
    FILES,
    MANIFEST,
    SEAL,
    BackupError,
    Manifest,
    Measured,
    seal,
)
from portolan.operations.backup_stream import kept_models, label_of, member_of, write_rows
from portolan.operations.progress import Bar

# Folders of the storage that stay with the installation: journals, and what a running restore has set aside.
ASIDE = "restore-aside/"
STAYING = frozenset({"journal", ASIDE.rstrip("/")})


def write_backup(path: Path, *, bar: Bar) -> Manifest:
    """Write a backup of this installation to a new file, readable by its owner only.

    Raises BackupError when the file exists, its folder does not, or the database is not at this version's schema. A
    backup that fails or is killed leaves no file of that name.
    """
    if path.exists():
        raise BackupError(f"{path} exists already. A backup overwrites nothing: choose another name.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}.")
    if schema_is_behind():
        raise BackupError("The database is not at the schema of this version: run `portolan prepare` first.")
    part = path.with_name(f"{path.name}.part")
    try:
        manifest = _write(part, bar)
        seal(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def schema_is_behind() -> bool:
    """True when a migration of this version is not applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def applied_migrations() -> dict[str, list[str]]:
    """The schema version: the names applied, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees one moment and holds up no writer."""
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


def _write(part: Path, bar: Bar) -> Manifest:
    erasures.keep_journal()
    descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as file, zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        archive.comment = SEAL + b"0" * 64
        with snapshot():
            manifest = Manifest(
                version=settings.VERSION,
                made_at=timezone.now().isoformat(),
                engine=connection.vendor,
                migrations=applied_migrations(),
            )
            for model in kept_models():
                _write_table(archive, model, manifest, bar)
        _write_bytes(archive, ERASURES, erasures.dump(erasures.journal()), manifest)
        _write_files(archive, manifest, bar)
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


@contextmanager
def _member(archive: zipfile.ZipFile, name: str, manifest: Manifest) -> Iterator[Measured]:
    """A member to write to, noted in the manifest when it is complete."""
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as raw:
        measured = Measured(raw)
        yield measured
    manifest.members[name] = measured.note()


def _write_table(archive: zipfile.ZipFile, model: Any, manifest: Manifest, bar: Bar) -> None:
    bar.part(label_of(model), model._base_manager.count())
    rows = 0
    with _member(archive, member_of(model), manifest) as measured:
        stream = zstandard.ZstdCompressor(level=6).stream_writer(measured, closefd=False)
        with stream:
            for number in write_rows(model, stream):
                rows += number
                bar.advance(number)
    manifest.counts[label_of(model)] = rows


def _write_bytes(archive: zipfile.ZipFile, name: str, content: bytes, manifest: Manifest) -> None:
    with _member(archive, name, manifest) as measured:
        measured.write(content)


def _write_files(archive: zipfile.ZipFile, manifest: Manifest, bar: Bar) -> None:
    bar.part("files")
    for name in stored_files():
        try:
            source = default_storage.open(name)
        except FileNotFoundError:  # deleted since it was listed
            continue
        with source, _member(archive, FILES + name, manifest) as measured:
            while content := source.read(CHUNK):
                measured.write(content)
        bar.advance()


def stored_files(folder: str = "") -> Iterator[str]:
    """The names of all files of the default storage, but those that stay with the installation."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        if folder or name not in STAYING:
            yield from stored_files(f"{folder}{name}/")
