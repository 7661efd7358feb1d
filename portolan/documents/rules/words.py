"""The words of a text without its markup: for search, counts, and for saying where a passage stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from portolan.documents.rules.markup import parse

# A line of plain text is the words of one of these.
LINES = frozenset({"p", "h3", "h4", "figcaption", "small"})
# Letters, marks and digits, joined within by apostrophes, hyphens and what stands between digits.
_WORD = re.compile(
    r"[^\W_](?:[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d]|[^\W_]|[-'’.,\u2011\u00b7·/](?=[^\W_]))*",
    re.UNICODE,
)


def plain_text(html: str) -> str:
    """The words of a canonical text: lines on lines of their own, notes in square brackets where their marks stand.

    A line break is a line as well. Alternative texts of pictures are left out, captions and credits are in.
    """
    return plain_text_of(parse(html)[0]) if html else ""


def plain_text_of(tree: HtmlElement) -> str:
    """The same of a parsed canonical text or of one of its blocks."""
    return "".join(piece for piece, _ in pieces(tree))


def count_words(text: str) -> int:
    """Words of a plain text: runs of letters and digits; Arabic clitics count with their word, `n'est` is one."""
    return sum(1 for _ in _WORD.finditer(text))


# Where a piece of plain text comes from: an element's text, its tail, or nowhere (a line's end, a note's bracket).
Where = tuple[HtmlElement, str] | None


def pieces(tree: HtmlElement) -> Iterator[tuple[str, Where]]:
    """The plain text in pieces, each with the place in the tree its characters stand at."""
    is_first = True
    lines = [tree] if tree.tag in LINES else (line for line in tree.iter() if line.tag in LINES)
    for line in lines:
        inner = list(_inline(line))
        if not inner:
            continue
        if not is_first:
            yield "\n", None
        is_first = False
        yield from inner


def _inline(element: HtmlElement) -> Iterator[tuple[str, Where]]:
    if element.text:
        yield element.text, (element, "text")
    for child in element:
        if child.tag == "br":
            yield "\n", None
        elif child.get("class") == "note":
            yield " [", None
            yield from _inline(child)
            yield "]", None
        else:
            yield from _inline(child)
        if child.tail:
            yield child.tail, (child, "tail")
