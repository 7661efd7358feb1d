"""What the editor's script is given: its modules by immutable addresses, the addresses it asks, its words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from portolan.desk.documents.writing.views.texts import FoundText
from portolan.desk.documents.writing.views.words import editor_words
from portolan.kernel.languages import KNOWN

FOLDER = Path(__file__).resolve().parents[3] / "static" / "desk" / "editor"
TIPTAP = "django-prose-editor/editor"
MAIN = "portolan/editor/main.js"
NO_DIGEST = "DIGEST"


@cache
def modules() -> dict[str, str]:
    """Name of a module, as the others import it -> its address."""
    ours = {f"portolan/editor/{file.name}": f"desk/editor/{file.name}" for file in sorted(FOLDER.glob("*.js"))}
    return {name: static(path) for name, path in {TIPTAP: "django_prose_editor/editor.js", **ours}.items()}


@cache
def import_map() -> SafeString:
    """The import map: with it every module keeps an address that never changes its content."""
    said = json_script({"imports": modules()})
    return mark_safe(said.removeprefix('<script type="application/json">').removesuffix("</script>"))


def setup(request: HttpRequest, found: FoundText, base: int | None, sources: dict[str, str]) -> dict[str, Any]:
    """What `main.js` reads from the page."""
    user: Any = request.user
    return {
        "user": user.pk,
        "section": found.section.pk,
        "language": found.language,
        "direction": found.direction,
        "languages": [[each.code, each.own_name] for each in KNOWN.values()],
        "base": base,
        "token": get_token(request),
        "sources": sources,
        "addresses": {
            "write": found.address("document-write"),
            "draft": found.address("document-draft"),
            "drop": found.address("document-draft-drop"),
            "pictures": found.address("document-picture-add"),
            "picture": reverse("desk:document-picture", args=[NO_DIGEST]),
            "links": reverse("desk:document-things"),
            "sources": reverse("desk:document-sources"),
            "signIn": f"{reverse(settings.LOGIN_URL)}?next={found.address('document-write')}",
        },
        "words": editor_words(),
    }


def editor_context(request: HttpRequest, found: FoundText, base: int | None, sources: dict[str, str]) -> dict[str, Any]:
    """The part of a page's context that brings the editor."""
    return {
        "import_map": import_map(),
        "preloaded": list(modules().values()),
        "main": modules()[MAIN],
        "setup": setup(request, found, base, sources),
    }
