"""A published document for machines: JSON-LD in the words of schema.org."""

from __future__ import annotations

from typing import Any

from portolan.documents.models import Edition
from portolan.portal.structured import CONTEXT


def document_data(edition: Edition, language: str, url: str) -> dict[str, Any]:
    """An edition as a Report."""
    city = edition.document.city
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "name": str(edition.title),
        "inLanguage": edition.languages,
        "version": str(edition.number),
        "datePublished": edition.published_at.date().isoformat(),
        "identifier": edition.contents[language]["hash"],
        "url": url,
        **({"about": {"@type": "City", "name": str(city.place.name)}} if city and city.place else {}),
    }
