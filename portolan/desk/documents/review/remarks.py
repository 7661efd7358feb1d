"""Remarks: answered, resolved, taken up again; and all of them in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.desk.documents.review.forms import ReplyForm, ResolveForm
from portolan.desk.documents.shelf.forms import ReasonForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt
from portolan.documents.domain.answer_table import AnswerRow, answer_table
from portolan.documents.domain.remarks import answer, reopen_remark, resolve
from portolan.documents.exports.answer_table import write_answer_table
from portolan.documents.exports.files import TYPES, WORD
from portolan.documents.models import Remark
from portolan.kernel.languages import KNOWN, direction
from portolan.messages.domain.submissions import do_once
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table


def _found(request: HttpRequest, pk: int) -> Remark:
    rows = Remark.objects.visible_to(request.user).roots().select_related("section__document", "revision").distinct()
    return get_object_or_404(rows, pk=pk)


def _place(row: Remark) -> str:
    """Where a remark stands on the desk."""
    arguments = [row.section.document.slug, row.revision.language, row.section.key]
    return f"{reverse('desk:section-read', args=arguments)}#remark-{row.pk}"


def _done(
    request: HttpRequest, row: Remark, form: forms.Form, work: Callable[[], Any], *, said: str, title: str
) -> HttpResponse:
    """Do it when the form was sent and the verb does not refuse, else show the form with the remark above."""
    if request.method == "POST" and form.is_valid() and attempt(form, work):
        messages.success(request, said)
        return redirect(_place(row))
    context = {
        "title": title,
        "lead": row.text,
        "crumbs": way_to(row.section.document, title),
        "form": form,
        "submit": title,
        "cancel_url": _place(row),
    }
    return render(request, "desk/form.html", context)


@needs(Permission.DOCUMENT_REMARK)
def answer_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a remark one may read."""
    row = _found(request, pk)
    require(request.user, Permission.DOCUMENT_REMARK, on=row)
    form = ReplyForm(request.POST or None)

    def once() -> str:
        answer(row, text=form.cleaned_data["text"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        return _place(row)

    def work() -> Any:
        return do_once(form.cleaned_data["token"], once)

    return _done(request, row, form, work, said=_("The answer is kept."), title=_("Answer the remark"))


@needs(Permission.DOCUMENT_WRITE)
def resolve_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a remark."""
    row = _found(request, pk)
    require(request.user, Permission.DOCUMENT_WRITE, on=row)
    form = ResolveForm(request.POST or None)

    def work() -> Any:
        return resolve(row, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]

    return _done(request, row, form, work, said=_("The remark is resolved."), title=_("Resolve the remark"))


@needs(Permission.DOCUMENT_REMARK)
def reopen_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a resolved remark up again."""
    row = _found(request, pk)
    require(request.user, Permission.DOCUMENT_REMARK, on=row)
    form = ReasonForm(request.POST or None)

    def work() -> Any:
        return reopen_remark(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())  # type: ignore[arg-type]

    return _done(request, row, form, work, said=_("The remark is open again."), title=_("Take the remark up again"))


@needs(Permission.DOCUMENT_READ)
def table(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Every remark this reader may see, what was answered and what was changed."""
    found = found_document(request, slug)
    rows = answer_table(found, language, request.user)
    context = {
        "document": found,
        "crumbs": way_to(found, _("Remarks")),
        "table": _table(rows, slug, language),
        "language": language,
        "offered": [KNOWN[code] for code in found.languages if code in KNOWN],
        "direction": direction(language),
    }
    return render(request, "desk/documents/remarks.html", context)


def _table(rows: Iterable[AnswerRow], slug: str, language: str) -> Table:
    """A row for each remark, with what was answered and changed."""
    columns = [
        Column(_("Remark")),
        Column(_("Section")),
        Column(_("By")),
        Column(_("Answer")),
        Column(_("Change made")),
    ]
    return Table(columns, [_row(row, slug, language) for row in rows])


def _row(row: AnswerRow, slug: str, language: str) -> list[Any]:
    place = reverse("desk:section-read", args=[slug, language, row.section_key])
    quote = _("“%(quote)s”") % {"quote": row.quote} if row.quote else ""
    return [
        Cell(row.text, url=f"{place}#remark-{row.remark_id}", note=quote),
        row.heading,
        Cell(row.writer, note=row.body),
        Cell(row.resolution or None, note="; ".join(f"{name}: {words}" for name, words in row.answers)),
        Cell(row.change_made or None),
    ]


@needs(Permission.DOCUMENT_READ)
def table_file(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The same as a Word file, with only what this reader may see."""
    found = found_document(request, slug)
    content = write_answer_table(answer_table(found, language, request.user), language, title=str(found.title))
    response = HttpResponse(content, content_type=TYPES[WORD])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.remarks.{language}.docx"'
    return response
