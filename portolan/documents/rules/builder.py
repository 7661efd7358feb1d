"""Builds the blocks of a canonical text from the tree of any HTML, in one pass and without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from portolan.documents.rules import inline
from portolan.documents.rules.characters import one_line
from portolan.documents.rules.gathering import Ending, Gathering, State
from portolan.documents.rules.inline import Run
from portolan.documents.rules.markup import attributes
from portolan.documents.rules.parts import Block, Table, write_all
from portolan.documents.rules.structures import Structures
from portolan.documents.rules.styles import alignment_of, is_hidden, marks_of, number_of, style_of

_DROPPED = """
    script style head title meta link base template noscript iframe frame frameset object embed applet svg canvas audio
    video source track map area select option optgroup datalist textarea button input xml noembed noframes param
    progress meter dialog col colgroup
"""
_BLOCKS = """
    p div h1 h2 h3 h4 h5 h6 ul ol li blockquote aside table caption thead tbody tfoot tr td th figure figcaption section
    article header footer main nav address center fieldset legend form details summary dl dt dd pre hr menu dir body
    html hgroup search listing xmp plaintext isindex marquee
"""
# Gone with everything in them: what a reader of the page never read as text.
DROPPED = frozenset(_DROPPED.split())
# Elements a line ends before and after.
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
LONGEST_LOCATOR = 200
_SOURCE = re.compile(r"[A-Za-z0-9_-]{1,50}")


class Builder(Structures):
    """Walks a tree and keeps what a text may hold; `walk` gives the blocks."""

    def __init__(self, *, keep_languages: Callable[[str], bool]) -> None:
        super().__init__()
        self.opened: list[tuple[State, bool, Ending | None]] = []
        self.keep_languages = keep_languages

    def walk(self, tree: HtmlElement) -> list[Block]:
        """The blocks of everything in `tree`."""
        walker = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                style = style_of(element)
                if element.tag in DROPPED or is_hidden(element, style) or self.is_atom(element):
                    walker.skip_subtree()
                    self.opened.append((self.state, False, None))
                else:
                    self.start(element, style)
                    self.text(element.text)
            else:
                self.end()
                self.text(element.tail)
        self.flush()
        self.root.release()
        return self.root.blocks

    # -- elements

    def start(self, element: HtmlElement, style: dict[str, str]) -> None:
        """An element begins: its block, its marks, and what is to do at its end."""
        tag = element.tag
        before, is_block = self.state, tag in BLOCKS
        if is_block:
            self.flush()
        keeps = self.keep_languages(element.get("lang", ""))
        marks = marks_of(element, style, before.marks, keep_language=keeps)
        sides = {"rtl": True, "ltr": False}
        right = sides.get(element.get("dir", "").lower(), before.from_the_right)
        self.state = before._replace(marks=marks, from_the_right=right)
        ending = self.begin(tag, element)
        if tag in {"p", "div", "center"}:
            inherited = "center" if tag == "center" else before.alignment
            side = alignment_of(element, style, inherited, from_the_right=right)
            self.state = self.state._replace(alignment=side)
        self.opened.append((before, is_block, ending))

    def end(self) -> None:
        """The element opened last ends."""
        before, is_block, ending = self.opened.pop()
        if is_block:
            self.flush()
        if ending:
            ending()
        self.state = before

    def begin(self, tag: str, element: HtmlElement) -> Ending | None:
        """Opens what the element gathers, and gives what closes it."""
        if tag == "span" and self.may_hold_note() and "note" in element.get("class", "").split():
            return self.open_words("note", self.close_note)
        if not self.is_gathering_blocks():
            return None
        if tag in HEADINGS:
            self.state = self.state._replace(line=HEADINGS[tag], alignment="")
        elif tag in {"pre", "listing", "xmp"}:
            self.state = self.state._replace(is_pre=True)
        elif tag in {"thead", "tbody", "tfoot"}:
            self.state = self.state._replace(in_head=tag == "thead")
        elif tag == "dt":
            self.state = self.state._replace(marks=self.state.marks._replace(strong=True))
        elif tag in LISTS:
            return self.open_list(LISTS[tag], number_of(element, "start", least=2, most=9999) or 1)
        else:
            return self.begin_structure(tag, element)
        return None

    def begin_structure(self, tag: str, element: HtmlElement) -> Ending | None:
        """The rest of `begin`: what has a structure of its own, where such may stand."""
        top, is_outermost = self.gathering[-1], self.gathering[-1] is self.root
        if tag == "li":
            return self.open_item()
        if tag == "blockquote" and is_outermost:
            return self.open_around("blockquote", "quote")
        if tag in {"aside", "div"} and is_outermost and "box" in element.get("class", "").split():
            return self.open_around("aside", "box")
        if tag == "figure":
            return self.open_figure()
        return self.begin_in_figure(tag, element) or self.begin_in_table(tag, element, top)

    def begin_in_figure(self, tag: str, element: HtmlElement) -> Ending | None:
        """A caption or a credit of the figure it stands in."""
        if not self.figures:
            return None
        figure = self.figures[-1]
        if tag == "figcaption":
            return self.open_words("words", lambda words: self.caption(figure, words))
        if tag == "small" and element.getparent().tag == "figure":
            return self.open_words("credit", lambda words: self.credit(figure, words))
        return None

    def begin_in_table(self, tag: str, element: HtmlElement, top: Gathering) -> Ending | None:
        """A table, or a row, cell or caption of the table that is open."""
        if tag == "table":
            return self.open_table()
        if not isinstance(top, Table):
            return None
        if tag == "tr":
            top.rows.append((self.state.in_head, []))
        elif tag in {"td", "th"}:
            return self.open_cell(top, element)
        elif tag == "caption":
            return self.open_words("words", lambda words: self.caption(top, words))
        return None

    def is_atom(self, element: HtmlElement) -> bool:
        """Takes a break, a picture or a citation; True when there is nothing to look for in it."""
        if element.tag == "br":
            self.run(Run("break", "", self.state.marks))
            return True
        if element.tag == "img":
            self.take_picture(element)
            return True
        if element.tag == "cite" and "data-source" in element.attrib:
            source = element.get("data-source", "").strip()
            if not _SOURCE.fullmatch(source):
                return False
            locator = one_line(element.get("data-locator", ""), LONGEST_LOCATOR)
            pairs = [("data-source", source), *([("data-locator", locator)] if locator else [])]
            self.run(Run("atom", f"<cite{attributes(pairs)}></cite>"))
            return True
        return False

    def close_note(self, words: list[Run]) -> None:
        """A footnote where its mark stands."""
        if words:
            self.run(Run("atom", f'<span class="note">{inline.write(words)}</span>'))


def build(tree: HtmlElement, *, keep_languages: Callable[[str], bool]) -> str:
    """The canonical text of a tree."""
    return write_all(Builder(keep_languages=keep_languages).walk(tree))
