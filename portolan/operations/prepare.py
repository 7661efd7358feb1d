"""Everything between a fresh data folder and the first page. Each step finds out for itself whether it is needed."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portolan.config import page_store
from portolan.documents.domain.templates import load_templates
from portolan.exchange.domain.loading import load_shipped_records
from portolan.network.domain.demonstration import give_demonstration_work
from portolan.operations import catalogues
from portolan.operations.demonstration import open_accounts, write_demonstration_documents
from portolan.operations.demonstration_documents.making import make_documents
from portolan.results.domain.standing import rebuild_counts

Say = Callable[[str], None]


def prepare(say: Say, *, demonstration: bool) -> None:
    """Bring database, catalogues, static files and data to this version. Two commands at once wait for each other."""
    with _alone():
        if _migrations_wait():
            say("preparing the database")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if catalogues.compile_all():
            say("compiled the translations")
        if _collect_static():
            # Stored pages name the former style sheet.
            page_store.clear()
            say("collected style sheets, fonts and scripts")
        if load_templates():
            say("loaded the templates of documents")
        _load_once(say, demonstration=demonstration)


def _load_once(say: Say, *, demonstration: bool) -> None:
    """On the first start only: later the desk decides. Loading again after a crash changes nothing that is there."""
    done = settings.DATA_DIR / "loaded"
    if not done.exists():
        say("loading the record")
        load_shipped_records(by=None, demonstration=demonstration)
        rebuild_counts()
        if demonstration:
            make_documents()
            open_accounts(settings.DATA_DIR)
            write_demonstration_documents()
            give_demonstration_work()
        done.write_text(settings.VERSION)


@contextmanager
def _alone() -> Iterator[None]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _collect_static() -> bool:
    """Collect when a file of any application changed since the last time; True when it did."""
    kept = settings.DATA_DIR / "static.fingerprint"
    now = _fingerprint(Path(settings.PACKAGE))
    if kept.exists() and kept.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    kept.write_text(now)
    return True


def _fingerprint(package: Path) -> str:
    """A digest of our version and of every static file of ours, by name, size and time."""
    digest = hashlib.sha256(settings.VERSION.encode())
    for file in sorted(package.glob("*/static/**/*")):
        known = file.stat()
        digest.update(f"{file.relative_to(package)} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()
