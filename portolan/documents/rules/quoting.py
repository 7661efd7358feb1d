"""A passage as a reader copied it, found again in the plain text it came from."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from portolan.documents.rules.anchors import Anchor, take
from portolan.kernel.errors import DomainError

_GAP = re.compile(r"\s+")


def anchored(text: str, quote: str, *, before: str = "") -> Anchor | None:
    """The anchor of a copied passage; None when none was copied.

    White space may differ, as it does between a page and its plain text; of several places the one that follows the
    words `before` is meant, else the first. Raises DomainError on `quote` when the words are not in the text.
    """
    words = [re.escape(word) for word in _GAP.split(quote.strip()) if word]
    if not words:
        return None
    found = list(re.finditer(r"\s+".join(words), text))
    if not found:
        message = _("These words are not in the text: select the passage again, or leave it empty.")
        raise DomainError(message, code="no-such-passage", field="quote")
    best = max(found, key=lambda each: (_common(text[: each.start()], before), -each.start()))
    return take(text, best.start(), best.end())


def _common(ends: str, before: str) -> int:
    """How many letters two texts share at their ends, white space left out."""
    left, right = _GAP.sub("", ends[-400:]), _GAP.sub("", before)
    shared = 0
    while shared < min(len(left), len(right)) and left[-1 - shared] == right[-1 - shared]:
        shared += 1
    return shared
