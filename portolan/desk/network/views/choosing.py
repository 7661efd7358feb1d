"""What a form proposes while a name is typed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portolan.accounts.enums import Permission
from portolan.desk.choosers import PROPOSED, called_like, label_of
from portolan.desk.lists import listing
from portolan.kernel.dates import say_number
from portolan.network.models import Organisation, Place
from portolan.ui.access import needs

LONGEST = 300


@needs(Permission.DESK_USE)
def choose(request: HttpRequest, of: str) -> HttpResponse:
    """The things of a list that are called so, of those this reader may choose; and in words how many."""
    try:
        offered = listing(of, request.user, request.GET.get("about", ""))
    except KeyError:
        raise Http404 from None
    words = request.GET.get("q", "")[:LONGEST].replace("\x00", "")
    rows = called_like(offered.rows, words)
    if issubclass(rows.model, Organisation):
        rows = rows.select_related("place", "record")
    elif issubclass(rows.model, Place):
        rows = rows.select_related("record")
    found = list(rows[: PROPOSED + 1])
    answer = {"options": [_option(row) for row in found[:PROPOSED]], "said": _said(len(found))}
    return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})


def _option(row: Any) -> dict[str, str]:
    return {"value": str(row.pk), **label_of(row), "note": _note(row)}


def _note(row: Any) -> str:
    """What tells two of one name apart."""
    if isinstance(row, Organisation):
        parts = [row.get_kind_display(), str(row.place or "")]
    elif isinstance(row, Place):
        parts = [row.get_kind_display(), row.country]
    else:
        parts = [row.email]
    marks = [_("demonstration")] if isinstance(row, Organisation | Place) and row.is_invented else []
    return " · ".join(part for part in [*parts, *marks] if part)


def _said(count: int) -> str:
    if not count:
        return _("Nothing here is called that.")
    if count > PROPOSED:
        return _("The first %(count)s: type on to see others.") % {"count": say_number(PROPOSED)}
    return ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": say_number(count)}
