"""Where the things that can be found have their public page."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from portolan.search.domain.hits import Hit

# Kind -> page of one thing by its slug or code; a kind that is not here, or a thing without a slug, has none.
PAGES = {
    "network.place": "portal:city",
    "network.organisation": "portal:organisation",
    "meetings.meeting": "portal:event",
    "documents.edition": "portal:document",
    "vocabulary.theme": "portal:theme",
    "vocabulary.node": "portal:framework",
    "results.keyfigure": "portal:figure",
}
GLOSSARY = "vocabulary.glossaryterm"
# A published section is named by its document and its key: `profile-of-mayda#perceptions`.
SECTION = "documents.section"


def address_of(hit: Hit) -> str:
    """The page of a thing in the reader's language; empty when it has none."""
    rest = "?demonstration=1" if hit.is_invented else ""
    if hit.kind == GLOSSARY:
        return f"{reverse('portal:glossary')}#{hit.slug}"
    name = PAGES.get(hit.kind)
    if hit.kind == SECTION and "#" in hit.slug:
        return reverse("portal:document-section", args=hit.slug.split("#", 1)) + rest
    try:
        return reverse(name, args=[hit.slug]) + rest if name and hit.slug else ""
    except NoReverseMatch:
        return ""
