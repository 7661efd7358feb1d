"""The shape a table takes in Word, where every row fills the same grid.

HTML lets rows be ragged, cells reach below the last row and spans overlap. What is written is the table as laid out;
the reader takes a table that still looks like this for the untouched one.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from lxml import html
from lxml.html import HtmlElement

# Word refuses a file with a wider table.
MOST_COLUMNS = 63


@dataclass(frozen=True)
class Slot:
    """A cell at its place in a row; `cell` is None where nothing stands, `is_continued` where one reaches down."""

    column: int
    span: int
    cell: HtmlElement | None
    rows: int = 1
    is_continued: bool = False


def layout(table: HtmlElement) -> list[list[Slot]]:
    """The rows of a canonical table on one grid without holes; no column that no cell begins in."""
    rows = [list(row) for row in table.iter("tr")]
    columns = min(_columns(rows), MOST_COLUMNS)
    held: dict[int, Slot] = {}
    lines = [_line(cells, columns, held, len(rows) - at) for at, cells in enumerate(rows)]
    return _without_needless_columns(_with_true_rows(lines), columns)


def _columns(rows: list[list[HtmlElement]]) -> int:
    """How wide the table is. The last cell of a row may claim any number: they exist only where others have them."""
    most = 1
    reaching: dict[int, int] = {}
    for row in rows:
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        own, column = dict(reaching), 0
        for cell in row:
            while column in reaching:
                column += 1
            is_free = cell is row[-1] and _number(cell, "rowspan") == 1
            last = column if is_free else column + min(_number(cell, "colspan"), MOST_COLUMNS) - 1
            own.update(dict.fromkeys(range(column, last + 1), _number(cell, "rowspan")))
            column = last + 1
        most, reaching = max(most, column, *(at + 1 for at in own)), own
    return most


def _number(cell: HtmlElement, name: str) -> int:
    return int(cell.get(name, "1"))


def _line(cells: list[HtmlElement], columns: int, held: dict[int, Slot], rows_left: int) -> list[Slot]:
    """One row; `held` are the cells of rows above that reach down, by column, with the rows they still want."""
    line: list[Slot] = []
    waiting, column = list(cells), 0
    if sum(slot.span for slot in held.values()) >= columns:
        # No room for the row's own cells in the widest table there is: those above end here.
        held.clear()
    while column < columns:
        if column in held:
            slot = held.pop(column)
            line.append(replace(slot, is_continued=True))
        else:
            free = min((at for at in held if at > column), default=columns) - column
            if waiting:
                cell = waiting.pop(0)
                slot = Slot(column, min(_number(cell, "colspan"), free), cell, min(_number(cell, "rowspan"), rows_left))
            else:
                slot = Slot(column, free, None)
            line.append(slot)
        column += slot.span
    for slot in line:
        if slot.rows > 1:
            held[slot.column] = replace(slot, rows=slot.rows - 1)
    return _with_overflow(line, waiting)


def _with_overflow(line: list[Slot], waiting: list[HtmlElement]) -> list[Slot]:
    """Cells for which no column is left go on in the last cell of the row."""
    own = [at for at, slot in enumerate(line) if slot.cell is not None and not slot.is_continued]
    if not waiting or not own:
        return line
    last = line[own[-1]]
    joined: HtmlElement = copy.deepcopy(last.cell)
    for cell in waiting:
        joined.extend(copy.deepcopy(child) for child in cell)
    line[own[-1]] = replace(last, cell=joined)
    return line


def _with_true_rows(lines: list[list[Slot]]) -> list[list[Slot]]:
    """Cells with the rows they do reach down to, where a full row ended them early."""
    reached = [{slot.column for slot in line if slot.is_continued} for line in lines]

    def rows(at: int, slot: Slot) -> int:
        below = at + 1
        while below < len(lines) and slot.column in reached[below]:
            below += 1
        return below - at

    return [
        [slot if slot.is_continued else replace(slot, rows=rows(at, slot)) for slot in line]
        for at, line in enumerate(lines)
    ]


def _without_needless_columns(lines: list[list[Slot]], columns: int) -> list[list[Slot]]:
    begun = sorted({slot.column for line in lines for slot in line})
    place = {column: at for at, column in enumerate([*begun, columns])}
    return [
        [
            replace(slot, column=place[slot.column], span=place[slot.column + slot.span] - place[slot.column])
            for slot in line
        ]
        for line in lines
    ]


def worded(block: HtmlElement) -> HtmlElement:
    """A canonical block as Word holds it: the same but for the spans and empty cells of its tables."""
    tables = list(block.iter("table"))
    if not tables:
        return block
    made = copy.deepcopy(block)
    for table in list(made.iter("table")):
        body = html.Element("tbody")
        for line in layout(table):
            row = html.Element("tr")
            row.extend(_cell(slot) for slot in line if not slot.is_continued)
            body.append(row)
        table[:] = [body]
    return made


def _cell(slot: Slot) -> HtmlElement:
    if slot.cell is None:
        cell = html.Element("td")
    else:
        cell = html.Element(slot.cell.tag)
        if slot.cell.get("scope"):
            cell.set("scope", slot.cell.get("scope"))
        cell.extend(copy.deepcopy(child) for child in slot.cell)
    if slot.span > 1:
        cell.set("colspan", str(slot.span))
    if slot.rows > 1:
        cell.set("rowspan", str(slot.rows))
    return cell
