"""What the dialogs of the editor search in: things of this site to link to, sources to cite."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portolan.accounts.enums import Permission
from portolan.documents.domain.sources import words_of
from portolan.kernel.languages import current_language
from portolan.provenance.models import Source
from portolan.search.domain.choices import say_kind
from portolan.search.domain.hits import Wish, ask
from portolan.ui.access import needs

MOST = 20


@require_safe
@needs(Permission.DOCUMENT_READ)
def things(request: HttpRequest) -> JsonResponse:
    """Cities, events, organisations and whatever else the search knows, of what this reader may see."""
    typed = request.GET.get("q", "")[:100].strip()
    if not typed:
        return JsonResponse({"rows": []})
    answer = ask(Wish(typed, request.user, {}, demonstration=True, language=current_language()), page=1)
    rows = [
        {"key": f"{hit.kind}:{hit.object_id}", "label": hit.plain_title, "kind": say_kind(hit.kind)}
        for hit in answer.hits[:MOST]
    ]
    return JsonResponse({"rows": rows})


@require_safe
@needs(Permission.DOCUMENT_READ)
def sources(request: HttpRequest) -> JsonResponse:
    """Sources on record by any word of title, publisher or code; without a question, the latest."""
    rows = Source.objects.order_by("-pk")
    for word in request.GET.get("q", "")[:100].split():
        rows = rows.filter(Q(title__icontains=word) | Q(publisher__icontains=word) | Q(code__icontains=word))
    language = current_language()
    found = [(source, words_of(source, language)) for source in rows[:MOST]]
    return JsonResponse(
        {
            "rows": [
                {"key": source.code, "label": said.whole, "short": said.short, "kind": source.get_kind_display()}
                for source, said in found
            ]
        }
    )
