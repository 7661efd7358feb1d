"""The words of a block as runs: marks, links, languages, notes, citations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from portolan.documents.exports.word import names
from portolan.documents.exports.word.styles import SEA, fonts, language_el
from portolan.documents.exports.word.write_state import Writing
from portolan.documents.exports.word.xml import el, q, text_el
from portolan.documents.rules.inline import Marks, direction_of

NONE = Marks()
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LTR = "A-Za-z\u00aa\u00ba\u00c0-\u02af\u0370-\u052f\u1e00-\u1fff"
# Words of the other direction, with what stands between them.
_LTR_WORDS = re.compile(f"[0-9]*[{_LTR}](?:[^{_RTL}]*[{_LTR}0-9%])?")
_RTL_WORDS = re.compile(f"[{_RTL}](?:[^{_LTR}]*[{_RTL}])?")
_SPACE_AFTER_MARK = "\u00a0"


def write_inline(writing: Writing, into: Any, element: HtmlElement, *, part: Any = None) -> None:
    """Append the inline content of `element` to a paragraph of `part` (the document's own when left out)."""
    _Runs(writing, into, part or writing.document.part).walk(element, NONE)


def write_words(writing: Writing, into: Any, words: str, marks: Marks = NONE) -> None:
    """Append plain words to a paragraph."""
    _Runs(writing, into, writing.document.part).text(words, marks)


def write_address(writing: Writing, into: Any, address: str) -> None:
    """Append an address to a paragraph, as a link where it is one of the web: from the left, slashes and all."""
    runs = _Runs(writing, into, writing.document.part)
    # A slash at the end would go to the other side of the line.
    words = text_el(f"{address}\u200e" if writing.is_rtl else address)
    if address.startswith(("https://", "http://")):
        runs.linked(address, lambda: runs.run(NONE._replace(address=address), words, is_rtl=False))
    else:
        runs.run(NONE, words, is_rtl=False)


class _Runs:
    def __init__(self, writing: Writing, into: Any, part: Any) -> None:
        self.writing, self.into, self.part = writing, into, part

    def walk(self, element: HtmlElement, marks: Marks) -> None:
        """Everything inside an element."""
        self.text(element.text or "", marks)
        for child in element:
            self._child(child, marks)
            self.text(child.tail or "", marks)

    def _child(self, child: HtmlElement, marks: Marks) -> None:
        match child.tag:
            case "br":
                self.run(marks, el("br"))
            case "strong":
                self.walk(child, marks._replace(strong=True))
            case "em":
                self.walk(child, marks._replace(em=True))
            case "sub" | "sup":
                self.walk(child, marks._replace(script=child.tag))
            case "a":
                self._link(child, marks)
            case "cite":
                self._citation(child, marks)
            case "span" if child.get("class") == "note":
                self._note(child, marks)
            case _:
                self.walk(child, marks._replace(language=child.get("lang", "")))

    def text(self, words: str, marks: Marks) -> None:
        """Plain words, in as many runs as they change direction."""
        for piece, is_rtl in by_direction(words, marks.language or self.writing.printed.language):
            self.run(marks, text_el(piece), is_rtl=is_rtl)

    def run(self, marks: Marks, *content: Any, is_rtl: bool | None = None, style: str = "") -> None:
        """A run of `content`."""
        rtl = self._is_rtl(marks) if is_rtl is None else is_rtl
        properties = _properties(marks, self.writing.printed.language, is_rtl=rtl, style=style)
        if marks.language:
            self.writing.languages.add(marks.language)
        self.into.append(el("r", properties, *content))

    def _is_rtl(self, marks: Marks) -> bool:
        return direction_of(marks.language or self.writing.printed.language) == "rtl"

    def _link(self, child: HtmlElement, marks: Marks) -> None:
        address = child.get("href", "")
        if not address.startswith("to:"):
            self.linked(address, lambda: self.walk(child, marks._replace(address=address)))
            return
        there = self.writing.printed.addresses.get(address)

        def shown() -> None:
            # Where nobody knows it leads, the words alone; the key stays under them.
            if there:
                self.linked(there, lambda: self.walk(child, marks._replace(address=there)))
            else:
                self.walk(child, marks)

        self._field(f"{names.TO} {json.dumps({'key': address.removeprefix('to:')})}", marks, shown)

    def linked(self, address: str, write: Callable[[], None]) -> None:
        """Whatever `write` appends, as a link."""
        link = el("hyperlink", history=1)
        link.set(q("r:id"), self.writing.link(self.part, address))
        self._inside(link, write)

    def _inside(self, container: Any, write: Callable[[], None]) -> None:
        outer, self.into = self.into, container
        write()
        self.into = outer
        outer.append(container)

    def _field(self, carried: str, marks: Marks, write: Callable[[], None]) -> None:
        """A field of ours: what it carries, and what a reader sees instead."""
        instruction = text_el(f" {names.FIELD} {carried} ", "instrText")
        self.run(marks, el("fldChar", fldCharType="begin"))
        self.run(marks, instruction)
        self.run(marks, el("fldChar", fldCharType="separate"))
        write()
        self.run(marks, el("fldChar", fldCharType="end"))

    def _citation(self, child: HtmlElement, marks: Marks) -> None:
        code, locator = child.get("data-source", ""), child.get("data-locator", "")
        words = f"({self.writing.source(code).short}{self._comma(locator)}{locator})"
        carried = {"source": code, "shown": words} | ({"locator": locator} if locator else {})
        anchor = self.writing.source_bookmark(code)

        def shown() -> None:
            if anchor:
                self._inside(el("hyperlink", anchor=anchor, history=1), lambda: self.text(words, marks))
            else:
                self.text(words, marks)

        self._field(f"{names.CITE} {json.dumps(carried, ensure_ascii=False)}", marks, shown)

    def _comma(self, locator: str) -> str:
        return ("، " if self.writing.is_rtl else ", ") if locator else ""

    def _note(self, child: HtmlElement, marks: Marks) -> None:
        number = len(self.writing.notes) + 1
        paragraph = paragraph_el(self.writing, names.NOTE_TEXT)
        note = el("footnote", paragraph, id=number)
        self.writing.notes.append(note)
        paragraph.append(el("r", el("rPr", el("rStyle", val=names.NOTE_MARK)), el("footnoteRef")))
        paragraph.append(el("r", text_el(_SPACE_AFTER_MARK)))
        _Runs(self.writing, paragraph, self.writing.notes_part).walk(child, NONE)
        self.run(marks, el("footnoteReference", id=number), style=names.NOTE_MARK)


def _properties(marks: Marks, language: str, *, is_rtl: bool, style: str = "") -> Any:
    """`<w:rPr>`, its children in the order the schema wants. Complex scripts have marks of their own beside."""
    style = style or (names.language_style(marks.language) if marks.language else "")
    linked = bool(marks.address)
    return el(
        "rPr",
        el("rStyle", val=style or names.LINK) if style or linked else None,
        fonts() if is_rtl else None,
        *([el("b"), el("bCs")] if marks.strong else []),
        *([el("i"), el("iCs")] if marks.em else []),
        *([el("color", val=SEA), el("u", val="single")] if linked and style else []),
        el("vertAlign", val={"sub": "subscript", "sup": "superscript"}[marks.script]) if marks.script else None,
        el("rtl") if is_rtl else None,
        _language(marks.language or language, is_rtl=is_rtl),
    )


def _language(language: str, *, is_rtl: bool) -> Any:
    # Latin words in an Arabic text, and the reverse, are in a language nobody named.
    return language_el(language) if (direction_of(language) == "rtl") == is_rtl else None


def by_direction(words: str, language: str) -> Iterator[tuple[str, bool]]:
    """`words` of a text in `language` cut where their direction changes: (piece, is from the right)."""
    is_rtl = direction_of(language) == "rtl"
    other = _LTR_WORDS if is_rtl else _RTL_WORDS
    at = 0
    for match in other.finditer(words):
        if match.start() > at:
            yield words[at : match.start()], is_rtl
        yield match[0], not is_rtl
        at = match.end()
    if at < len(words):
        yield words[at:], is_rtl


def _turned(writing: Writing) -> Any:
    if writing.is_rtl:
        return el("bidi")
    return el("bidi", val=0) if writing.is_turned else None


def paragraph_el(
    writing: Writing,
    style: str = "",
    *,
    numbers: tuple[int, int] | None = None,
    align: str = "",
    before: Iterable[Any] = (),
) -> Any:
    """An empty paragraph: its style, (list, level), side; `before` are properties that come ahead of the numbering."""
    listed = el("numPr", el("ilvl", val=numbers[1]), el("numId", val=numbers[0])) if numbers else None
    return el(
        "p",
        el(
            "pPr",
            el("pStyle", val=style) if style else None,
            *before,
            listed,
            _turned(writing),
            el("jc", val=align) if align else None,
            # The mark of the paragraph too: what is typed after it goes on in the same direction.
            el("rPr", el("rtl")) if writing.is_rtl else None,
        ),
    )
