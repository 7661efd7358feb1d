"""The languages of the site and what follows from each of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class Language:
    """A language texts can be written in: its code, its own name, the side its lines begin at."""

    code: str
    own_name: str
    direction: str


KNOWN = {
    language.code: language
    for language in (
        Language("fr", "Français", "ltr"),
        Language("en", "English", "ltr"),
        Language("ar", "العربية", "rtl"),
        Language("es", "Español", "ltr"),
        Language("it", "Italiano", "ltr"),
        Language("pt", "Português", "ltr"),
        Language("de", "Deutsch", "ltr"),
    )
}

# Where a text is missing in the reader's language, these are tried in order before the source.
FALLBACKS = {"ar": ("fr", "en"), "fr": ("en",), "en": ("fr",)}


def site_languages() -> list[Language]:
    """The languages the site is offered in, in the order of the settings."""
    return [KNOWN[code] for code, _ in settings.LANGUAGES]


def direction(code: str) -> str:
    """`rtl` or `ltr`; a language we do not know is taken as left-to-right."""
    return KNOWN[code].direction if code in KNOWN else "ltr"


def current_language() -> str:
    """The reader's language as a bare code (`ar`, never `ar-tn`)."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def reading_order(code: str) -> tuple[str, ...]:
    """The languages to try for a reader of `code`, best first; the source language comes after all."""
    return (code, *FALLBACKS.get(code, ("fr", "en")))
