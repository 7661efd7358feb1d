"""Two people wrote the same section: both versions side by side, and what is to stand chosen passage by passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portolan.accounts.enums import Permission
from portolan.desk.documents.writing.forms import MergeForm
from portolan.desk.documents.writing.views.beside import way_here
from portolan.desk.documents.writing.views.shown import cited, one_side, shown_changes
from portolan.desk.documents.writing.views.texts import FoundText, found_text
from portolan.documents.domain.writing import StaleText, draft_of, drop_draft, keep_draft, save_text
from portolan.documents.enums import Origin
from portolan.documents.models import Draft, Revision
from portolan.documents.rules.compare import compare
from portolan.documents.rules.merge import Passage, merged, passages
from portolan.documents.rules.printed import SourceWords
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs

DROP, GO_ON = "drop", "go-on"


@never_cache
@needs(Permission.DOCUMENT_READ)
def two_versions(request: HttpRequest, slug: str, key: str, language: str) -> HttpResponse:
    """What one typed beside what was saved meanwhile. POST saves what was chosen, or takes it back to the editor."""
    found = found_text(request, slug, key, language)
    user: Any = request.user
    if request.method == "POST":
        answer = _decide(request, found)
        if answer is not None:
            return answer
    draft, theirs = draft_of(found.section, language, user), found.current()
    if draft is None or theirs is None or draft.base_id == theirs.pk:
        return redirect(found.address("document-write"))
    parts = _parts(draft, theirs)
    bound = request.POST if request.POST.get("base") == str(theirs.number) else None
    form = MergeForm(bound, passages=parts, initial={"base": theirs.number, "mine": draft.html})
    return _page(request, found, draft, theirs, parts, form)


def _decide(request: HttpRequest, found: FoundText) -> HttpResponse | None:
    """Do what was chosen; None when the page must be shown again."""
    user: Any = request.user
    if request.POST.get("do") == DROP:
        drop_draft(found.section, found.language, user=user)
        messages.success(request, _("What you had typed was given up."))
        return redirect(found.address("document-write"))
    draft, theirs = draft_of(found.section, found.language, user), found.current()
    if draft is None or theirs is None or request.POST.get("base") != str(theirs.number):
        return None
    if request.POST.get("mine") != draft.html:
        # Typed on in another window: the choices were made about another text.
        return None
    parts = _parts(draft, theirs)
    form = MergeForm(request.POST, passages=parts)
    if not form.is_valid():
        return None
    html = merged(parts, form.choices())
    return _go_on(found, user, html, theirs) if request.POST.get("do") == GO_ON else _save(request, found, html, theirs)


def _go_on(found: FoundText, user: Any, html: str, theirs: Revision) -> HttpResponse:
    keep_draft(found.section, found.language, html=html, base=theirs, user=user, at=timezone.now())
    return redirect(found.address("document-write"))


def _save(request: HttpRequest, found: FoundText, html: str, theirs: Revision) -> HttpResponse | None:
    user: Any = request.user
    note = _("Brought together with revision %(number)d") % {"number": theirs.number}
    try:
        saved = save_text(
            found.section,
            found.language,
            html=html,
            base=theirs,
            by=user,
            at=timezone.now(),
            origin=Origin.MERGED,
            note=note,
        )
    except StaleText:
        return None
    except DomainError as refused:
        messages.error(request, refused.message)
        return None
    messages.success(request, _("Saved as revision %(number)d.") % {"number": saved.revision.number})
    return redirect(found.address("document-write"))


def _parts(draft: Draft, theirs: Revision) -> list[Passage]:
    return passages(draft.base.html if draft.base else "", theirs.html, draft.html)


def _page(
    request: HttpRequest, found: FoundText, draft: Draft, theirs: Revision, parts: list[Passage], form: MergeForm
) -> HttpResponse:
    title, sources = _("Two versions"), cited(found.language, theirs.html, draft.html)
    context = {
        "found": found,
        "page_title": title,
        "crumbs": way_here(found, title),
        "draft": draft,
        "theirs": theirs,
        "form": form,
        "rows": [_row(number, part, form, sources) for number, part in enumerate(parts)],
        "open": sum(not part.is_same and not part.proposed for part in parts),
        "demonstration": found.document.is_invented,
        "drop": DROP,
        "go_on": GO_ON,
    }
    return render(request, "desk/documents/conflict.html", context)


def _row(number: int, part: Passage, form: MergeForm, sources: Mapping[str, SourceWords]) -> dict[str, Any]:
    changes = shown_changes(compare(part.theirs, part.mine), sources)
    if part.is_same:
        return {"same": changes}
    return {
        "field": form[f"passage-{number}"],
        "theirs": one_side(changes, keeps="removed"),
        "mine": one_side(changes, keeps="added"),
        "is_open": not part.proposed,
    }
