"""Writing a section: the page, and saving from it."""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portolan.accounts.enums import Permission
from portolan.desk.documents.writing.forms import WritingForm
from portolan.desk.documents.writing.views.beside import beside, say_count, say_language, say_newer, way_here
from portolan.desk.documents.writing.views.editor import editor_context
from portolan.desk.documents.writing.views.shown import cited, shown_changes, shown_text
from portolan.desk.documents.writing.views.texts import FoundText, found_text, given, wants_json
from portolan.documents.domain.translation import changes_since_rendered, mark_done
from portolan.documents.domain.writing import Saved, StaleText, draft_of, save_text
from portolan.documents.models import Draft, Revision
from portolan.documents.rules.compare import compare
from portolan.documents.rules.words import count_words, plain_text
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs

# What stands around the text and changes when it is saved, by the name of its place in the page.
BESIDE = {
    "states": "ui/components/state.html",
    "outline": "desk/documents/outline.html",
    "beside": "desk/documents/beside.html",
}


# The import map is the one inline script of the site: its nonce is given out on this page alone.
@never_cache
@csp_update({"script-src": [NONCE]})
@needs(Permission.DOCUMENT_READ)
def write(request: HttpRequest, slug: str, key: str, language: str) -> HttpResponse:
    """The text of a section to be written; POST makes a revision of it, from the script or from the plain form."""
    found = found_text(request, slug, key, language)
    sent = given(request) if request.method == "POST" else None
    form = WritingForm(sent, language=language)
    if sent is not None:
        if not isinstance(sent.get("html"), str):
            # A text that did not arrive is not an empty one.
            return JsonResponse({"error": _("Nothing came to be kept.")}, status=400)
        answer = _save(request, found, form)
        if answer is not None:
            return answer
    return _page(request, found, form)


def _save(request: HttpRequest, found: FoundText, form: WritingForm) -> HttpResponse | None:
    """Save what came; None when the plain form must be shown again."""
    script, user = wants_json(request), request.user
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return JsonResponse({"error": str(first)}, status=400) if script else None
    typed = form.cleaned_data
    base = found.revision(typed["base"])
    try:
        saved = save_text(
            found.section, found.language, html=typed["html"], base=base, by=user, at=timezone.now(), note=typed["note"]
        )
    except StaleText:
        address = found.address("document-conflict")
        return JsonResponse({"address": address}, status=409) if script else redirect(address)
    except DomainError as refused:
        if script:
            return JsonResponse({"error": refused.message}, status=400)
        form.add_error(None, refused.message)
        return None
    if typed["done"]:
        _say_done(request, found, typed["renders"])
        if script:
            return JsonResponse({"base": saved.revision.number, "leads": found.address("document-write")})
    return _saved(request, found, saved)


def _say_done(request: HttpRequest, found: FoundText, renders: int | None) -> None:
    """The translator says that the text says the same as the source they had before them."""
    source = FoundText(found.section, found.document.source_language, may_write=False)
    try:
        mark_done(found.section, found.language, by=request.user, at=timezone.now(), renders=source.revision(renders))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The translation is done."))


def _saved(request: HttpRequest, found: FoundText, saved: Saved) -> HttpResponse:
    revision = saved.revision
    if not wants_json(request):
        said = _("Saved as revision %(number)d.") if saved.is_new else _("Nothing changed: revision %(number)d stands.")
        messages.success(request, said % {"number": revision.number})
        return redirect(found.address("document-write"))
    context = beside(found, revision.html)
    parts = {name: render_to_string(template, context, request) for name, template in BESIDE.items()}
    return JsonResponse({"base": revision.number, "count": say_count(revision.words), "parts": parts})


def _page(request: HttpRequest, found: FoundText, form: WritingForm) -> HttpResponse:
    user: Any = request.user
    current, draft = found.current(), draft_of(found.section, found.language, user)
    html, base = _opened(current, draft)
    columns = beside(found, html)
    if not form.is_bound:
        initial = {"base": base, "html": html, "renders": columns["source_number"]}
        form = WritingForm(initial=initial, language=found.language)
    context = {
        **columns,
        "page_title": f"{found.section.heading} · {found.document.title}",
        "crumbs": way_here(found),
        "form": form,
        "current": current,
        "draft": draft,
        "newer": say_newer(current) if draft and current and draft.base_id != current.pk else "",
        "count": say_count(count_words(plain_text(html))),
        "language_name": say_language(found.language),
        "demonstration": found.document.is_invented,
        **_source_side(found),
    }
    if found.is_closed:
        context["text"] = shown_text(html, found.language)
    else:
        sources = {code: words.short for code, words in columns["cited"].items()}
        context |= editor_context(request, found, base, sources)
    return render(request, "desk/documents/write.html", context)


def _opened(current: Revision | None, draft: Draft | None) -> tuple[str, int | None]:
    """The text to go on with, and the number of the revision it began from: what one was typing comes first."""
    if draft is not None:
        return draft.html, draft.base.number if draft.base else None
    return (current.html, current.number) if current else ("", None)


def _source_side(found: FoundText) -> dict[str, Any]:
    """For a translation, the source beside it, with what changed since it was rendered."""
    if not found.is_translation:
        return {}
    old, new = changes_since_rendered(found.section, found.language)
    source = found.document.source_language
    changes = shown_changes(compare(old, new), cited(source, old, new)) if old and old != new else []
    return {
        "source_language": source,
        "source_name": say_language(source),
        "source_changes": changes,
        "source_text": None if changes else shown_text(new, source, prefix="src-"),
    }
