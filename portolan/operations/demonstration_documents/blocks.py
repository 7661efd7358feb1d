"""From the blocks of a data file to the text of a section in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portolan.operations.demonstration_documents.dataset import Dataset, Row
from portolan.operations.demonstration_documents.wording import (
    Links,
    filled,
    inline,
    paragraphs,
    picture,
    table,
)

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Hand:
    """What a text is written with: the data, the language, where links lead, and what draws a picture."""

    data: Dataset
    language: str
    links: Links
    draw: Callable[[str], str]
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self, words: Mapping[str, str], row: Row | None = None) -> str:
        """Words in this language, with the names of a row or of the city in place."""
        own = self.data.words(row, self.language) if row is not None else {}
        return filled(words[self.language], {**self.values, **own})


def section_html(blocks: list[Block], hand: Hand) -> str:
    """The text of a section."""
    return "".join(_block(block, hand) for block in blocks)


def _block(block: Block, hand: Hand) -> str:
    if "each" in block:
        return "".join(_entry(block, hand, row) for row in hand.data.rows(block["each"]))
    kinds: Mapping[str, Callable[[Block, Hand], str]] = {
        "list": _list,
        "box": _box,
        "heading": _heading,
        "table": _table,
        "grid": _grid,
        "picture": _picture,
    }
    return kinds[block["kind"]](block, hand) if "kind" in block else paragraphs(hand.said(block), hand.links)


def _entry(block: Block, hand: Hand, row: Row) -> str:
    """A heading, what is said of one district or service, and perhaps its series as a table."""
    words = hand.data.words(row, hand.language)
    text = f"<h3>{words['Name']}</h3>{paragraphs(hand.said(block, row), hand.links)}"
    return text + _series(block, hand, row) if "series" in block else text


def _series(block: Block, hand: Hand, row: Row) -> str:
    data, language, codes = hand.data, hand.language, block["series"]
    head = [data.measures[code][language] for code in ("year", *codes)]
    lines = [
        [str(year), *(data.value(row, code, language, year=year) for code in codes)]
        for at, year in enumerate(data.years)
        if row[codes[0]][at]
    ]
    return table(hand.said(block["caption"], row), head, lines)


def _list(block: Block, hand: Hand) -> str:
    items = hand.said(block).splitlines()
    return (
        f"<ul>{''.join(f'<li><p>{inline(each.strip(), hand.links)}</p></li>' for each in items if each.strip())}</ul>"
    )


def _box(block: Block, hand: Hand) -> str:
    title = inline(hand.said(block["title"]), hand.links)
    return f'<aside class="box"><h4>{title}</h4>{paragraphs(hand.said(block), hand.links)}</aside>'


def _heading(block: Block, hand: Hand) -> str:
    return f"<h3>{inline(hand.said(block), hand.links)}</h3>"


def _table(block: Block, hand: Hand) -> str:
    """All districts or services: several numbers of the last year, or one number year by year."""
    data, language, kind = hand.data, hand.language, block["rows"]
    first = data.measures[kind][language]
    if "by_year" in block:
        head = [first, *(str(year) for year in data.years)]
        cells = [
            [data.value(row, block["by_year"], language, year=year) for year in data.years] for row in data.rows(kind)
        ]
    else:
        head = [first, *(data.measures[code][language] for code in block["columns"])]
        cells = [[data.value(row, code, language) for code in block["columns"]] for row in data.rows(kind)]
    names = [data.words(row, language)["Name"] for row in data.rows(kind)]
    return table(hand.said(block["caption"]), head, [[name, *row] for name, row in zip(names, cells, strict=True)])


def _grid(block: Block, hand: Hand) -> str:
    """A table written out: a line for each row, its cells parted by `|`, the first line its head."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in hand.said(block).splitlines() if line.strip()]
    return table(hand.said(block["caption"]), head, rows)


def _picture(block: Block, hand: Hand) -> str:
    said = [hand.said(block[name]) for name in ("alternative", "caption", "credit")]
    return picture(hand.draw(block["drawing"]), *said)
