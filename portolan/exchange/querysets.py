"""Who sees which imports, and the filters of the preview."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can


class RunQuerySet(models.QuerySet):
    """Imports."""

    def visible_to(self, user: Any) -> Any:
        """Those who may import see every import; others none."""
        return self if can(user, Permission.IMPORT_RUN) else self.none()


class ShareQuerySet(models.QuerySet):
    """What imports brought to bodies."""

    def by_run(self) -> Any:
        """One line for each import, the latest first: a body two were merged into may have two shares of one."""
        named = ("run", "run__name", "run__committed_at", "run__made_by__name", "run__made_by__email")
        return self.values(*named).annotate(brought=models.Sum("rows")).order_by("-run__committed_at", "-run")


class StagedRowQuerySet(models.QuerySet):
    """Rows of a preview."""

    def of(self, *, verdict: str = "", sheet: str = "") -> Any:
        """Those of one verdict and one sheet; `warned` finds every row with a warning, `duplicates` those to choose."""
        rows = self.filter(sheet=sheet) if sheet else self
        if verdict == "warned":
            return rows.filter(warned=True)
        if verdict == "duplicates":
            return rows.exclude(candidates=[])
        if verdict == "moved":
            return rows.filter(moved=True)
        return rows.filter(verdict=verdict) if verdict else rows
