"""The page of one document on the desk: where it stands, its sections in each language, who works on it, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import history_of
from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.desk.documents.shelf.forms import EditForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.documents.shelf.holders import holders_of
from portolan.desk.documents.shelf.listing import STAGE_MARKS, STATE_MARKS
from portolan.desk.history import said_entries
from portolan.desk.pages import attempt
from portolan.documents.domain.documents import rename_document, set_dates, set_languages
from portolan.documents.domain.hands import Hand, hands_of
from portolan.documents.domain.standing import StepState, chain_of
from portolan.documents.domain.translation import texts_of, translation_state
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Section, SectionText
from portolan.kernel.languages import KNOWN
from portolan.ui.access import needs

SHOWN_OF_THE_TRAIL = 12


@needs(Permission.DOCUMENT_READ)
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one document but its text."""
    found = found_document(request, slug)
    may = _may(request.user, found)
    sections = list(found.sections.select_related("of_template"))
    hands = hands_of(found)
    context = {
        "document": found,
        "crumbs": way_to(found),
        "kind": capfirst(found.get_kind_display()),
        "states": _states(found),
        "may": may,
        "languages": [KNOWN[code] for code in found.languages if code in KNOWN],
        "sections": _section_rows(found, sections, hands, request.user),
        "chain": [_step(state) for state in chain_of(found)],
        "hands": hands,
        "editions": list(found.editions.defer("contents", "reservations")),
        "history": said_entries(history_of(found)[:SHOWN_OF_THE_TRAIL]) if may["manage"] else [],
        "action": _next(found, may),
    }
    return render(request, "desk/documents/document.html", context)


def _may(user: Any, found: Document) -> dict[str, bool]:
    return {
        "manage": can(user, Permission.DOCUMENT_MANAGE, on=found),
        "write": can(user, Permission.DOCUMENT_WRITE, on=found),
        "translate": can(user, Permission.DOCUMENT_TRANSLATE, on=found),
    }


def _states(found: Document) -> list[dict[str, Any]]:
    late = found.due_on is not None and found.due_on < timezone.localdate() and found.stage != Stage.PUBLISHED
    source = KNOWN[found.source_language].own_name if found.source_language in KNOWN else found.source_language
    rows: list[dict[str, Any]] = [
        {
            "label": _("Stage"),
            "value": capfirst(found.get_stage_display()),
            "mark": STAGE_MARKS.get(Stage(found.stage), "part"),
        },
        {"label": _("Since"), "value": found.stage_since.date()},
        {"label": _("Language it is written in"), "value": source},
    ]
    if holder := holders_of([found]).get(found.pk):
        rows.append({"label": _("Held by"), "value": holder})
    if found.due_on:
        rows.append({"label": _("Due"), "value": found.due_on, "mark": "late" if late else ""})
    return rows


def _section_rows(found: Document, sections: list[Section], hands: list[Hand], user: Any) -> list[dict[str, Any]]:
    """Each section with where it stands in each language, and who writes it."""
    texts = {(text.section_id, text.language): text for text in texts_of([found])}
    rows = []
    for section in sections:
        section.document = found
        source = texts.get((section.pk, found.source_language))
        writers = [hand.user for hand in hands if hand.section is not None and hand.section.pk == section.pk]
        rows.append(
            {
                "section": section,
                "words": source.current.words if source else 0,
                "cells": [_cell(section, code, texts, source) for code in found.languages if code in KNOWN],
                "writers": writers,
                "may_write": can(user, Permission.DOCUMENT_WRITE, on=section),
            }
        )
    return rows


def _cell(
    section: Section, language: str, texts: dict[tuple[int, str], SectionText], source: SectionText | None
) -> dict[str, Any]:
    state = translation_state(texts.get((section.pk, language)), source)
    return {"language": language, "name": KNOWN[language].own_name, "mark": STATE_MARKS[state], "word": state.label}


def _step(state: StepState) -> dict[str, Any]:
    """A party of the chain, its answer and whether it still stands."""
    signoff = state.signoff
    if signoff is None:
        mark, word = ("part", _("is asked")) if state.is_waiting else ("todo", _("not asked yet"))
    elif state.is_stale:
        mark, word = "stale", _("signed an earlier text: %(answer)s") % {"answer": signoff.get_answer_display()}
    else:
        mark, word = ("done" if state.is_passed else "late"), signoff.get_answer_display()
    return {
        "state": state,
        "stage": capfirst(state.step.get_stage_display()),
        "party": state.step.party,
        "due": state.step.due_on,
        "mark": mark,
        "word": word,
        "date": signoff.signed_on if signoff else None,
        "papers": len(state.papers),
    }


def _next(found: Document, may: dict[str, bool]) -> dict[str, str] | None:
    """The one thing to do next, for this reader."""
    if found.stage == Stage.DRAFT and may["write"]:
        return {"label": _("Hand in"), "url": reverse("desk:document-hand-in", args=[found.slug])}
    if found.stage == Stage.READY and may["manage"]:
        return {"label": _("Publish"), "url": reverse("desk:document-publish", args=[found.slug])}
    return None


@needs(Permission.DOCUMENT_MANAGE)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change title, languages and date."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    initial = {"title": found.title, "languages": found.languages, "due_on": found.due_on}
    form = EditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change(request, found, form)):
        messages.success(request, _("The change is kept."))
        return redirect("desk:document", found.slug)
    context = {
        "title": _("Change the document"),
        "crumbs": way_to(found, _("Change")),
        "form": form,
        "submit": _("Keep the change"),
        "cancel_url": reverse("desk:document", args=[found.slug]),
    }
    return render(request, "desk/form.html", context)


def _change(request: HttpRequest, found: Document, form: EditForm) -> bool:
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    typed = form.cleaned_data
    if "title" in form.changed_data:
        rename_document(found, title=typed["title"], **who)
    set_languages(found, languages=typed["languages"], **who)
    set_dates(found, due_on=typed["due_on"], **who)
    return True
