"""Whether everything works, for those who watch."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import Max, Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portolan.messages.models import Fault, Heartbeat
from portolan.ui.access import public

# A worker beats every 5 s; the files are tried once a minute, since anybody may ask.
WORKER_SECONDS = 60
STORAGE_SECONDS = 60
OK, DEGRADED, FAILING = "ok", "degraded", "failing"


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """`ok` or `degraded` (no worker lives) with 200; `failing` (no database, files not writable) with 503.

    Without a worker the pages still work: whoever balances load must not take the site away for it.
    """
    state: dict[str, Any] = {"status": OK, "version": settings.VERSION, "database": OK}
    try:
        state["queue"] = _queue()
        state["worker"] = _worker()
        state["faults_24h"] = Fault.objects.filter(last_at__gte=timezone.now() - dt.timedelta(days=1)).count()
        state["storage"] = cache.get_or_set("health-storage", _storage, STORAGE_SECONDS)
    except DatabaseError:
        state["database"] = FAILING
    if FAILING in {state["database"], state.get("storage")}:
        state["status"] = FAILING
    elif state["worker"]["status"] != OK:
        state["status"] = DEGRADED
    response = JsonResponse(state, status=503 if state["status"] == FAILING else 200)
    response["Cache-Control"] = "no-store"
    return response


def _queue() -> dict[str, int]:
    """Tasks that wait, the age in seconds of the oldest that is due, and those given up."""
    due = DBTaskResult.objects.ready()
    oldest = due.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return {
        "waiting": due.count(),
        "oldest_seconds": int((timezone.now() - oldest).total_seconds()) if oldest else 0,
        "failed": DBTaskResult.objects.failed().count(),
    }


def _worker() -> dict[str, Any]:
    """Whether any worker lives, and how many seconds ago the last one said so (null: never)."""
    last = Heartbeat.objects.aggregate(last=Max("at"))["last"]
    seconds = int((timezone.now() - last).total_seconds()) if last else None
    return {"status": OK if seconds is not None and seconds < WORKER_SECONDS else "silent", "beat_seconds": seconds}


def _storage() -> str:
    """Write a small file and take it away again."""
    try:
        name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(b"ok"))
        default_storage.delete(name)
    except Exception:  # noqa: BLE001  a bucket fails in as many ways as it has libraries
        return FAILING
    return OK
