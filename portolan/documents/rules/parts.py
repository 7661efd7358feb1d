"""The blocks of a text while it is built: what may stand where, and how each is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from portolan.documents.rules.inline import Run
from portolan.documents.rules.markup import attributes

# Lists may be nested this deep, as in Word; deeper items come up.
DEEPEST_LIST = 9


@dataclass
class Line:
    """A paragraph or heading, its words already written."""

    tag: str
    html: str
    alignment: str = ""

    def write(self) -> str:
        """As HTML."""
        pairs = [("class", self.alignment)] if self.alignment else []
        return f"<{self.tag}{attributes(pairs)}>{self.html}</{self.tag}>"


@dataclass
class Picture:
    """A picture with its alternative text, caption and credit."""

    digest: str
    alternative: str
    caption: str = ""
    credit: str = ""

    def write(self) -> str:
        """As HTML."""
        image = attributes([("src", f"picture:{self.digest}"), ("alt", self.alternative)])
        return (
            f'<figure class="picture"><img{image}><figcaption>{self.caption}</figcaption>'
            f"<small>{self.credit}</small></figure>"
        )


@dataclass
class Cell:
    """A cell of a table."""

    is_header: bool
    scope: str
    columns: int
    rows: int
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Table:
    """A table: its rows, and whether a row stood in the head."""

    caption: str = ""
    rows: list[tuple[bool, list[Cell]]] = field(default_factory=list)

    def write(self) -> str:
        """As HTML, header cells with the scope they say or that follows from where they stand."""
        rows = [(in_head, cells) for in_head, cells in self.rows if cells]
        body = "".join(self._row(at, in_head, cells) for at, (in_head, cells) in enumerate(rows))
        return (
            f'<figure class="table"><figcaption>{self.caption}</figcaption>'
            f"<table><tbody>{body}</tbody></table></figure>"
        )

    def _row(self, at: int, in_head: bool, cells: list[Cell]) -> str:
        are_headers = in_head or all(cell.is_header for cell in cells)
        parts = []
        for column, cell in enumerate(cells):
            tag = "th" if cell.is_header or in_head else "td"
            placed = "col" if are_headers or (at == 0 and column > 0) else "row"
            pairs = [("scope", cell.scope or placed)] if tag == "th" else []
            pairs += [("colspan", str(cell.columns))] if cell.columns > 1 else []
            pairs += [("rowspan", str(cell.rows))] if cell.rows > 1 else []
            parts.append(f"<{tag}{attributes(pairs)}>{write_all(cell.blocks)}</{tag}>")
        return f"<tr>{''.join(parts)}</tr>"


@dataclass
class Items:
    """A list; each item is blocks, the first of them a paragraph."""

    tag: str
    start: int = 1
    items: list[list[Block]] = field(default_factory=list)
    # Made around items that stood in no list: the next such item joins it.
    is_made: bool = False

    def write(self) -> str:
        """As HTML."""
        pairs = [("start", str(self.start))] if self.tag == "ol" and self.start > 1 else []
        items = "".join(f"<li>{write_all(item)}</li>" for item in self.items)
        return f"<{self.tag}{attributes(pairs)}>{items}</{self.tag}>"

    def take(self, blocks: list[Block]) -> None:
        """An item more; lists it begins with belong to the item before, or come up when there is none."""
        while blocks and isinstance(nested := blocks[0], Items):
            del blocks[0]
            if self.items:
                self.items[-1].append(nested)
            else:
                self.items.extend(nested.items)
        if blocks:
            self.items.append(blocks)


@dataclass
class Around:
    """A quotation or a box around blocks."""

    tag: str
    blocks: list[Block]

    def write(self) -> str:
        """As HTML."""
        opening = '<aside class="box">' if self.tag == "aside" else f"<{self.tag}>"
        return f"{opening}{write_all(self.blocks)}</{self.tag}>"


Block = Line | Picture | Table | Items | Around


def write_all(blocks: Iterable[Block]) -> str:
    """Blocks as HTML, nothing between them."""
    return "".join(block.write() for block in blocks)


# Where we are -> the lines that may stand there, and the kinds of blocks beside lines and lists.
LINES = {
    "root": frozenset({"p", "h3", "h4"}),
    "box": frozenset({"p", "h4"}),
    "quote": frozenset({"p"}),
    "item": frozenset({"p"}),
    "cell": frozenset({"p"}),
}
HOLDS = {
    "root": (Line, Items, Around, Table, Picture),
    "box": (Line, Items, Table, Picture),
    "quote": (Line, Items),
    "item": (Line, Items),
    "cell": (Line, Items),
}


@dataclass
class Place:
    """Where blocks are being gathered: the text, a box, a quotation, an item or a cell; or words of a caption."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    # Blocks that may not stand where they were found; they follow the block they were found in.
    after: list[Block] = field(default_factory=list)
    # Of an item nested too deep: items that follow it in its list.
    lifted: list[list[Block]] = field(default_factory=list)

    def holds(self, block: Block) -> bool:
        """True when such a block may stand here."""
        return isinstance(block, HOLDS.get(self.kind, ()))

    def add(self, block: Block) -> None:
        """The block at the end, then those that waited for it."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(block, Items) and block.is_made and isinstance(last, Items) and last.is_made:
            last.items.extend(block.items)
        else:
            self.blocks.append(block)
        self.release()

    def release(self) -> None:
        """Blocks that waited take their place."""
        self.blocks += self.after
        self.after = []
