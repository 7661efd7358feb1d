"""Themes with their events, the global frameworks, the glossary in three languages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.dates import say_language
from portolan.kernel.folding import sort_key
from portolan.kernel.languages import current_language
from portolan.portal.lines import EventLine, event_lines, plain_lines
from portolan.portal.page import Reader, show
from portolan.ui.access import public
from portolan.ui.tables import Cell, Column, Table
from portolan.vocabulary.enums import TermStatus
from portolan.vocabulary.models import Framework, GlossaryTerm, Theme

# The languages of the glossary, as its record has them.
GLOSSARY = ("fr", "en", "ar")
STANDING = {TermStatus.SEEN: "done", TermStatus.CONFIDENT: "part", TermStatus.WORKING: "todo"}
# Events of one theme on a page.
PER_PAGE = 50


def _crumbs(reader: Reader, *rest: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"label": _("Home"), "url": reader.url("home")}, *rest]


@public
def themes(request: HttpRequest) -> HttpResponse:
    """The themes the cities chose, with the number of events on each."""
    reader = Reader.of(request)
    events = PeerLearningEvent.objects.visible_to(reader.user).shown(demonstration=reader.demonstration)
    shown = Theme.objects.shown(demonstration=reader.demonstration).select_related("record")
    counts = dict(
        Theme.events.through.objects.filter(peerlearningevent__in=events).values_list("theme").annotate(Count("pk"))
    )
    rows = sorted(shown, key=lambda theme: sort_key(str(theme.label)))
    columns = [Column(pgettext("column", "Theme")), Column(pgettext("column", "Events"), numeric=True)]
    table = Table(
        columns,
        [
            [
                Cell(
                    theme.label, url=reader.url("theme", theme.code), note=theme.note, demonstration=theme.is_invented
                ),
                Cell(counts.get(theme.pk, 0)),
            ]
            for theme in rows
        ],
    )
    context = {"table": table, "crumbs": _crumbs(reader, {"label": _("Themes")})}
    invented = any(theme.is_invented for theme in rows)
    return show(request, "portal/themes.html", context, title=_("Themes"), invented=invented)


@public
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme and its events."""
    reader = Reader.of(request)
    found = Theme.objects.shown(demonstration=reader.demonstration).select_related("record").filter(code=code).first()
    if found is None:
        raise Http404
    events = PeerLearningEvent.objects.visible_to(reader.user).shown(demonstration=reader.demonstration)
    of_theme = events.filter(themes=found).chronological()
    try:
        page = Paginator(plain_lines(of_theme), PER_PAGE).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    themes_crumb = {"label": _("Themes"), "url": reader.url("themes")}
    context = {
        "theme": found,
        "page_obj": page,
        "steps": [_step(event, reader) for event in event_lines(page)],
        "crumbs": _crumbs(reader, themes_crumb, {"label": found.label}),
    }
    return show(request, "portal/theme.html", context, title=found.label, invented=found.is_invented)


def _step(event: EventLine, reader: Reader) -> dict[str, Any]:
    return {
        "kind": _("Peer-learning event"),
        "date": event.start,
        "title": event.title,
        "url": reader.url("event", event.slug),
        "text": event.place.name if event.place else "",
        "invented": event.is_invented,
    }


@public
def frameworks(request: HttpRequest) -> HttpResponse:
    """The global agendas actions can contribute to."""
    reader = Reader.of(request)
    rows = Framework.objects.annotate(total=Count("nodes"))
    columns = [
        Column(pgettext("column", "Framework")),
        Column(pgettext("column", "Document")),
        Column(pgettext("column", "Entries"), numeric=True),
    ]
    table = Table(
        columns,
        [
            [Cell(row.name, url=reader.url("framework", row.code)), Cell(row.symbol or None), Cell(row.total)]
            for row in rows
        ],
    )
    context = {"table": table, "crumbs": _crumbs(reader, {"label": _("Global frameworks")})}
    return show(request, "portal/frameworks.html", context, title=_("Global frameworks"))


@public
def framework(request: HttpRequest, code: str) -> HttpResponse:
    """One framework with its objectives, each wording marked official or working."""
    reader = Reader.of(request)
    found = Framework.objects.filter(code=code).first()
    if found is None:
        raise Http404
    crumb = {"label": _("Global frameworks"), "url": reader.url("frameworks")}
    context = {
        "framework": found,
        "nodes": list(found.nodes.all()),
        "crumbs": _crumbs(reader, crumb, {"label": found.name}),
    }
    return show(request, "portal/framework.html", context, title=found.name)


@public
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term in the three languages side by side, and how sure its Arabic is."""
    reader = Reader.of(request)
    terms = sorted(GlossaryTerm.objects.all(), key=lambda term: sort_key(term.label.pick(current_language()).text))
    here = current_language()
    columns = [*(Column(say_language(code, language=here)) for code in GLOSSARY), Column(_("Arabic"))]
    table = Table(columns, [_entry(term) for term in terms])
    context = {"table": table, "crumbs": _crumbs(reader, {"label": _("Glossary")})}
    return show(request, "portal/glossary.html", context, title=_("Glossary"))


def _entry(term: GlossaryTerm) -> list[Cell]:
    """A term in each language, each in its own direction, and how sure its Arabic is."""
    anchors = {GLOSSARY[0]: term.code}
    said = [Cell(term.label.get(code), language=code, anchor=anchors.get(code, "")) for code in GLOSSARY]
    status = TermStatus(term.arabic_status)
    return [*said, Cell(status.label, mark=STANDING[status])]
