"""Colours of the theme: readable on the paper of the site, by day."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from portolan.kernel.errors import DomainError

# WCAG 2.2, 1.4.3: the least contrast of text.
LEAST = 4.5
# The lightest and the darkest ground text of these colours stands on, by day (tokens --raised and --land).
GROUNDS = ("#fdf9ef", "#ece1c8")
_FORM = re.compile(r"^#[0-9a-f]{6}$")


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours written #0f4265, by WCAG 2: from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def take_colour(colour: str, *, field: str) -> str:
    """A colour as it is kept; DomainError on `field` for a wrong form or text that could not be read in it."""
    kept = colour.strip().lower()
    if not kept:
        return ""
    if not _FORM.match(kept):
        raise DomainError(_("A colour is written #0f4265."), code="wrong-form", field=field)
    least = min(contrast(kept, ground) for ground in GROUNDS)
    if least < LEAST:
        words = _("Text in this colour would be hard to read: its contrast is %(found).1f, at least 4.5 is needed.")
        raise DomainError(words % {"found": least}, code="faint", field=field)
    return kept
