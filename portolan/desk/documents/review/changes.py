"""What changed since one last looked, in words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.documents.shelf.pictures import picture_address
from portolan.documents.domain.looks import changed_since, last_look, look
from portolan.documents.domain.reading import shown_changes
from portolan.kernel.languages import direction
from portolan.ui.access import needs


@needs(Permission.DOCUMENT_READ)
def since(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Each section that is another than when this reader last looked, with what was added and taken out; sent, it says
    that this was seen."""
    found = found_document(request, slug)
    if language not in found.languages:
        raise Http404
    user: Any = request.user
    if request.method == "POST":
        look(found, user, language, at=timezone.now())
        return redirect("desk:document-changes", slug, language)
    rows = [
        {"section": section, "changes": shown_changes(old, new, language=language, pictures=picture_address)}
        for section, old, new in changed_since(found, user, language)
    ]
    context = {
        "document": found,
        "crumbs": way_to(found, _("What changed")),
        "rows": rows,
        "looked_at": last_look(found, user, language),
        "language": language,
        "direction": direction(language),
    }
    return render(request, "desk/documents/since.html", context)
