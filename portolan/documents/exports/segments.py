"""A block as segments for a translator: words with numbered tags, and the form the words go back into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lxml.html import HtmlElement

from portolan.documents.rules.markup import attributes

# What holds words directly; everything else is form.
_HOLDERS = frozenset({"p", "h3", "h4", "figcaption"})
_PAIRED = frozenset({"strong", "em", "sub", "sup", "a", "span"})


@dataclass(frozen=True)
class Words:
    """A piece of plain text."""

    text: str


@dataclass(frozen=True)
class Tag:
    """A numbered tag: around pieces when `pieces` is a tuple, a place of its own when it is None."""

    number: int
    pieces: tuple[Piece, ...] | None = None


Piece = Words | Tag


@dataclass
class Code:
    """What a numbered tag stands for; of a note, the segment with its words."""

    opening: str
    closing: str = ""
    note: int | None = None


@dataclass
class Segment:
    """Words to translate. `kind` is text, or alt or credit, which are plain."""

    kind: str = "text"
    pieces: tuple[Piece, ...] = ()
    codes: dict[int, Code] = field(default_factory=dict)


@dataclass
class Form:
    """A block without its words: HTML with the numbers of segments between."""

    parts: list[str | int] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    @property
    def shape(self) -> tuple[Any, ...]:
        """What two blocks share when one can be the translation of the other: form, and notes by segment."""
        notes = tuple(tuple(code.note for code in one.codes.values() if code.note is not None) for one in self.segments)
        return (*self.parts, notes)


def form_of(block: HtmlElement) -> Form:
    """The form and segments of a canonical block."""
    form = Form()
    _take(form, block)
    return form


def _take(form: Form, element: HtmlElement) -> None:
    tag, opening = element.tag, f"<{element.tag}{attributes(list(element.items()))}>"
    if tag == "img":
        form.parts.append(f'<img{attributes([("src", element.get("src", ""))])} alt="')
        _add(form, "alt", element.get("alt", ""))
        form.parts.append('">')
        return
    form.parts.append(opening)
    if tag in _HOLDERS and (element.text or len(element)):
        number = _new(form, Segment())
        form.parts.append(number)
        form.segments[number].pieces = tuple(_pieces(form, form.segments[number], element))
    elif tag == "small":
        _add(form, "credit", element.text or "")
    else:
        for child in element:
            _take(form, child)
    form.parts.append(f"</{tag}>")


def _add(form: Form, kind: str, words: str) -> None:
    if words:
        form.parts.append(_new(form, Segment(kind, (Words(words),))))


def _new(form: Form, segment: Segment) -> int:
    form.segments.append(segment)
    return len(form.segments) - 1


def _pieces(form: Form, segment: Segment, element: HtmlElement) -> Iterator[Piece]:
    if element.text:
        yield Words(element.text)
    for child in element:
        number = len(segment.codes) + 1
        opening = f"<{child.tag}{attributes(list(child.items()))}>"
        if child.get("class") == "note":
            note = _new(form, Segment())
            segment.codes[number] = Code(opening, "</span>", note)
            form.segments[note].pieces = tuple(_pieces(form, form.segments[note], child))
            yield Tag(number)
        elif child.tag in _PAIRED:
            segment.codes[number] = Code(opening, f"</{child.tag}>")
            yield Tag(number, tuple(_pieces(form, segment, child)))
        else:
            segment.codes[number] = Code(opening, "</cite>" if child.tag == "cite" else "")
            yield Tag(number)
        if child.tail:
            yield Words(child.tail)


def renumbered(target: Segment, source: Segment) -> Segment:
    """The segment of a translation with the numbers of the source's tags; tags of its own come after those."""
    free = dict(source.codes)
    numbers: dict[int, int] = {}
    codes = dict(source.codes)
    for number, code in target.codes.items():
        same = next((at for at, one in free.items() if _is_same(one, code)), None)
        if same is None:
            same = len(codes) + 1
            codes[same] = code
        free.pop(same, None)
        numbers[number] = same
    return Segment(target.kind, tuple(_with_numbers(piece, numbers) for piece in target.pieces), codes)


def _is_same(one: Code, other: Code) -> bool:
    # The n-th note of a segment is the n-th note of its translation.
    return one.note == other.note if one.note is not None else one.opening == other.opening and other.note is None


def _with_numbers(piece: Piece, numbers: Mapping[int, int]) -> Piece:
    if isinstance(piece, Words):
        return piece
    inside = None if piece.pieces is None else tuple(_with_numbers(one, numbers) for one in piece.pieces)
    return Tag(numbers[piece.number], inside)


def tags_in(pieces: Sequence[Piece]) -> Counter[int]:
    """How often each numbered tag stands in a segment."""
    found: Counter[int] = Counter()
    for piece in pieces:
        if isinstance(piece, Tag):
            found[piece.number] += 1
            found += tags_in(piece.pieces or ())
    return found


def plain(pieces: Sequence[Piece]) -> str:
    """The words of a segment."""
    return "".join(piece.text if isinstance(piece, Words) else plain(piece.pieces or ()) for piece in pieces)


def filled(form: Form, pieces_of: Callable[[int], Sequence[Piece]]) -> str:
    """The block with the words `pieces_of` gives for each segment."""
    return "".join(part if isinstance(part, str) else _written(form, part, pieces_of) for part in form.parts)


def _written(form: Form, number: int, pieces_of: Callable[[int], Sequence[Piece]]) -> str:
    segment = form.segments[number]
    if segment.kind != "text":
        return escape(plain(pieces_of(number)), quote=segment.kind == "alt")

    def html(pieces: Sequence[Piece]) -> str:
        return "".join(escape(one.text, quote=False) if isinstance(one, Words) else tag(one) for one in pieces)

    def tag(piece: Tag) -> str:
        code = segment.codes[piece.number]
        inside = _written(form, code.note, pieces_of) if code.note is not None else html(piece.pieces or ())
        return f"{code.opening}{inside}{code.closing}"

    return html(pieces_of(number))
