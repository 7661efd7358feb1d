"""What is being typed, kept at every pause: nobody else sees it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.documents.writing.views.beside import say_count, say_newer
from portolan.desk.documents.writing.views.texts import FoundText, found_text, given, wants_json
from portolan.documents.domain.writing import drop_draft, keep_draft
from portolan.documents.rules.words import count_words, plain_text
from portolan.kernel.errors import DomainError
from portolan.ui.access import needs


@needs(Permission.DOCUMENT_READ)
def draft(request: HttpRequest, slug: str, key: str, language: str) -> HttpResponse:
    """POST keeps what is typed; GET gives a page that was left open its new token and the account it now speaks for."""
    found = found_text(request, slug, key, language)
    user: Any = request.user
    if request.method == "POST":
        return _keep(found, user, given(request))
    return JsonResponse({"token": get_token(request), "user": user.pk})


def _keep(found: FoundText, user: Any, sent: dict[str, Any]) -> JsonResponse:
    html, base = sent.get("html"), sent.get("base")
    if not isinstance(html, str):
        return JsonResponse({"error": _("Nothing came to be kept.")}, status=400)
    current = found.current()
    try:
        kept = keep_draft(
            found.section, found.language, html=html, base=found.revision(base), user=user, at=timezone.now()
        )
    except DomainError as refused:
        return JsonResponse({"error": refused.message}, status=400)
    answer = {"count": say_count(count_words(plain_text(kept.html)))}
    if current is not None and current.pk != kept.base_id:
        answer["newer"] = say_newer(current)
    return JsonResponse(answer)


@require_POST
@needs(Permission.DOCUMENT_READ)
def drop(request: HttpRequest, slug: str, key: str, language: str) -> HttpResponse:
    """Give up what one typed."""
    found = found_text(request, slug, key, language)
    user: Any = request.user
    drop_draft(found.section, found.language, user=user)
    return JsonResponse({}) if wants_json(request) else redirect(found.address("document-write"))
