"""The programme, its phases, and who belongs to them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.periods import PartialDate
from portolan.network.domain.changes import check, require_same, set_values
from portolan.network.models import Membership, Phase, Programme
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.domain.records import desk_record
from portolan.search.domain.entries import refresh

Row = Programme | Phase | Membership


def edit_programme(programme: Programme, *, by: User | None, seen: str = "", **values: Any) -> Programme:
    """Change the programme's names, contacts or look; DomainError `changed-meanwhile` as for organisations."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme.pk)
        require_same(programme, seen)
        return _keep(programme, set_values(programme, values), "programme-changed", by=by)


def create_phase(*, by: User | None, **values: Any) -> Phase:
    """Add a phase to a programme."""
    phase = Phase(record=values.pop("record", None) or desk_record())
    return _keep_phase(phase, values, "phase-added", by=by)


def edit_phase(phase: Phase, *, by: User | None, seen: str = "", **values: Any) -> Phase:
    """Change a phase; the one that becomes current takes the place of the other."""
    with transaction.atomic():
        phase = Phase.objects.select_for_update().get(pk=phase.pk)
        require_same(phase, seen)
        return _keep_phase(phase, values, "phase-changed", by=by)


def _keep_phase(phase: Phase, values: dict[str, Any], verb: str, *, by: User | None) -> Phase:
    changes = set_values(phase, values)
    _check_order(phase)
    with transaction.atomic():
        if phase.is_current:
            others = Phase.objects.filter(programme=phase.programme, is_current=True).exclude(pk=phase.pk)
            others.update(is_current=False)
        return _keep(phase, changes, verb, by=by)


def add_membership(*, by: User | None, **values: Any) -> Membership:
    """Let a body belong to a phase as something."""
    membership = Membership(record=values.pop("record", None) or desk_record())
    changes = set_values(membership, values)
    _check_order(membership)
    return _keep(membership, changes, "membership-added", by=by)


def edit_membership(membership: Membership, *, by: User | None, seen: str = "", **values: Any) -> Membership:
    """Change the role, the field or the dates of a membership."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        require_same(membership, seen)
        changes = set_values(membership, values)
        _check_order(membership)
        return _keep(membership, changes, "membership-changed", by=by)


def end_membership(membership: Membership, *, end: PartialDate, by: User | None, reason: str = "") -> Membership:
    """Say until when a body belonged; the row stays, since what happened hangs on it."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        changes = set_values(membership, {"end": end})
        _check_order(membership)
        return _keep(membership, changes, "membership-ended", by=by, reason=reason)


def _keep(row: Any, changes: dict[str, Any], verb: str, *, by: User | None, reason: str = "") -> Any:
    check(row)
    with transaction.atomic():
        row.save()
        record(verb, row, by=by, changes=changes, reason=reason)
        refresh(row.organisation if isinstance(row, Membership) else row)
        public_changed()
    return row


def _check_order(row: Phase | Membership) -> None:
    if row.start and row.end and row.end.last_day() < row.start.first_day():
        raise DomainError(_("The end lies before the beginning."), code="ends-before", field="end")
