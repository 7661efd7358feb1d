"""Taking a file in: a preview that writes nothing but its own staging tables, a person's choices, one atomic commit."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.exchange.domain import bulk, staging
from portolan.exchange.domain.after import after_commit
from portolan.exchange.domain.applying import PeopleRows, apply_plan, changed_since
from portolan.exchange.domain.planning.plan import make_plan
from portolan.exchange.domain.planning.state import Plan
from portolan.exchange.domain.reading import read_book
from portolan.exchange.domain.sharing import Shares
from portolan.exchange.domain.wording import RefusedError
from portolan.exchange.enums import RunState, Verdict
from portolan.exchange.models import ImportRun
from portolan.kernel.errors import DomainError
from portolan.provenance.domain.publication import public_changed


def receive(file: File, *, by: User, name: str, at: dt.datetime | None = None) -> ImportRun:
    """Keep a file to be read later by the queue; nothing of it is looked at yet."""
    run = ImportRun(name=name[:255], made_at=at or timezone.now(), made_by=by)
    run.file.save(f"{run.made_at:%Y%m%d%H%M%S}", file, save=True)
    return run


def preview(source: Path | str | BinaryIO, *, by: User | None, name: str, at: dt.datetime | None = None) -> ImportRun:
    """Read a file and stage what it would do. A file that cannot be read gives a refused run that says why."""
    run = ImportRun.objects.create(name=name[:255], made_at=at or timezone.now(), made_by=by, state=RunState.READING)
    return read_run(run, Path(source) if isinstance(source, str) else source)


def read_run(run: ImportRun, source: Path | BinaryIO) -> ImportRun:
    """Read and stage the file of a run, and forget the file. A repeated call starts again from the beginning."""
    run.rows.all().delete()
    try:
        book = read_book(source)
        run.about, run.columns, run.rows_total = book.about, book.columns, book.total
        run.digest = _digest(source)
        run.state, run.rows_done = RunState.READING, 0
        run.save()
        plan = make_plan(book, at=run.made_at, progress=lambda done: _progress(run, done))
        staging.stage(run, plan)
    except RefusedError as refused:
        run.state, run.refusal = RunState.REFUSED, [refused.code, refused.params]
    except Exception:
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.REFUSED, refusal=["unreadable", {}])
        raise
    else:
        run.state, run.counts, run.rows_done = RunState.READY, staging.counts(plan), book.total
    if run.file:
        run.file.delete(save=False)
    run.save()
    return run


def _digest(source: Path | BinaryIO) -> str:
    if isinstance(source, Path):
        files = sorted(source.iterdir()) if source.is_dir() else [source]
        content = b"".join(path.read_bytes() for path in files if path.is_file())
    else:
        source.seek(0)
        content = source.read()
    return hashlib.sha256(content).hexdigest()


def _progress(run: ImportRun, done: int) -> None:
    ImportRun.objects.filter(pk=run.pk).update(rows_done=done)


def choose(run: ImportRun, choices: Mapping[int, str], *, by: User) -> ImportRun:
    """Say of rows (by their number in the staging table) that they are `new` or the same as a candidate; judge again.

    Raises DomainError for a run that is not ready, and for a choice that was never offered.
    """
    _require_ready(run)
    for row in run.rows.filter(pk__in=choices):
        choice = choices[row.pk]
        if choice not in {"", "new", *(candidate[0] for candidate in row.candidates)}:
            raise DomainError(_("This choice was not offered."), code="no-such-choice", field=f"row-{row.pk}")
        run.rows.filter(pk=row.pk).update(choice=choice, digest="")
    judge_again(run)
    return run


def judge_again(run: ImportRun) -> Plan:
    """The verdicts against the database as it is now."""
    plan = make_plan(staging.staged_book(run), at=timezone.now())
    staging.restage(run, plan, moved=False)
    run.counts = staging.counts(plan)
    run.save(update_fields=["counts"])
    return plan


def commit(
    run: ImportRun, *, by: User | None, leave_out_errors: bool = False, at: dt.datetime | None = None
) -> ImportRun:
    """Take a previewed file over: in one transaction, in bulk, with one audit entry, and only as it was previewed.

    Raises DomainError `rows-in-error` unless they are to be left out, and `changed-since` when the database has moved;
    then the preview shows the new verdicts.
    """
    _require_ready(run)
    moment = at or timezone.now()
    plan = make_plan(staging.staged_book(run), at=moment)
    if staging.restage(run, plan, moved=True):
        run.counts = staging.counts(plan)
        run.save(update_fields=["counts"])
        raise changed_since()
    if not leave_out_errors and any(result.failed for result in plan.results):
        raise DomainError(_("Some rows are in error: mend the file, or leave these rows out."), code="rows-in-error")
    _take_over(run, plan, by=by, at=moment)
    run.refresh_from_db()
    return run


def _take_over(run: ImportRun, plan: Plan, *, by: User | None, at: dt.datetime) -> None:
    """All that can be made ready is, before the one transaction that holds SQLite's only write lock."""
    totals = Counter(str(result.verdict) for result in plan.results)
    shares = Shares(plan)
    rows = PeopleRows(plan)
    if len(plan.results) > bulk.BATCH:
        bulk.make_room()
    try:
        with transaction.atomic():
            claimed = ImportRun.objects.filter(pk=run.pk, state=RunState.READY)
            if not claimed.update(state=RunState.COMMITTED, committed_at=at):
                raise changed_since()
            apply_plan(plan, rows, at=at)
            shares.store(run)
            after_commit(plan)
            changes = {str(verdict): [None, totals[verdict]] for verdict in Verdict if totals[verdict]}
            audit.record("import.commit", run, by=by, at=at, changes=changes)
            bulk.check_references()
            # Last: on PostgreSQL whoever publishes waits for this row.
            public_changed()
    except IntegrityError:
        raise changed_since() from None
    finally:
        rows.forget()


def discard(run: ImportRun, *, by: User, at: dt.datetime | None = None) -> ImportRun:
    """Give an import up: its staged rows are deleted, the run itself stays as a trace."""
    with transaction.atomic():
        if run.state not in {RunState.READY, RunState.REFUSED, RunState.WAITING}:
            raise DomainError(_("This import can no longer be discarded."), code="not-open")
        run.rows.all().delete()
        run.state = RunState.DISCARDED
        run.save()
        audit.record("import.discard", run, by=by, at=at)
    return run


def sweep(*, before: dt.datetime) -> int:
    """Delete the staged rows of imports given before a moment: they hold what people wrote about people."""
    from_then = ImportRun.objects.filter(made_at__lt=before).exclude(state__in=[RunState.READING, RunState.WAITING])
    total = 0
    for run in from_then:
        deleted, _by_model = run.rows.all().delete()
        total += deleted
    from_then.filter(state=RunState.READY).update(state=RunState.DISCARDED)
    return total


def _require_ready(run: ImportRun) -> None:
    run.refresh_from_db()
    if run.state != RunState.READY:
        raise DomainError(_("This import is not ready to be taken over."), code="not-ready")


def discard_quietly(run: ImportRun) -> None:
    """Remove a run that brought nothing new, as if the file had never been read."""
    run.rows.all().delete()
    run.delete()


def choices_of(given: Mapping[str, str], before: Mapping[str, str]) -> dict[int, str]:
    """Choices by the number of their row, of fields named `row-7`, where they differ from before."""
    return {int(name[4:]): choice for name, choice in given.items() if choice != before.get(name, "")}
