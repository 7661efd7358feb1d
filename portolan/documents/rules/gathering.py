"""Where the words and blocks of a text are gathered while its HTML is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from portolan.documents.rules import inline
from portolan.documents.rules.characters import wanted
from portolan.documents.rules.inline import NONE, Marks, Run
from portolan.documents.rules.parts import LINES, Block, Items, Line, Picture, Place, Table


class State(NamedTuple):
    """What an element passes on to everything in it."""

    line: str = "p"
    alignment: str = ""
    marks: Marks = NONE
    is_pre: bool = False
    in_head: bool = False
    from_the_right: bool = False


@dataclass
class Figure:
    """What a `figure` gathered: its caption and credit, and the tables and pictures they are of."""

    caption: str = ""
    credit: str = ""
    made: list[Table | Picture] = field(default_factory=list)


Gathering = Place | Items | Table
Ending = Callable[[], None]


class Gatherer:
    """Knows what is open, gathers words into lines and puts blocks where such may stand."""

    def __init__(self) -> None:
        self.root = Place("root")
        self.gathering: list[Gathering] = [self.root]
        self.figures: list[Figure] = []
        self.state = State()

    def open_item(self) -> Ending:
        """An item of a list; the builder knows lists."""
        raise NotImplementedError

    def is_gathering_blocks(self) -> bool:
        """False inside words of a caption, a credit or a note, where a block is only a space."""
        top = self.gathering[-1]
        return not (isinstance(top, Place) and top.kind in {"words", "credit", "note"})

    def may_hold_note(self) -> bool:
        """False in a note and in a credit."""
        top = self.gathering[-1]
        return not (isinstance(top, Place) and top.kind in {"credit", "note"})

    def text(self, text: str | None) -> None:
        """Words between two tags."""
        if not text:
            return
        if not self.state.is_pre:
            self.run(Run("text", wanted(text), self.state.marks))
            return
        for number, line in enumerate(wanted(text).split("\n")):
            if number:
                self.run(Run("break", "", self.state.marks))
            self.run(Run("text", line, self.state.marks))

    def run(self, run: Run) -> None:
        """A run at the end of the line being gathered; beside the cells of a table, of the line before it."""
        top = self.gathering[-1]
        if isinstance(top, Place):
            top.runs.append(run)
        elif isinstance(top, Items):
            if run.kind == "atom" or (run.kind == "text" and run.value.strip()):
                close = self.open_item()
                self.run(run)
                close()
        elif run.kind == "atom" or run.value.strip():
            place = next(place for place in reversed(self.gathering) if isinstance(place, Place))
            place.runs.append(run)

    def flush(self) -> None:
        """The line gathered so far becomes a block, or in words a space."""
        top = self.gathering[-1]
        if not isinstance(top, Place):
            return
        if not self.is_gathering_blocks():
            if top.runs:
                top.runs.append(Run("text", " "))
            return
        runs, top.runs = inline.settle(top.runs), []
        tag = self.state.line
        if tag not in LINES[top.kind]:
            tag = "h4" if top.kind == "box" else "p"
        for words in inline.paragraphs(runs) if tag == "p" else [runs]:
            if not inline.is_empty(words):
                alignment = self.state.alignment if tag == "p" else ""
                top.blocks.append(Line(tag, inline.write(words), alignment))
        top.release()

    def open_words(self, kind: str, give: Callable[[list[Run]], None]) -> Ending:
        """Gathers runs until the element ends; `give` gets them settled."""
        place = Place(kind)
        outside = self.state
        self.gathering.append(place)
        self.state = State(from_the_right=outside.from_the_right)

        def close() -> None:
            self.gathering.pop()
            self.state = outside
            words = inline.settle(place.runs)
            give([] if inline.is_empty(words) else words)
            self.put_after(place.after)

        return close

    def add(self, block: Block) -> None:
        """A block where we are."""
        top = self.gathering[-1]
        if isinstance(top, Items):
            top.take([block])
        elif isinstance(top, Place) and self.is_gathering_blocks():
            top.add(block)
        else:
            self.put_after([block])

    def put_after(self, blocks: list[Block]) -> None:
        """Blocks to wait in the nearest place that may hold them, until what they were found in is written."""
        for block in blocks:
            place = next(place for place in reversed(self.gathering) if isinstance(place, Place) and place.holds(block))
            place.after.append(block)
        top = self.gathering[-1]
        if isinstance(top, Place) and not top.runs:
            top.release()

    def reset(self) -> None:
        """Inside a list, a cell or a box lines are paragraphs from the start side again."""
        self.state = self.state._replace(line="p", alignment="", in_head=False, is_pre=False)
