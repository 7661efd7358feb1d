"""A canonical text as blocks, and what is in it. Everything here takes canonical text and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from portolan.documents.rules.markup import parse, serialise_one
from portolan.documents.rules.words import count_words, plain_text_of

_BLOCK_HASH_LENGTH = 16


@dataclass(frozen=True)
class Counts:
    """How much of what a text holds."""

    words: int
    tables: int
    pictures: int
    boxes: int
    notes: int
    citations: int


def blocks(html: str) -> list[HtmlElement]:
    """The blocks at the top of a canonical text, in their order."""
    tree = parse(html)[0]
    return list(tree)


def serialise(elements: Iterable[HtmlElement]) -> str:
    """Blocks as canonical text again: `serialise(blocks(text)) == text`."""
    return "".join(serialise_one(element) for element in elements)


def block_hash(element: HtmlElement) -> str:
    """16 hexadecimal digits that are the same for the same block, wherever it stands."""
    return hashlib.sha256(serialise_one(element).encode()).hexdigest()[:_BLOCK_HASH_LENGTH]


def pictures_in(html: str) -> list[str]:
    """Digests of the pictures, each once, in the order they appear."""
    return _once(image.get("src", "").removeprefix("picture:") for image in parse(html).iter("img"))


def citations_in(html: str) -> list[str]:
    """Codes of the sources cited, each once, in the order they appear."""
    return _once(cite.get("data-source", "") for cite in parse(html).iter("cite"))


def links_in(html: str) -> list[str]:
    """What the text links to on this site, as `kind:id`, each once, in the order they appear."""
    addresses = (link.get("href", "") for link in parse(html).iter("a"))
    return _once(address.removeprefix("to:") for address in addresses if address.startswith("to:"))


def notes_in(html: str) -> int:
    """How many footnotes it has."""
    return len(_notes(parse(html)))


def counts(html: str) -> Counts:
    """Words (notes and captions included), tables, pictures, boxes, footnotes and citations."""
    tree = parse(html)
    return Counts(
        words=count_words(plain_text_of(tree[0])),
        tables=_count(tree, "table"),
        pictures=_count(tree, "img"),
        boxes=_count(tree, "aside"),
        notes=len(_notes(tree)),
        citations=_count(tree, "cite"),
    )


def _count(tree: HtmlElement, tag: str) -> int:
    return sum(1 for _ in tree.iter(tag))


def _notes(tree: HtmlElement) -> list[HtmlElement]:
    return [span for span in tree.iter("span") if span.get("class") == "note"]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
