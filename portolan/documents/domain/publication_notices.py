"""Who hears that a document was published or withdrawn: those who work on it, and its city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portolan.accounts.models import User
from portolan.documents.domain.hands import hands_of
from portolan.documents.models import Document
from portolan.messages.domain.notices import notify
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment


def tell(kind: str, document: Document, *, by: User | None, at: dt.datetime, values: Mapping[str, Any]) -> None:
    """Tell those with a hand in the document and the focal points of its city, after the transaction."""
    readers = {hand.user.pk: hand.user for hand in hands_of(document, on=at.date())}
    if document.city_id is not None:
        held = RoleAssignment.objects.standing(at.date()).filter(role=Role.FOCAL_POINT, organisation=document.city_id)
        readers.update({row.user.pk: row.user for row in held.select_related("user")})
    notify(list(readers.values()), kind, on=document, values={"slug": document.slug, **values}, by=by, at=at)
