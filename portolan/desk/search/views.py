"""Search across everything this reader may see."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.desk.search.addresses import address_of
from portolan.kernel.languages import current_language
from portolan.search.domain.choices import Choices, groups, in_force, pages, say_kind
from portolan.search.domain.hits import Wish, ask
from portolan.ui.access import needs


@needs(Permission.DESK_USE)
def search(request: HttpRequest) -> HttpResponse:
    """What answers the question, of what this reader may see. The desk works on invented things too: marked."""
    try:
        choices = Choices.of(request.GET.dict())
        answer = ask(
            Wish(choices.typed, request.user, choices.facets, demonstration=True, language=current_language()),
            page=choices.page,
        )
        page = pages(answer).page(choices.page)
    except (ValueError, EmptyPage):
        raise Http404 from None
    context = {
        "choices": choices,
        "answer": answer,
        "rows": [_row(hit) for hit in answer.hits],
        "groups": groups(choices, answer),
        "chosen": [{"label": way.label, "url": way.query} for way in in_force(choices, answer)],
        "page_obj": page,
        "page_title": _("Search"),
        "demonstration": any(hit.is_invented for hit in answer.hits),
    }
    return render(request, "desk/search.html", context)


def _row(hit: Any) -> dict[str, Any]:
    here = current_language()
    return {
        "hit": hit,
        "kind": say_kind(hit.kind),
        "url": address_of(hit),
        "language": hit.language or here,
        "passage_language": hit.passage_language or here,
    }
