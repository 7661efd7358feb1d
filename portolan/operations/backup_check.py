"""Reading a backup without believing it: everything is looked at before anything is written."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.db.migrations.loader import MigrationLoader

from portolan.operations.backup_format import (
    DATA,
    ERASURES,
    FILES,
    MANIFEST,
    BackupError,
    Manifest,
    digest_of,
    seal_holds,
)
from portolan.operations.backup_upgrades import REMOVED_APPS
from portolan.operations.progress import Bar

NOTHING_CHANGED = "Nothing was changed."


def verify(path: Path, *, bar: Bar) -> Manifest:
    """The manifest of a backup that is whole, ours, and not of a later version; raises BackupError for any other."""
    bar.part(f"checking {path.name}")
    try:
        manifest = _verify(path, bar)
    except BackupError as error:
        raise BackupError(f"{path}: {error} {NOTHING_CHANGED}") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, NotImplementedError) as error:
        raise BackupError(f"{path}: this file cannot be read as a backup ({error}). {NOTHING_CHANGED}") from error
    return manifest


def _verify(path: Path, bar: Bar) -> Manifest:
    holds = seal_holds(path)
    if holds is None and not zipfile.is_zipfile(path):
        raise BackupError("This is not a backup of Portolan, or its end is missing.")
    with zipfile.ZipFile(path) as archive:
        if MANIFEST not in archive.namelist():
            raise BackupError("This is not a backup of Portolan: it has no manifest.")
        manifest = Manifest.from_json(archive.read(MANIFEST))
        _check_members(archive, manifest, bar)
    if not holds:
        raise BackupError("This backup is damaged: it is not as it was written.")
    _check_schema(manifest)
    return manifest


def _check_members(archive: zipfile.ZipFile, manifest: Manifest, bar: Bar) -> None:
    names = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(names) != sorted(manifest.members):
        raise BackupError("This backup is damaged: its members are not those of its manifest.")
    for name in names:
        _check_name(name)
        with archive.open(name) as member:
            try:
                digest = digest_of(member)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise BackupError(f"This backup is damaged: {name} cannot be read.") from error
        if digest != manifest.members[name]["sha256"]:
            raise BackupError(f"This backup is damaged: {name} is not what was written.")
        bar.advance()


def _check_name(name: str) -> None:
    """No member may reach outside the storage."""
    if name == ERASURES:
        return
    if not name.startswith((DATA, FILES)) or ".." in PurePosixPath(name).parts or "\\" in name:
        raise BackupError(f"This is not a backup of Portolan: it holds {name!r}.")


def _check_schema(manifest: Manifest) -> None:
    """Every migration the backup's database had must be one this version knows."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    told = {(app, name) for app, names in manifest.migrations.items() for name in names if app not in REMOVED_APPS}
    if told - known:
        first = ".".join(min(told - known))
        raise BackupError(
            f"This backup was made by a later version of Portolan ({manifest.version}; {first} is unknown here): "
            "install that version, or a later one, to restore it."
        )
