"""Folding: what makes Séville, SEVILLE and Seville, or FAMSİ and FAMSI, the same key.

The key is for matching and sorting, never for showing. NFKD, without combining marks, case-folded: the order of
steps matters, since `'FAMSİ'.lower()` keeps a combining dot that only the removal of marks takes away.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Arabic keyboards and houses write differently for the same sound, and the stretching sign.
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None, "ک": "ك", "ی": "ي"}
)
_LATIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "·": None, "’": "'"})
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def fold(text: str) -> str:
    """`text` without case, accents, Arabic vowel signs and letter variants; spaces and punctuation stay."""
    if text.isascii():
        return text.lower()  # most of a large file: nothing else to fold
    unified = unicodedata.normalize("NFC", text).translate(_ARABIC)
    bare = "".join(c for c in unicodedata.normalize("NFKD", unified) if not unicodedata.combining(c))
    return bare.casefold().translate(_LATIN)


def match_key(text: str) -> str:
    """The folded text with every run of punctuation and space as one space: two names with one key are one name."""
    return _NOT_WORD.sub(" ", fold(text).replace("_", " ")).strip()


def sort_key(text: str, *, length: int = 60) -> str:
    """A key that SQLite and PostgreSQL order alike, whatever their collation: the folded text in hexadecimal.

    Only the first `length` characters count. Hexadecimal digits sort the same in every collation.
    """
    return match_key(text)[:length].encode("utf-16-be").hex()


def slug(text: str) -> str:
    """A lower-case ASCII slug of a Latin text; empty for a text without Latin letters or digits."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
