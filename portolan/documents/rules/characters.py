"""The characters a text keeps, and how its spaces are written."""

from __future__ import annotations

import re
import unicodedata

# The spaces a French text needs: no break, and no break and narrow.
_NBSP, _NNBSP = "\u00a0", "\u202f"
SPACES = " " + _NBSP + _NNBSP

# What no text needs: controls, unpaired surrogates, non-characters, marks of order of bytes and of objects, soft
# hyphens, spaces without width, tags, and the bidi controls that reach beyond a word.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
    "|[" + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)) + "]"
)
# NFC sorts marks in a time that grows with the square of their number; Unicode's own bound (UAX 15, stream-safe).
_MOST_MARKS = 30
_LAST_MARK = 0x1E94A
_MARKS = "".join(chr(code) for code in range(0x300, _LAST_MARK + 1) if unicodedata.combining(chr(code)))
_HEAP_OF_MARKS = re.compile(f"([{_MARKS}]{{{_MOST_MARKS}}})[{_MARKS}]+")
_NARROW = re.compile("[\u2007\u2009]")
_PLAIN = re.compile("[\t\n\x0b\x0c\r\x85\u1680\u2000-\u2006\u2008\u200a\u2028\u2029\u205f\u3000]")
_RUN = re.compile(f"[{SPACES}]{{2,}}")
# Kept, but nothing to see: the joiners and the marks of direction.
_UNSEEN = SPACES + "\u200c\u200d\u200e\u200f\u061c"


def wanted(text: str) -> str:
    """`text` without the characters no text keeps."""
    return _UNWANTED.sub("", text)


def composed(text: str) -> str:
    """`text` in NFC, every kind of space one of three: plain, no-break, narrow no-break; runs made one.

    A run with a plain space in it is a plain space: editors and Word write `&nbsp;` for the second of two. Of marks
    heaped on one letter 30 stay.
    """
    normal = _HEAP_OF_MARKS.sub(r"\1", unicodedata.normalize("NFC", _HEAP_OF_MARKS.sub(r"\1", text)))
    spaced = _PLAIN.sub(" ", _NARROW.sub(_NNBSP, normal))
    return _RUN.sub(lambda run: " " if " " in run[0] else run[0][0], spaced)


def one_line(text: str, longest: int) -> str:
    """A short plain text, of an attribute or a credit: cleaned, trimmed, cut at `longest` characters."""
    # NFC once more: the cut may part a letter from its mark, never join two.
    return composed(wanted(text)).strip(SPACES)[:longest].rstrip(SPACES)


def is_seen(text: str) -> bool:
    """True when a reader sees something of it."""
    return text.strip(_UNSEEN) != ""
