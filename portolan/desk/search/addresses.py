"""Where the desk shows the things that can be found; what has no page there leads to its public one."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from portolan.search.domain.hits import Hit

# Kind -> pages to try, best first, and by what they are asked for.
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "network.person": (("desk:person", "object_id"),),
    "network.organisation": (("desk:organisation", "object_id"), ("portal:organisation", "slug")),
    "network.place": (("desk:place", "object_id"), ("portal:city", "slug")),
    "meetings.meeting": (("desk:event", "slug"), ("desk:event", "object_id"), ("portal:event", "slug")),
    "documents.document": (("desk:document", "slug"),),
    "documents.edition": (("portal:document", "slug"),),
    "vocabulary.theme": (("portal:theme", "slug"),),
    "vocabulary.node": (("portal:framework", "slug"),),
    "results.keyfigure": (("portal:figure", "slug"),),
}
GLOSSARY = "vocabulary.glossaryterm"
SECTION = "documents.section"


def address_of(hit: Hit) -> str:
    """The first page there is for a thing; empty when there is none."""
    if hit.kind == GLOSSARY:
        return f"{reverse('portal:glossary')}#{hit.slug}"
    if hit.kind == SECTION and "#" in hit.slug:
        address = reverse("portal:document-section", args=hit.slug.split("#", 1))
        return address + ("?demonstration=1" if hit.is_invented else "")
    for name, by in PAGES.get(hit.kind, ()):
        key = getattr(hit, by)
        try:
            address = reverse(name, args=[key]) if key else ""
        except NoReverseMatch:
            continue
        if address:
            return address + ("?demonstration=1" if hit.is_invented and name.startswith("portal:") else "")
    return ""
