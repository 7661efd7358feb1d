"""HTML as text and as a tree: parsing within limits, and the one way we write it."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext_lazy as _
from lxml import etree, html

from portolan.documents.rules.characters import wanted
from portolan.kernel.errors import DomainError

# A section of 60 pages with everything Word adds stays below both; what is above is no section of a text.
LONGEST = 2_000_000
MOST_TAGS = 150_000
# The parser itself stops at this many open elements (libxml2's own limit without `huge_tree`).
DEEPEST = 256

_QUOTE = '"'
VOID = frozenset({"br", "img"})


def parse(text: str) -> html.HtmlElement:
    """The tree of any HTML, as a `div`; linear in time and memory whatever is sent.

    DomainError `too-long` above `LONGEST` characters or `MOST_TAGS` tags, `too-deep` above `DEEPEST` open elements.

    libxml2 and not an HTML5 tree builder (nh3's, html5lib's): those open every formatting element left open again in
    each following block. nh3 makes 10 MB and takes 366 MB of memory for 17 KB (`<p>`, 1,200 `<b id=n>`, 1,200 `<p>x`).
    What is built from the tree holds only what `parts` and `inline` write; tests let nh3 look for anything else.
    """
    refuse_too_long(text)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    tree = html.fromstring(("<html><body><div>" + wanted(text)).encode(), parser=parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise DomainError(str(_("This text is nested too deeply to be read.")), code="too-deep", field="text")
    return cast(html.HtmlElement, tree.find("body"))


def refuse_too_long(text: str) -> None:
    """DomainError `too-long` above `LONGEST` characters or `MOST_TAGS` tags."""
    if len(text) > LONGEST or text.count("<") > MOST_TAGS:
        raise DomainError(str(_("This text is too long for one section.")), code="too-long", field="text")


def attributes(pairs: list[tuple[str, str]]) -> str:
    """Attributes as written in a tag, in the given order, each with a space before it."""
    return "".join(f' {name}="{text_of(value).replace(_QUOTE, "&quot;")}"' for name, value in pairs)


def serialise_one(element: html.HtmlElement) -> str:
    """An element of a canonical text as canonical text. Recursive: canonical texts are at most some 40 deep."""
    opening = f"<{element.tag}{attributes(list(element.items()))}>"
    return opening if element.tag in VOID else f"{opening}{inner(element)}</{element.tag}>"


def text_of(words: str) -> str:
    """Words as they stand between tags."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inner(element: html.HtmlElement) -> str:
    """What stands between an element's tags."""
    parts = [text_of(element.text or "")]
    for child in element:
        parts += [serialise_one(child), text_of(child.tail or "")]
    return "".join(parts)
