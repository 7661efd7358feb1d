"""From text to the words it is found by: cut, fold, then stem, per language. Both databases index just these words.

Folding comes before stemming, so that `refugies` finds `réfugiés`. The Arabic stemmer is of the light10 family
(Larkey, Ballesteros and Connell, 2007): it strips articles and endings and leaves the root alone. A single ب or ل is
never stripped: that would break بلديات and لاجئون.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from portolan.kernel.folding import fold

# A stem bears this sign, which folding takes out of every word: a stem is never taken for a word.
STEM = "·"
MAX_WORDS = 10_000  # PostgreSQL keeps positions up to 16,383
MAX_LETTERS = 60

# A word as it stands in a text, with its vowel signs and the dots of inclusive forms (`expert·e`).
WORD_IN_TEXT = re.compile(r"\w(?:[\w\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed]|·(?=\w))*")
_WORD = re.compile(r"[^\W_]+")

_SNOWBALL = {"fr": "french", "en": "english", "es": "spanish", "it": "italian", "pt": "portuguese", "de": "german"}
_ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
_PREFIXES = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")

# Plurals whose inside changes, and لل before a word in ل, as stems of the light stemmer on either side.
_ARABIC_SYNONYMS = {
    "مدن": "مدين",
    "مداين": "مدين",
    "اجيين": "لاج",
    "اجي": "لاج",
    "برامج": "برنامج",
    "مشاريع": "مشروع",
    "شركاء": "شريك",
    "خبراء": "خبير",
    "نظراء": "نظير",
    "وثايق": "وثيق",
    "ارقام": "رقم",
    "مواضيع": "موضوع",
    "احداث": "حدث",
    "اطفال": "طفل",
    "حقوق": "حق",
    "مساكن": "مسكن",
    "مناطق": "منطق",
    "اهداف": "هدف",
    "اعمال": "عمل",
    "انشط": "نشاط",
    "موارد": "مورد",
    "نتايج": "نتيج",
    "اصحاب": "صاحب",
    "نقاط": "نقط",
}

# Left out of a question unless in quotes: too common to be asked for, and not in every title.
_COMMON = """
a an and at by for from in is of on or the to with
au aux avec ce cette dans de des du d en est et l la le les ou par pour qu que qui s se sur un une
في من علي الي عن ان و او مع هذا هذه التي الذي
"""
STOP_WORDS = frozenset(_COMMON.split())

_local = threading.local()


def _snowball(language: str) -> snowballstemmer.stemmer:
    """A stemmer of this thread: they keep the word they work on."""
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(_SNOWBALL[language])
    return stemmers[language]


def words(text: str) -> list[str]:
    """The folded words of a text in order; the first `MAX_WORDS`, each cut at `MAX_LETTERS`."""
    found: list[str] = []
    for match in WORD_IN_TEXT.finditer(text):
        found += folded(match.group())
        if len(found) >= MAX_WORDS:
            break
    return found[:MAX_WORDS]


@lru_cache(maxsize=65_536)
def folded(word: str) -> tuple[str, ...]:
    """One word of a text as the words it folds to: usually one, more when it holds signs such as `½`."""
    return tuple(part[:MAX_LETTERS] for part in _WORD.findall(fold(word)))


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The stem of a folded word. Arabic script is stemmed as Arabic in every language, Latin words never as Arabic."""
    if _ARABIC_LETTER.search(word):
        return arabic_stem(word)
    if language not in _SNOWBALL:
        return word
    if language == "fr" and word.endswith(("ees", "ee")):
        word = word.removesuffix("s")[:-1]
    return _snowball(language).stemWord(word) or word


def arabic_stem(word: str) -> str:
    """The light stem of a folded Arabic word."""
    bare = word
    if bare.startswith("و") and len(bare) > 4 and not bare.startswith(_PREFIXES):
        bare = bare[1:]
    for prefix in _PREFIXES:
        if bare.startswith(prefix) and len(bare) - len(prefix) >= 2:
            bare = bare[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= 3:
            bare = bare[: -len(suffix)]
    return _ARABIC_SYNONYMS.get(bare, bare)


def stems(found: list[str], language: str) -> Iterator[str]:
    """The stems of folded words, marked as stems."""
    for word in found:
        yield STEM + stem(word, language)


def analyse(text: str, language: str) -> list[str]:
    """The marked stems of a text, in order."""
    return list(stems(words(text), language))
