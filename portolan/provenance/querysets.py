"""Who sees which conflicts, and the filters pages share."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.provenance.enums import ConflictState


class ConflictQuerySet(models.QuerySet):
    """Conflicts between sources."""

    def open(self) -> Any:
        """Those nobody has decided."""
        return self.filter(state=ConflictState.OPEN)

    def visible_to(self, user: Any) -> Any:
        """The team sees what sources disagree on; others see the values themselves, with their sources."""
        return self if can(user, Permission.NETWORK_READ) else self.none()


class StatementQuerySet(models.QuerySet):
    """What sources say."""

    def about(self, thing: models.Model) -> Any:
        """All statements on one thing, the preferred first."""
        return (
            self.filter(subject_kind=thing._meta.label_lower, subject_id=str(thing.pk))
            .select_related("source")
            .order_by("field", "-preferred", "id")
        )

    def real(self) -> Any:
        """Without the demonstration's."""
        return self.exclude(record__kind="demonstration")
