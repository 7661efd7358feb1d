"""The documents one works with, making a new one, and how far each is translated."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.documents.shelf.forms import DocumentForm, ShelfFilter
from portolan.desk.documents.shelf.holders import holders_of
from portolan.desk.pages import attempt_once, crumbs, paged
from portolan.documents.domain.documents import create_document
from portolan.documents.domain.translation import Cell as MatrixCell
from portolan.documents.domain.translation import matrix
from portolan.documents.enums import Stage, TranslationState
from portolan.documents.models import Document, DocumentTemplate
from portolan.documents.querysets import DocumentQuerySet
from portolan.kernel.languages import KNOWN, site_languages
from portolan.network.enums import CITY_BODIES
from portolan.network.models import Organisation
from portolan.provenance.domain.records import desk_record
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

STAGE_MARKS = {Stage.DRAFT: "todo", Stage.READY: "part", Stage.PUBLISHED: "done"}
STATE_MARKS = {
    TranslationState.MISSING: "none",
    TranslationState.WORK: "part",
    TranslationState.DONE: "done",
    TranslationState.OUTDATED: "stale",
}


def _found(request: HttpRequest, form: ShelfFilter) -> DocumentQuerySet:
    """The documents of this reader that pass the filters: the late ones first, then who waits longest."""
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Document.objects.visible_to(request.user).select_related("record", "city__place")
    for name in ("kind", "stage"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("q"):
        rows = rows.titled(chosen["q"])
    return rows.waiting_first(timezone.localdate())


@needs(Permission.DOCUMENT_READ)
def documents(request: HttpRequest) -> HttpResponse:
    """Every document this reader works with: where it stands, who holds it and since when."""
    form = ShelfFilter(request.GET or None)
    page = paged(request, _found(request, form))
    may_make = can(request.user, Permission.DOCUMENT_MANAGE)
    context = {
        "title": _("Documents"),
        "form": form,
        "page_obj": page,
        "table": _table(list(page.object_list)),
        "tabs": shelf_tabs("documents"),
        "action": {"label": _("New document"), "url": reverse("desk:document-new")} if may_make else None,
        "empty_title": _("No document here yet."),
        "empty_text": _("Documents you write, review or translate stand here."),
    }
    return render(request, "desk/list.html", context)


def shelf_tabs(current: str) -> list[dict[str, Any]]:
    """The two views of the shelf."""
    views = (("documents", _("By stage")), ("documents-matrix", _("By language")))
    return [{"label": label, "url": reverse(f"desk:{name}"), "current": name == current} for name, label in views]


def _table(rows: list[Document]) -> Table:
    columns = [
        Column(pgettext("column", "Document")),
        Column(pgettext("column", "City")),
        Column(_("Stage")),
        Column(_("Held by")),
        Column(_("Since")),
        Column(_("Due")),
    ]
    held = holders_of(rows)
    return Table(columns, [_row(document, held.get(document.pk, "")) for document in rows])


def _row(document: Document, holder: str) -> list[Cell]:
    late = document.due_on is not None and document.due_on < timezone.localdate()
    is_late = late and document.stage != Stage.PUBLISHED
    return [
        Cell(
            document.title,
            url=reverse("desk:document", args=[document.slug]),
            note=capfirst(document.get_kind_display()),
            demonstration=document.is_invented,
        ),
        Cell(document.city.name if document.city else None),
        Cell(
            document.get_stage_display(),
            mark=STAGE_MARKS.get(Stage(document.stage), "part"),
        ),
        Cell(holder or None),
        Cell(document.stage_since.date()),
        Cell(document.due_on, mark="late" if is_late else ""),
    ]


@needs(Permission.DOCUMENT_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Make a document from a template."""
    cities = Organisation.objects.visible_to(request.user).standing().filter(kind__in=CITY_BODIES).in_order()
    form = DocumentForm(request.POST or None, templates=DocumentTemplate.objects.newest(), cities=cities)
    if (
        request.method == "POST"
        and form.is_valid()
        and (address := attempt_once(form, lambda: _make(request, dict(form.cleaned_data))))
    ):
        return redirect(address)
    context = {
        "title": _("New document"),
        "crumbs": crumbs((_("Documents"), reverse("desk:documents")), (_("New document"), "")),
        "form": form,
        "submit": _("Make the document"),
        "cancel_url": reverse("desk:documents"),
    }
    return render(request, "desk/form.html", context)


def _make(request: HttpRequest, typed: dict[str, Any]) -> str:
    """Make it where this reader may: the scope is asked on the document as it would be."""
    typed.pop("token")
    template, city = typed["template"], typed["city"]
    record = city.record if city is not None else desk_record()
    require(request.user, Permission.DOCUMENT_MANAGE, on=Document(city=city, component=typed["component"]))
    made = create_document(kind=template.kind, record=record, by=request.user, at=timezone.now(), **typed)
    return reverse("desk:document", args=[made.slug])


@needs(Permission.DOCUMENT_READ)
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Documents by language: how much of each is done, and what is out of date."""
    form = ShelfFilter(request.GET or None)
    page = paged(request, _found(request, form))
    languages = [language.code for language in site_languages()]
    columns = [Column(pgettext("column", "Document")), *(Column(KNOWN[code].own_name) for code in languages)]
    table = Table(
        columns,
        [
            [
                Cell(row.document.title, url=reverse("desk:document", args=[row.document.slug])),
                *(_state(row.cells.get(code)) for code in languages),
            ]
            for row in matrix(list(page.object_list))
        ],
    )
    context = {
        "title": _("Documents"),
        "form": form,
        "page_obj": page,
        "table": table,
        "tabs": shelf_tabs("documents-matrix"),
        "empty_title": _("No document here yet."),
    }
    return render(request, "desk/list.html", context)


def _state(cell: MatrixCell | None) -> Cell:
    if cell is None:
        return Cell(None)
    share = _("%(done)s of %(total)s sections") % {"done": cell.done, "total": cell.total}
    return Cell(capfirst(cell.state.label), mark=STATE_MARKS[cell.state], note=share)
