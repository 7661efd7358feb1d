"""The passage of a text that answers a question, in parts: a page marks what was found and escapes everything."""

from __future__ import annotations

from dataclasses import dataclass

from portolan.search.domain.analysis import WORD_IN_TEXT
from portolan.search.domain.questions import Question

BEFORE, LENGTH = 60, 220


@dataclass(frozen=True)
class Part:
    """A piece of a text; `found` when it is a word that was asked for."""

    text: str
    found: bool = False


def marked(text: str, question: Question, language: str) -> tuple[Part, ...]:
    """The whole text in parts."""
    parts: list[Part] = []
    done = 0
    for match in WORD_IN_TEXT.finditer(text):
        if question.holds(match.group(), language):
            if match.start() > done:
                parts.append(Part(text[done : match.start()]))
            parts.append(Part(match.group(), found=True))
            done = match.end()
    if done < len(text):
        parts.append(Part(text[done:]))
    return tuple(parts)


def passage(text: str, question: Question, language: str) -> tuple[Part, ...]:
    """Some two lines of the text around the first word asked for, cut between words; else its beginning."""
    first = next((m.start() for m in WORD_IN_TEXT.finditer(text) if question.holds(m.group(), language)), 0)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE // 2) + 1
    end = len(text) if len(text) - start <= LENGTH else max(text.rfind(" ", start, start + LENGTH), start + LENGTH // 2)
    cut = ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
    return marked(cut.replace("\n", " · "), question, language)
