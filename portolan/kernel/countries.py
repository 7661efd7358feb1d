"""Names of countries in the reader's language: CLDR's, save where the United Nations say otherwise."""

from __future__ import annotations

from functools import lru_cache

from portolan.kernel.dates import reading_locale
from portolan.kernel.languages import current_language

# The United Nations' short names, where CLDR's differ (UN Terminology, UNTERM).
UN_WORDING = {
    "PS": {"fr": "État de Palestine", "en": "State of Palestine", "ar": "دولة فلسطين"},
    "SY": {"ar": "الجمهورية العربية السورية"},
}


def say_country(code: str, *, language: str = "") -> str:
    """The country's name for an ISO 3166-1 alpha-2 code; the code itself when it is unknown, empty for none."""
    return _named(code, language or current_language())


@lru_cache(maxsize=2048)
def _named(code: str, wanted: str) -> str:
    special = UN_WORDING.get(code, {}).get(wanted)
    return special or reading_locale(wanted).territories.get(code, code) if code else ""
