"""Numbered and bulleted lines as nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portolan.documents.exports.word.read_runs import html_of
from portolan.documents.exports.word.reading_state import Line
from portolan.documents.rules.characters import SPACES


def paragraph(line: Line) -> str:
    """A line as a paragraph; nothing for an empty one."""
    html = html_of(line.runs)
    side = f' class="{line.alignment}"' if line.alignment else ""
    return f"<p{side}>{html}</p>" if html.strip(SPACES) else ""


def begins_list(first: Line, line: Line) -> bool:
    """True where a list of its own begins at the level the gathered one began at."""
    (one, lowest), (own, level) = first.numbers or ("", 0), line.numbers or ("", 0)
    return line.kind != "none" and level <= lowest and own != one


@dataclass
class _List:
    tag: str
    list_id: str
    level: int
    start: int
    # Each item is blocks: HTML, or a list inside it.
    items: list[list[Any]] = field(default_factory=list)

    def html(self) -> str:
        """The list as HTML."""
        start = f' start="{self.start}"' if self.tag == "ol" and self.start > 1 else ""
        items = "".join(f"<li>{_written(item)}</li>" for item in self.items)
        return f"<{self.tag}{start}>{items}</{self.tag}>"


def _written(parts: Sequence[Any]) -> str:
    return "".join(part if isinstance(part, str) else part.html() for part in parts)


def listed(lines: Sequence[Line]) -> str:
    """Lines as lists by their levels; those without a number as paragraphs, in the item before or by themselves."""
    top: list[Any] = []
    open_: list[_List] = []
    for line in lines:
        if not line.numbers:
            open_ = []
            top.append(paragraph(line))
            continue
        list_id, level = line.numbers
        if line.kind == "none":
            while open_ and open_[-1].level > level:
                open_.pop()
            (open_[-1].items[-1] if open_ else top).append(paragraph(line))
            continue
        while open_ and (open_[-1].level > level or (open_[-1].level == level and open_[-1].list_id != list_id)):
            open_.pop()
        if not open_ or open_[-1].level < level:
            made = _List("ul" if line.kind == "bullet" else "ol", list_id, level, line.start)
            (open_[-1].items[-1] if open_ else top).append(made)
            open_.append(made)
        open_[-1].items.append([paragraph(line)])
    return _written(top)
