"""Writing the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.utils import timezone

from portolan.accounts.enums import Permission, PersonalData
from portolan.accounts.models import AuditEntry, User
from portolan.accounts.rules import can

# Set by the edge for the time of a request or command, so that entries can be found from a log line.
request_id: ContextVar[str] = ContextVar("audit_request_id", default="")


def kind_of(thing: models.Model) -> str:
    """The name of a thing's kind in audit entries, notices, tasks and search: `network.organisation`."""
    return thing._meta.label_lower


def record(
    verb: str,
    thing: models.Model | None = None,
    *,
    by: User | None,
    at: dt.datetime | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    on_behalf_of: str = "",
) -> AuditEntry:
    """Add an entry. `changes` maps a field to `[before, after]`; on things about people the values are left out."""
    kept = dict(changes or {})
    if thing is not None and getattr(thing, "personal_data", None) in {PersonalData.IDENTITY, PersonalData.SENSITIVE}:
        kept = dict.fromkeys(kept)
    return AuditEntry.objects.create(
        at=at or timezone.now(),
        actor=by,
        actor_label=str(by) if by else "",
        on_behalf_of=on_behalf_of,
        verb=verb,
        object_kind=kind_of(thing) if thing is not None else "",
        object_id=str(thing.pk) if thing is not None else "",
        object_label=_label(thing),
        changes=kept,
        reason=reason,
        request_id=request_id.get(),
    )


def entries_visible_to(user: Any) -> models.QuerySet[AuditEntry]:
    """The trail as this reader may see it: all for those who may read it, else what one did oneself."""
    if can(user, Permission.AUDIT_READ):
        return AuditEntry.objects.all()
    if not getattr(user, "is_authenticated", False):
        return AuditEntry.objects.none()
    return AuditEntry.objects.filter(actor=user)


def history_of(thing: models.Model) -> models.QuerySet[AuditEntry]:
    """What happened to one thing, newest first; who may see the thing's page decides, not this."""
    return AuditEntry.objects.filter(object_kind=kind_of(thing), object_id=str(thing.pk)).select_related("actor")


def _label(thing: models.Model | None) -> str:
    """The thing's name at this time; of a person only the number, so that erasure leaves no name behind."""
    if thing is None:
        return ""
    if getattr(thing, "personal_data", None) in {PersonalData.IDENTITY, PersonalData.SENSITIVE}:
        return f"{thing._meta.verbose_name} {thing.pk}"
    return str(thing)[:300]
