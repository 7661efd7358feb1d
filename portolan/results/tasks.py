"""Work of the queue: counting after a change."""

from __future__ import annotations

from django_tasks import task

from portolan.results.domain.standing import counts_are_stale, rebuild_counts


@task()
def refresh_counts() -> int:
    """Count again when something public changed; the number of values that changed. Any number of runs do no harm."""
    return rebuild_counts() if counts_are_stale() else 0
