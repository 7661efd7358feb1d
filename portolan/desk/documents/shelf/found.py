"""A document as the desk's screens find it: one this reader may see, or 404."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.desk.pages import crumbs
from portolan.documents.models import Document
from portolan.ui.access import require


def found_document(request: HttpRequest, slug: str, permission: Permission = Permission.DOCUMENT_READ) -> Document:
    """The document of an address. Raises Http404 when this reader may not see it, PermissionDenied when not do this."""
    rows = Document.objects.visible_to(request.user).select_related("record", "city__place", "template")
    document = get_object_or_404(rows, slug=slug)
    if permission != Permission.DOCUMENT_READ:
        require(request.user, permission, on=document)
    return document


def way_to(document: Document, *last: Any) -> list[dict[str, Any]]:
    """The breadcrumb of a document's screens; with `last`, of one below its page."""
    home = (_("Documents"), reverse("desk:documents"))
    if not last:
        return crumbs(home, (document.title, ""))
    return crumbs(
        home, (document.title, reverse("desk:document", args=[document.slug])), *((each, "") for each in last)
    )
