"""Deciding between sources that disagree."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict, Statement
from portolan.provenance.registry import write_value


def decide_conflict(
    conflict: Conflict, *, prefer: Statement, reason: str, by: User, at: dt.datetime | None = None
) -> Conflict:
    """Prefer one statement of an open conflict: its value is shown from now on, all statements stay.

    Raises DomainError when the conflict is decided already, the statement is not of it, or no reason is given.
    """
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    with transaction.atomic():
        current = Conflict.objects.select_for_update().get(pk=conflict.pk)
        if current.state != ConflictState.OPEN:
            raise DomainError(_("This conflict has been decided already."), code="already-decided")
        if prefer.conflict_id != current.pk:
            raise DomainError(
                _("This statement is not part of the conflict."), code="foreign-statement", field="prefer"
            )
        before = current.statements.filter(preferred=True).values_list("value", flat=True).first()
        current.statements.exclude(pk=prefer.pk).update(preferred=False)
        current.statements.filter(pk=prefer.pk).update(preferred=True)
        write_value(current.subject_kind, current.subject_id, current.field, prefer.value)
        current.state = ConflictState.DECIDED
        current.decided_at, current.decided_by, current.reason = at or timezone.now(), by, reason.strip()
        current.save()
        audit.record(
            "conflict.decide",
            current,
            by=by,
            at=current.decided_at,
            changes={current.field: [before, prefer.value]},
            reason=current.reason,
        )
        public_changed()
    return current


def reopen_conflict(conflict: Conflict, *, reason: str, by: User, at: dt.datetime | None = None) -> Conflict:
    """Take a decision back; the value shown stays until somebody decides again. Raises DomainError when it is open."""
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    with transaction.atomic():
        current = Conflict.objects.select_for_update().get(pk=conflict.pk)
        if current.state != ConflictState.DECIDED:
            raise DomainError(_("This conflict is open."), code="not-decided")
        current.state, current.decided_at, current.decided_by = ConflictState.OPEN, None, None
        current.save()
        audit.record("conflict.reopen", current, by=by, at=at, reason=reason.strip())
    return current
