"""Two states of a text side by side, for a person who wants to see what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from portolan.documents.rules.alignment import Alphabet, Pairs, align, likeness
from portolan.documents.rules.blocks import blocks
from portolan.documents.rules.compare_words import all_of, compare_lines
from portolan.documents.rules.markup import attributes, parse, serialise_one
from portolan.documents.rules.words import count_words, plain_text_of

# From here on two blocks are one that changed; below, one went and one came. Lines need more: two short ones share
# a word soon.
_LEAST_LINE, _LEAST_OTHER = 0.4, 0.25
_LINES = frozenset({"p", "h3", "h4", "figcaption", "small"})
_LISTS = frozenset({"ul", "ol"})


@dataclass(frozen=True)
class Change:
    """A block: `same`, `added`, `removed` or `changed`; its HTML, in a changed one with `<ins>` and `<del>`."""

    kind: str
    html: str


@dataclass(frozen=True)
class Summary:
    """How many blocks came, went and changed, and how many words came and went."""

    added: int
    removed: int
    changed: int
    words_added: int
    words_removed: int


def compare(old: str, new: str) -> list[Change]:
    """Every block of both canonical texts in one order. What was moved is removed there and added here."""
    comparison = _Comparison()
    changes = []
    for before, after in comparison.align(blocks(old) if old else [], blocks(new) if new else []):
        if before is None:
            changes.append(Change("added", serialise_one(after)))
        elif after is None:
            changes.append(Change("removed", serialise_one(before)))
        elif serialise_one(before) == serialise_one(after):
            changes.append(Change("same", serialise_one(after)))
        else:
            changes.append(Change("changed", comparison.both(before, after)))
    return changes


def summary(changes: Sequence[Change]) -> Summary:
    """The figures of a comparison."""
    kinds = [change.kind for change in changes]
    return Summary(
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        changed=kinds.count("changed"),
        words_added=sum(_words(change, "added", "ins") for change in changes),
        words_removed=sum(_words(change, "removed", "del") for change in changes),
    )


def _words(change: Change, whole: str, mark: str) -> int:
    if change.kind == whole:
        return count_words(plain_text_of(parse(change.html)[0]))
    if change.kind != "changed":
        return 0
    return sum(count_words("".join(element.itertext())) for element in parse(change.html).iter(mark))


class _Comparison:
    """Remembers the words of what it has met: each is spelled once."""

    def __init__(self) -> None:
        self.alphabet = Alphabet()
        self.spelled: dict[HtmlElement, str] = {}

    def words(self, element: HtmlElement) -> str:
        if element not in self.spelled:
            lines = [plain_text_of(line) for line in element.iter(*_LINES)]
            self.spelled[element] = self.alphabet.spell(" ".join(lines).split())
        return self.spelled[element]

    def like(self, one: HtmlElement, other: HtmlElement) -> float:
        family = _family(one)
        if family != _family(other):
            return 0.0
        return likeness(self.words(one), self.words(other), _LEAST_LINE if family == "line" else _LEAST_OTHER)

    def align(self, old: Sequence[HtmlElement], new: Sequence[HtmlElement]) -> Pairs[HtmlElement]:
        return align(old, new, key=serialise_one, like=self.like)

    # -- a block on both sides

    def both(self, old: HtmlElement, new: HtmlElement) -> str:
        if new.tag in _LINES:
            return _around(new, compare_lines(old, new))
        if new.tag == "figure":
            return _around(new, self.figure(old, new))
        if new.tag == "table":
            return _around(new, f"<tbody>{self.rows(old[0], new[0])}</tbody>")
        return _around(new, self.children(old, new))

    def children(self, old: HtmlElement, new: HtmlElement) -> str:
        """Items of a list, blocks of an item, a cell, a box or a quotation."""
        if len(old) == len(new) == 1 and _family(old[0]) == _family(new[0]) == "line":
            # A cell with another figure in it changed, however unlike the two figures are.
            return self.both(old[0], new[0])
        return "".join(self.one_or_both(before, after) for before, after in self.align(list(old), list(new)))

    def one_or_both(self, old: HtmlElement | None, new: HtmlElement | None) -> str:
        if old is None:
            return whole(new, "ins")
        if new is None:
            return whole(old, "del")
        return self.both(old, new)

    def figure(self, old: HtmlElement, new: HtmlElement) -> str:
        """A table or picture with its caption: the same parts on both sides."""
        return "".join(
            serialise_one(after) if after.tag == "img" else self.both(before, after)
            for before, after in zip(old, new, strict=True)
        )

    # -- tables

    def rows(self, old: HtmlElement, new: HtmlElement) -> str:
        columns = self.columns(old, new)
        written = []
        for before, after in self.align(list(old), list(new)):
            if before is None or after is None:
                written.append(whole(before if after is None else after, "del" if after is None else "ins"))
            else:
                cells = columns(list(before), list(after))
                written.append(_around(after, "".join(self.cell(one, other) for one, other in cells)))
        return "".join(written)

    def cell(self, old: HtmlElement | None, new: HtmlElement | None) -> str:
        if old is None or new is None or serialise_one(old) == serialise_one(new):
            return self.one_or_both(old, new) if old is None or new is None else serialise_one(new)
        return _around(new, self.children(old, new), "changed")

    def columns(
        self, old: HtmlElement, new: HtmlElement
    ) -> Callable[[list[HtmlElement], list[HtmlElement]], Pairs[HtmlElement]]:
        """How the cells of two rows belong together: by column, columns that came or went found by their words."""
        if not (_is_regular(old) and _is_regular(new)) or len(old[0]) == len(new[0]):
            return _by_position
        numbered = align(
            _columns(old),
            _columns(new),
            key=lambda column: "\0".join(column.cells),
            like=lambda one, other: likeness(
                self.alphabet.spell(one.cells), self.alphabet.spell(other.cells), _LEAST_LINE
            ),
        )
        return lambda before, after: [
            (before[one.number] if one else None, after[other.number] if other else None) for one, other in numbered
        ]


@dataclass(frozen=True)
class _Column:
    """A column of a table: its place, and its cells, each as one word."""

    number: int
    cells: tuple[str, ...]


def _family(element: HtmlElement) -> str:
    if element.tag in _LINES:
        return "line"
    if element.tag in _LISTS:
        return "list"
    if element.get("class") == "picture":
        # Another picture is another block, whatever its caption says.
        return element[0].get("src", "")
    return element.tag


def _by_position(old: list[HtmlElement], new: list[HtmlElement]) -> Pairs[HtmlElement]:
    shared = min(len(old), len(new))
    pairs: Pairs[HtmlElement] = list(zip(old[:shared], new[:shared], strict=True))
    return pairs + [(cell, None) for cell in old[shared:]] + [(None, cell) for cell in new[shared:]]


def _is_regular(body: HtmlElement) -> bool:
    """True when every row has as many cells and none spans."""
    lengths = {len(row) for row in body}
    return len(lengths) == 1 and not any(cell.get("colspan") or cell.get("rowspan") for row in body for cell in row)


def _columns(body: HtmlElement) -> list[_Column]:
    columns = zip(*body, strict=True)
    return [_Column(number, tuple("".join(cell.itertext()) for cell in cells)) for number, cells in enumerate(columns)]


def _around(element: HtmlElement, html: str, more: str = "") -> str:
    classes = " ".join(part for part in (element.get("class"), more) if part)
    pairs = [(name, value) for name, value in element.items() if name != "class"]
    return f"<{element.tag}{attributes([*([('class', classes)] if classes else []), *pairs])}>{html}</{element.tag}>"


def whole(element: HtmlElement | None, mark: str) -> str:
    """A block inside a changed one that came (`ins`) or went (`del`) as a whole: every word of it."""
    if element is None:
        return ""
    if element.tag in _LINES:
        return _around(element, all_of(element, mark))
    if element.tag == "img":
        return serialise_one(element)
    more = {"ins": "added", "del": "removed"}[mark] if element.tag in {"li", "tr", "td", "th"} else ""
    return _around(element, "".join(whole(child, mark) for child in element), more)
