"""Lists, quotations, boxes, tables and pictures while they are gathered."""

from __future__ import annotations

from lxml.html import HtmlElement

from portolan.documents.rules import inline
from portolan.documents.rules.characters import one_line
from portolan.documents.rules.gathering import Ending, Figure, Gatherer
from portolan.documents.rules.inline import Run
from portolan.documents.rules.parts import DEEPEST_LIST, Around, Cell, Items, Line, Picture, Place, Table
from portolan.documents.rules.styles import digest_of, number_of

LONGEST_ALTERNATIVE, LONGEST_CREDIT = 1000, 500
MOST_CELLS = 1000
_SCOPES = {"col": "col", "colgroup": "col", "row": "row", "rowgroup": "row"}


class Structures(Gatherer):
    """Opens a structure where its tag opens, and gives back what closes it."""

    def open_list(self, tag: str, start: int) -> Ending:
        """A list at the level reached."""
        items = Items(tag, start)
        self.gathering.append(items)
        self.reset()
        return lambda: self.close_list(items)

    def close_list(self, items: Items) -> None:
        """The list to where it stands; one too deep gives its items to the list around it."""
        self.gathering.pop()
        top = self.gathering[-1]
        if not items.items:
            if isinstance(top, Place):
                top.release()
        elif isinstance(top, Place) and self.list_depth() >= DEEPEST_LIST:
            top.lifted += items.items
        else:
            self.add(items)

    def list_depth(self) -> int:
        """How many lists are open around what is gathered now."""
        depth = 0
        for gathering in reversed(self.gathering):
            if isinstance(gathering, Place) and gathering.kind != "item":
                break
            depth += isinstance(gathering, Items)
        return depth

    def open_item(self) -> Ending:
        """An item; one that stands in no list gets one, which the next such item joins."""
        items, top = Items("ul", is_made=True), self.gathering[-1]
        is_stray = not isinstance(top, Items)
        if is_stray:
            self.gathering.append(items)
        elif isinstance(top, Items):
            items = top
        item = Place("item")
        self.gathering.append(item)
        self.reset()

        def close() -> None:
            self.flush()
            self.gathering.pop()
            for blocks in (item.blocks, *item.lifted):
                items.take(blocks)
            self.put_after(item.after)
            if is_stray:
                self.close_list(items)

        return close

    def open_around(self, tag: str, kind: str) -> Ending:
        """A quotation or a box."""
        place = Place(kind)
        self.gathering.append(place)
        self.reset()

        def close() -> None:
            self.gathering.pop()
            if place.blocks:
                self.add(Around(tag, place.blocks))
            self.put_after(place.after)

        return close

    def open_table(self) -> Ending:
        """A table; its figure's caption is not for the pictures in its cells."""
        table = Table()
        self.gathering.append(table)
        self.figures.append(Figure())
        self.reset()

        def close() -> None:
            self.gathering.pop()
            self.figures.pop()
            if any(cells for _, cells in table.rows):
                self.take_made(table)
            elif table.caption:
                self.add(Line("p", table.caption))

        return close

    def open_cell(self, table: Table, element: HtmlElement) -> Ending:
        """A cell in the last row; the first row where none was opened."""
        cell = Cell(
            is_header=element.tag == "th" or self.state.in_head,
            scope=_SCOPES.get(element.get("scope", "").strip().lower(), ""),
            columns=number_of(element, "colspan", least=2, most=MOST_CELLS) or 1,
            rows=number_of(element, "rowspan", least=2, most=MOST_CELLS) or 1,
        )
        if not table.rows:
            table.rows.append((self.state.in_head, []))
        table.rows[-1][1].append(cell)
        place = Place("cell", cell.blocks)
        self.gathering.append(place)
        self.reset()

        def close() -> None:
            self.gathering.pop()
            self.put_after(place.after)

        return close

    def open_figure(self) -> Ending:
        """A figure gathers a caption and a credit for the first table or picture in it."""
        figure = Figure()
        self.figures.append(figure)

        def close() -> None:
            self.figures.pop()
            first = figure.made[0] if figure.made else None
            if first:
                first.caption = _joined(first.caption, figure.caption)
            elif figure.caption:
                self.add(Line("p", figure.caption))
            if isinstance(first, Picture):
                first.credit = first.credit or figure.credit
            elif figure.credit:
                self.add(Line("p", figure.credit))

        return close

    def caption(self, captioned: Figure | Table, words: list[Run]) -> None:
        """Words of a caption; those of a second one are added."""
        captioned.caption = _joined(captioned.caption, inline.write(words))

    def credit(self, figure: Figure, words: list[Run]) -> None:
        """Who is to be named for the picture: plain words."""
        plain = one_line(inline.plain(words), LONGEST_CREDIT)
        figure.credit = _joined(figure.credit, inline.write([Run("text", plain)]) if plain else "")

    def take_picture(self, element: HtmlElement) -> None:
        """One of our pictures; any other leaves nothing."""
        digest = digest_of(element)
        if digest:
            self.take_made(Picture(digest, one_line(element.get("alt", ""), LONGEST_ALTERNATIVE)))

    def take_made(self, made: Table | Picture) -> None:
        """A table or picture to where such may stand, and to the figure it is in."""
        if self.figures:
            self.figures[-1].made.append(made)
        top = self.gathering[-1]
        if isinstance(top, Place) and top.holds(made) and not top.runs:
            top.add(made)
        else:
            self.put_after([made])


def _joined(one: str, other: str) -> str:
    return f"{one} {other}" if one and other else one or other
