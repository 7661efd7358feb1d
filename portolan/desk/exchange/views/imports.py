"""Imports: giving a file, checking its preview, choosing, taking it over, and the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from portolan.accounts.enums import Permission
from portolan.desk.exchange.forms import ChoicesForm, CommitForm, RowFilterForm, UploadForm
from portolan.exchange.domain import imports
from portolan.exchange.domain.wording import say_field, say_refusal
from portolan.exchange.enums import RunState, Verdict
from portolan.exchange.exports.network import network_workbook
from portolan.exchange.exports.report import remarks, report_workbook, said
from portolan.exchange.exports.template import template_workbook
from portolan.exchange.models import ImportRun, StagedRow
from portolan.exchange.tasks import read_file
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

PAGE = 50
# Files up to this size are read while the reader waits; larger ones by the queue.
AT_ONCE = 300_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARKS = {
    Verdict.ADDED: "done",
    Verdict.CHANGED: "part",
    Verdict.LEFT: "none",
    Verdict.CONFLICT: "stale",
    Verdict.WARNED: "stale",
    Verdict.ERROR: "late",
}
_UNDER_WAY = (RunState.WAITING, RunState.READING)
_STATE_MARKS = {
    RunState.READY: "part",
    RunState.COMMITTED: "done",
    RunState.REFUSED: "late",
    RunState.DISCARDED: "none",
}


@needs(Permission.IMPORT_RUN)
def runs(request: HttpRequest) -> HttpResponse:
    """The imports so far, and the form for another file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request.user, Permission.IMPORT_RUN, on=ImportRun())
        if form.is_valid():
            return HttpResponseRedirect(_address(_take(request, form.cleaned_data["file"])))
    rows = ImportRun.objects.visible_to(request.user).select_related("made_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/exchange/runs.html", {"form": form, "page_obj": page, "table": _runs_table(page)})


def _take(request: HttpRequest, file: Any) -> ImportRun:
    if file.size <= AT_ONCE:
        return imports.preview(file, by=request.user, name=file.name)  # type: ignore[arg-type]
    run = imports.receive(file, by=request.user, name=file.name)  # type: ignore[arg-type]
    read_file.enqueue(run.pk)
    return run


def _address(run: ImportRun) -> str:
    return reverse("desk:import", args=[run.pk])


def _runs_table(page: Any) -> Table:
    columns = [Column(_("File")), Column(_("State")), Column(_("Rows"), numeric=True), Column(_("Given"))]
    return Table(
        columns,
        [
            [
                Cell(run.name, url=_address(run), note=run.about.get("record")),
                Cell(run.get_state_display(), mark=_STATE_MARKS.get(RunState(run.state), "todo")),
                run.rows_total,
                Cell(run.made_at, note=run.made_by),
            ]
            for run in page.object_list
        ],
    )


def _run(request: HttpRequest, pk: int) -> ImportRun:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.IMPORT_RUN, on=run)
    return run


@needs(Permission.IMPORT_RUN)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: its preview by sheet, row and column, and what to do with it."""
    found = _run(request, pk)
    if request.htmx:  # type: ignore[attr-defined]
        return _progress(request, found)
    form = RowFilterForm(request.GET, sheets=list(found.columns))
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(found.rows.of(**chosen), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    unsure = [row for row in rows if row.candidates] if found.state == RunState.READY else []
    context = {
        "run": found,
        "is_read": found.state in _UNDER_WAY,
        "form": form,
        "page_obj": page,
        "table": _rows_table(rows),
        "summary": _summary(found),
        "refusal": say_refusal(*found.refusal) if found.refusal else "",
        "choices": ChoicesForm(rows=unsure) if unsure else None,
        "commit_form": CommitForm() if _total(found, Verdict.ERROR) else None,
        "query": request.GET.urlencode(),
        "states": _states(found),
        "nothing_new": not any(_total(found, verdict) for verdict in Verdict if verdict != Verdict.LEFT),
    }
    answer = render(request, "desk/exchange/run.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _progress(request: HttpRequest, found: ImportRun) -> HttpResponse:
    """How far the reading has come, for a page that asks by itself; once it is over, that page is loaded anew."""
    if found.state not in _UNDER_WAY:
        return HttpResponseClientRefresh()
    return render(request, "desk/exchange/reading.html", {"run": found})


def _states(found: ImportRun) -> list[dict[str, Any]]:
    states = [
        {
            "label": _("State"),
            "value": found.get_state_display(),
            "mark": _STATE_MARKS.get(RunState(found.state), "todo"),
        },
        {"label": _("Record"), "value": found.about.get("record", "")},
        {"label": _("Given"), "value": found.made_at},
    ]
    return states + ([{"label": _("Taken over"), "value": found.committed_at}] if found.committed_at else [])


def _total(found: ImportRun, verdict: str) -> int:
    return sum(counts.get(verdict, 0) for counts in found.counts.values())


def _summary(found: ImportRun) -> Table:
    """Sheets by verdicts, each number leading to its rows."""
    heads: list[tuple[str, Any]] = [
        *((verdict.value, verdict.label) for verdict in Verdict if verdict != Verdict.WARNED)
    ]
    heads.append(("warned", pgettext("filter of rows", "with a warning")))
    here = reverse("desk:import", args=[found.pk])
    rows = []
    for sheet in found.columns:
        counts = found.counts.get(sheet, {})
        cells = []
        for verdict, _label in heads:
            number = counts.get("with-warning" if verdict == "warned" else verdict, 0)
            cells.append(Cell(number, url=f"{here}?verdict={verdict}&sheet={sheet}#rows" if number else ""))
        rows.append([Cell(sheet, url=f"{here}?sheet={sheet}#rows"), *cells])
    return Table([Column(_("Sheet")), *(Column(label, numeric=True) for _key, label in heads)], rows)


def _rows_table(rows: list[StagedRow]) -> Table:
    columns = [Column(_("Row")), Column(_("Verdict")), Column(_("What it says")), Column(_("What changes"))]
    return Table([*columns, Column(_("Remarks"))], [_row_cells(row) for row in rows])


def _row_cells(row: StagedRow) -> list[Any]:
    changes = [f"{say_field(name)}: {said(old)} → {said(new)}" for name, (old, new) in row.changes.items()]
    cells = [f"{column}: {cell[:80]}" for column, cell in list(row.cells.items())[:8]]
    verdict = Cell(row.get_verdict_display(), mark=_MARKS[Verdict(row.verdict)])
    return [
        f"{row.sheet} {row.number}",
        verdict,
        "; ".join(cells),
        "; ".join(changes) if row.verdict != Verdict.ADDED else "",
        "; ".join(remarks(row)),
    ]


@require_POST
@needs(Permission.IMPORT_RUN)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what a person chose for likely duplicates, and judge the file again."""
    found = _run(request, pk)
    keys = [int(name[4:]) for name in request.POST if name.startswith("row-") and name[4:].isdigit()]
    form = ChoicesForm(request.POST, rows=list(found.rows.filter(pk__in=keys[: PAGE + 1])))
    if form.is_valid():
        try:
            imports.choose(found, form.chosen(), by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Your choices were kept; the preview follows them."))
        except DomainError as refused:
            messages.error(request, refused.message)
    else:
        messages.error(request, _("This choice was not offered."))
    return HttpResponseRedirect(f"{_address(found)}?verdict=duplicates")


@require_POST
@needs(Permission.IMPORT_RUN)
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the file over as previewed, or say why not."""
    found = _run(request, pk)
    form = CommitForm(request.POST)
    leave_out = form.is_valid() and form.cleaned_data["leave_out_errors"]
    try:
        imports.commit(found, by=request.user, leave_out_errors=leave_out)  # type: ignore[arg-type]
        messages.success(request, _("The file was taken over."))
    except DomainError as refused:
        messages.error(request, refused.message)
        if refused.code == "changed-since":
            return HttpResponseRedirect(f"{_address(found)}?verdict=moved")
    return HttpResponseRedirect(_address(found))


@require_POST
@needs(Permission.IMPORT_RUN)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file up; its rows are deleted."""
    found = _run(request, pk)
    try:
        imports.discard(found, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The import was discarded."))
    except DomainError as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("desk:imports"))


@needs(Permission.IMPORT_RUN)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row of the file and what became of it, as a workbook."""
    found = _run(request, pk)
    return _file(report_workbook(found), f"report-{found.pk}.xlsx")


@needs(Permission.IMPORT_RUN)
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    return _file(template_workbook(), "template.xlsx")


@needs(Permission.IMPORT_RUN)
def network(request: HttpRequest) -> HttpResponse:
    """The present network in the form of the template."""
    return _file(network_workbook(user=request.user), "network.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
