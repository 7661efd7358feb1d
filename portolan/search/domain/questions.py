"""What somebody typed, as terms all of which must be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from portolan.search.domain.analysis import STEM, STOP_WORDS, folded, stem, words
from portolan.search.domain.index import Term

MAX_LENGTH = 200
MAX_TERMS = 12
BEGINNING_FROM = 3  # letters: a shorter beginning is taken as the whole word

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″＂", '"'))
_PARTS = re.compile(r'"([^"]*)"|([^"]+)')


@dataclass(frozen=True)
class Question:
    """A question as typed, and its terms; no term means that nothing was asked."""

    typed: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def holds(self, word: str, language: str) -> bool:
        """True when this word of a text is one that was asked for."""
        return any(self._answers(part, language) for part in folded(word))

    def _answers(self, part: str, language: str) -> bool:
        marked = STEM + stem(part, language)
        return any(
            part in term.words
            or part in term.phrase
            or marked in term.stems
            or (bool(term.beginning) and part.startswith(term.beginning))
            for term in self.terms
        )


def read(typed: str) -> Question:
    """Read what was typed: every word is wanted, `"in quotes"` just so, the last word may be unfinished."""
    asked = typed.replace("\x00", " ")[:MAX_LENGTH].translate(_QUOTES)
    phrases: list[tuple[str, ...]] = []
    loose: list[str] = []
    ends_open = False
    for quoted, free in _PARTS.findall(asked):
        if quoted:
            phrases.append(tuple(words(quoted)))
        loose += words(free)
        ends_open = bool(words(free)) or (ends_open and not quoted)
    terms = [_phrase(phrase) for phrase in phrases if phrase]
    unfinished = loose[-1] if loose and ends_open else ""
    wanted = [word for word in dict.fromkeys(loose) if word not in STOP_WORDS or word == unfinished]
    if unfinished in STOP_WORDS and (len(wanted) > 1 or terms):
        wanted.remove(unfinished)
    terms += [_word(word, beginning=word == unfinished) for word in wanted]
    return Question(typed, tuple(terms[:MAX_TERMS]))


def _phrase(phrase: tuple[str, ...]) -> Term:
    return Term(phrase=phrase) if len(phrase) > 1 else Term(words=frozenset(phrase))


def _word(word: str, *, beginning: bool) -> Term:
    """A word with its stem in every language of the site: nobody says in which language they ask."""
    return Term(
        words=frozenset({word}),
        stems=frozenset(_stems(word, (code for code, _ in settings.LANGUAGES))),
        beginning=word if beginning and len(word) >= BEGINNING_FROM else "",
    )


def _stems(word: str, languages: Iterable[str]) -> Iterable[str]:
    return (STEM + stem(word, language) for language in languages)
