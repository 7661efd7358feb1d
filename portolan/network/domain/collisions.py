"""How two rows of the network become one when their people or bodies do."""

from __future__ import annotations

from typing import Any

from portolan.network.models import Affiliation, Consent, FocalPoint, Membership
from portolan.network.registry import Resolution


def one_affiliation(row: Affiliation, other: Affiliation) -> Resolution:
    """The same function since the same time: the standing row takes the wording and the end it lacks."""
    changes: dict[str, Any] = {}
    if not other.function and row.function:
        changes["function"] = row.function
    if other.end is None and row.end is not None:
        changes["end"] = row.end
    return Resolution(other_changes=changes)


def one_consent(row: Consent, other: Consent) -> Resolution:
    """Two standing consents to one purpose: the earlier date holds, the evidence of both is kept."""
    evidence = "; ".join(dict.fromkeys(filter(None, (other.evidence, row.evidence))))[:300]
    return Resolution(other_changes={"given_at": min(row.given_at, other.given_at), "evidence": evidence})


def one_focal_point(row: FocalPoint, other: FocalPoint) -> Resolution:
    """Two holders of one rank after two cities became one: the post of the city that is gone ends with its start
    or the start of the other, whichever is later; it stays as history."""
    return Resolution(leave_out=False, row_changes={"end": max(row.start, other.start)})


def one_membership(row: Membership, other: Membership) -> Resolution:
    """The same role in one phase: the standing row takes the field, dates and source it lacks."""
    changes: dict[str, Any] = {}
    for name in ("field", "start", "end", "source_id"):
        if not getattr(other, name) and getattr(row, name):
            changes[name] = getattr(row, name)
    return Resolution(other_changes=changes)
