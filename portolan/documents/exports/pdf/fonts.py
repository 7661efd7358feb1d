"""The fonts of files, and which characters they can show."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
# Stands for a character none of our fonts can draw: PDF/UA refuses a file with an empty box of unknown meaning.
UNKNOWN = "\ufffd"
# Never drawn, though they steer what is: joiners, direction marks, soft hyphen.
_UNDRAWN = frozenset("\u200c\u200d\u200e\u200f\u061c\u00ad")


@cache
def fonts() -> Any:
    """The fonts as the compiler takes them: ours alone, so that a file looks the same from every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


@cache
def _covered() -> frozenset[str]:
    """Characters that every style of one of the two families can draw."""
    families: dict[bool, set[int]] = {}
    for file in sorted(FOLDER.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            points = set(font.getBestCmap())
        is_arabic = "arabic" in file.name
        families[is_arabic] = families[is_arabic] & points if is_arabic in families else points
    return frozenset(chr(point) for points in families.values() for point in points) | _UNDRAWN


def drawable(text: str) -> str:
    """The text with the replacement sign for each character that no font of ours can draw."""
    covered = _covered()
    if all(letter in covered for letter in text):
        return text
    return "".join(letter if letter in covered else UNKNOWN for letter in text if letter >= " ")
