"""The library: what was published, by kind, city, language and year."""

from __future__ import annotations

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.documents.models import Edition
from portolan.kernel.languages import KNOWN
from portolan.portal.documents.forms import LibraryFilter, newest_editions
from portolan.portal.page import Reader, show
from portolan.ui.access import public
from portolan.ui.tables import Cell, Column, Table

PER_PAGE = 30


@public
def library(request: HttpRequest) -> HttpResponse:
    """The newest edition of every published document, newest first."""
    reader = Reader.of(request)
    form = LibraryFilter(request.GET, editions=newest_editions(demonstration=reader.demonstration))
    found = form.found().select_related("document__city__place", "document__record").order_by("-published_at", "-pk")
    try:
        page = Paginator(found, PER_PAGE).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    context = {
        "form": form,
        "chosen": [{"label": said, "url": _without(request, name)} for name, said in form.in_force()],
        "clear_url": reader.url("documents"),
        "page_obj": page,
        "total": page.paginator.count,
        "table": _table(list(page), reader),
        "crumbs": [{"label": _("Home"), "url": reader.url("home")}, {"label": _("Library")}],
    }
    invented = any(edition.document.is_invented for edition in page)
    return show(
        request, "portal/documents.html", context, title=_("Library"), invented=invented, storable=form.is_valid()
    )


def _without(request: HttpRequest, name: str) -> str:
    """The address of the same list without one filter, from its first page."""
    query = request.GET.copy()
    for key in (name, "page"):
        query.pop(key, None)
    return f"{request.path}?{query.urlencode()}"


def _table(rows: list[Edition], reader: Reader) -> Table:
    columns = [
        Column(pgettext("column", "Document")),
        Column(pgettext("column", "City")),
        Column(pgettext("column", "Languages")),
        Column(pgettext("column", "Published")),
    ]
    return Table(columns, [_row(edition, reader) for edition in rows])


def _row(edition: Edition, reader: Reader) -> list[Cell]:
    document = edition.document
    place = document.city.place if document.city else None
    names = [KNOWN[code].own_name if code in KNOWN else code for code in edition.languages]
    return [
        Cell(
            edition.title,
            url=reader.url("document", document.slug),
            note=capfirst(document.get_kind_display()),
            demonstration=document.is_invented,
        ),
        Cell(place.name, url=reader.url("city", place.slug)) if place else Cell(None),
        Cell(" · ".join(names)),
        Cell(edition.published_at.date()),
    ]
