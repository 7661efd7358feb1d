"""Search across everything public. A plain form and links: it works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portolan.kernel.languages import current_language
from portolan.portal.page import Reader, show
from portolan.portal.search.addresses import address_of
from portolan.search.domain.choices import Choices, groups, in_force, pages, say_kind
from portolan.search.domain.hits import Answer, Wish, ask
from portolan.ui.access import public


@public
def search(request: HttpRequest) -> HttpResponse:
    """What answers the question, of what everyone may see: the public page shows a signed-in reader no more."""
    try:
        choices = Choices.of(request.GET.dict())
        answer = ask(
            Wish(choices.typed, AnonymousUser(), choices.facets, choices.demonstration, current_language()),
            page=choices.page,
        )
        page = pages(answer).page(choices.page)
    except (ValueError, EmptyPage):
        raise Http404 from None
    rows = [_row(hit) for hit in answer.hits]
    reader = Reader.of(request)
    context = {
        "choices": choices,
        "answer": answer,
        "rows": rows,
        "groups": groups(choices, answer),
        "chosen": [{"label": way.label, "url": way.query} for way in in_force(choices, answer)],
        "page_obj": page,
        "crumbs": [{"label": _("Home"), "url": reader.url("home")}, {"label": _("Search")}],
    }
    invented = any(hit.is_invented for hit in answer.hits)
    return show(request, "portal/search.html", context, title=_title(answer), invented=invented, storable=False)


def _row(hit: Any) -> dict[str, Any]:
    here = current_language()
    return {
        "hit": hit,
        "kind": say_kind(hit.kind),
        "url": address_of(hit),
        "language": hit.language or here,
        "passage_language": hit.passage_language or here,
    }


def _title(answer: Answer) -> str:
    if not answer.question:
        return _("Search")
    return _("Search: %(question)s") % {"question": answer.question.typed}
