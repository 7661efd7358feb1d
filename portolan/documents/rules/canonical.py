"""The one form a section's text is kept in (`docs/text-format.md`); every way in ends here."""

from __future__ import annotations

import hashlib

from portolan.documents.rules.builder import build
from portolan.documents.rules.inline import direction_of, language_of
from portolan.documents.rules.markup import parse, refuse_too_long
from portolan.documents.rules.word_paste import is_of_word, tidy


def canonical(html: str) -> str:
    """The canonical text of any HTML: an editor's, Word's, a form's. Idempotent.

    What has no place in a text is dropped with its words kept; scripts, styles and what pages hide go with their
    words. DomainError on field `text`: `too-long`, `too-deep` (the limits are in `markup`).
    """
    tree = parse(html)
    tidy(tree)
    text = build(tree, keep_languages=_from_the_right if is_of_word(html) else _any)
    # It may be longer than what came in (`<td>` says little); whatever is kept can be read again.
    refuse_too_long(text)
    return text


def text_hash(html: str) -> str:
    """sha256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(html.encode()).hexdigest()


def is_empty(html: str) -> bool:
    """True when a canonical text holds nothing; a table or picture is something."""
    return not html


def _any(language: str) -> bool:
    return True


def _from_the_right(language: str) -> bool:
    return direction_of(language_of(language)) == "rtl"
