"""What a text still lacks before it can be published. Work goes on without; publication asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop, ngettext
from lxml.html import HtmlElement

from portolan.documents.rules.markup import inner, parse
from portolan.documents.rules.words import count_words, plain_text_of

_SENTENCES = {
    "empty": gettext_noop("This section has no text yet."),
    "table-without-caption": gettext_noop("Table %(number)s has no caption."),
    "table-without-headers": gettext_noop("Table %(number)s has no header cells."),
    "picture-without-alternative": gettext_noop("Picture %(number)s has no text for those who do not see it."),
    "picture-without-credit": gettext_noop("Picture %(number)s does not say who made it."),
    "heading-order": gettext_noop("The heading “%(heading)s” is a minor one, but no major one comes before it."),
}


@dataclass(frozen=True)
class Lack:
    """Something missing: its code, the block at the top of the text it is in (from 0), and what its sentence names."""

    code: str
    block: int = 0
    # Which table or picture of the text it is, from 1.
    number: int = 0
    heading: str = ""
    has: int = 0
    least: int = 0

    @property
    def words(self) -> str:
        """The sentence, in the language of whoever reads it now."""
        if self.code == "short":
            said = ngettext(
                "This section has %(has)s word; at least %(least)s are expected.",
                "This section has %(has)s words; at least %(least)s are expected.",
                self.has,
            )
            return said % {"has": self.has, "least": self.least}
        return gettext(_SENTENCES[self.code]) % {"number": self.number, "heading": self.heading}


def lacks(html: str, *, least_words: int = 0) -> list[Lack]:
    """What a canonical text lacks: what is true of all of it first, then in the order of the text.

    `empty`; `short` (fewer than `least_words`); `heading-order` (readers of screens go by levels: WCAG 1.3.1; the
    title of a box is a level of its own); `table-without-caption`, `table-without-headers`;
    `picture-without-alternative`, `picture-without-credit`.
    """
    if not html:
        return [Lack("empty")]
    tree = parse(html)[0]
    found = [*_of_headings(tree), *_of_tables(tree), *_of_pictures(tree)]
    return [*_short(tree, least_words), *sorted(found, key=lambda lack: lack.block)]


def _short(tree: HtmlElement, least: int) -> list[Lack]:
    has = count_words(plain_text_of(tree))
    return [Lack("short", has=has, least=least)] if has < least else []


def _of_headings(tree: HtmlElement) -> list[Lack]:
    first = next((block for block in tree if block.tag in {"h3", "h4"}), None)
    if first is None or first.tag == "h3":
        return []
    return [Lack("heading-order", block=tree.index(first), heading=plain_text_of(first))]


def _of_tables(tree: HtmlElement) -> list[Lack]:
    found = []
    for number, table in enumerate(tree.iter("table"), 1):
        block = _block_of(table)
        if not inner(table.getprevious()):
            found.append(Lack("table-without-caption", block, number))
        if next(table.iter("th"), None) is None:
            found.append(Lack("table-without-headers", block, number))
    return found


def _of_pictures(tree: HtmlElement) -> list[Lack]:
    found = []
    for number, image in enumerate(tree.iter("img"), 1):
        block = _block_of(image)
        if not image.get("alt"):
            found.append(Lack("picture-without-alternative", block, number))
        if not inner(image.getparent()[-1]):
            found.append(Lack("picture-without-credit", block, number))
    return found


def _block_of(element: HtmlElement) -> int:
    """The place of the block at the top of the text that an element is in: the text is a `div` in the body."""
    while element.getparent().getparent().tag != "body":
        element = element.getparent()
    return element.getparent().index(element)
