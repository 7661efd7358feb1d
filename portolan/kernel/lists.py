"""Lists in a sentence, with the comma of the reader's script."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list

from portolan.kernel.dates import reading_locale
from portolan.kernel.languages import current_language

# Arabic writes its comma the other way round.
_COMMAS = {"ar": "، "}


def comma(language: str = "") -> str:
    """The comma and space that part two things in the reader's language."""
    return _COMMAS.get(language or current_language(), ", ")


def say_list(words: Iterable[str], *, language: str = "") -> str:
    """The words one after another, parted by commas; empty ones are left out."""
    return comma(language).join(word for word in words if word)


def say_all(words: Iterable[str], *, language: str = "") -> str:
    """`a, b and c`, as the reader's language joins a list; an empty text for no word."""
    kept = [word for word in words if word]
    return format_list(kept, locale=reading_locale(language or current_language())) if kept else ""
