"""Work of the queue: reading a large file, and the search entries of all that a large file brought."""

from __future__ import annotations

from django_tasks import task

from portolan.exchange.domain.after import index_things
from portolan.exchange.domain.imports import read_run
from portolan.exchange.enums import RunState
from portolan.exchange.models import ImportRun


@task()
def read_file(run_pk: int) -> None:
    """Read and stage the file of a run. Repeated, it starts again; a run that is ready or given up is left alone."""
    run = ImportRun.objects.filter(pk=run_pk, state__in=[RunState.WAITING, RunState.READING]).first()
    if run is not None and run.file:
        with run.file.open("rb") as file:
            read_run(run, file)


@task()
def index_many(kind: str, pks: list[int]) -> None:
    """Bring the search entries of these things up to date. Repeated, it does the same again."""
    index_things(kind, pks)
