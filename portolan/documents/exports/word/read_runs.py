"""Reads a paragraph: its runs with their marks, links, fields, notes; tracked changes as accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from portolan.documents.exports.word.read_fields import begin_result, link_of, take_result
from portolan.documents.exports.word.read_objects import equation, read_drawing, read_picture_element
from portolan.documents.exports.word.read_styles import Style, is_on, to_number
from portolan.documents.exports.word.reading_state import Field, Fields, Line, Reading
from portolan.documents.exports.word.write_inline import by_direction
from portolan.documents.exports.word.xml import MC, M, R, w
from portolan.documents.rules.inline import Marks, Run, write

NONE = Marks()
# Symbol fonts keep their signs in a private area.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0FC: "✓", 0xF0E0: "→", 0xF0D8: "➢", 0xF0A8: "□", 0xF0B0: "°", 0xF0B1: "±"}
_SCRIPTS = {"superscript": "sup", "subscript": "sub"}
_THROUGH = frozenset({"smartTag", "customXml", "sdtContent", "dir", "bdo", "ruby", "rubyBase"})
_SPACES = {"tab": " ", "ptab": " ", "noBreakHyphen": "\u2011", "softHyphen": ""}
_ACCEPTED, _REJECTED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})

ReadBoxes = Callable[[Reading, Any], str]


class ParagraphReader:
    """Reads the paragraphs of one story (the text, a note, a box); `read_box` reads the text of a text box."""

    def __init__(self, reading: Reading, read_box: ReadBoxes) -> None:
        self.reading, self.read_box = reading, read_box
        self.fields = Fields()
        self.line = Line()

    def read(self, paragraph: Any) -> Line:
        """The paragraph as a line."""
        self.line = Line()
        # A field whose code never ended would swallow the text.
        self.fields.open = [one for one in self.fields.open if not one.in_code]
        self.line.is_contents = self.fields.is_silent
        self._children(paragraph, NONE)
        return self.line

    def _children(self, parent: Any, marks: Marks) -> None:
        for child in parent:
            name = etree.QName(child)
            if name.namespace == M:
                self._text(equation(self.reading, child), marks)
            elif name.namespace == MC:
                self._alternative(child, marks)
            else:
                self._child(child, name.localname, marks)

    def _child(self, child: Any, name: str, marks: Marks) -> None:
        if name == "r":
            self._run(child, marks)
        elif name == "hyperlink":
            self._children(child, marks._replace(address=self._address(child) or marks.address))
        elif name in _ACCEPTED or name in _REJECTED:
            self.reading.saw("tracked")
            if name in _ACCEPTED:
                self._children(child, marks)
        elif name == "sdt":
            for content in child.iterchildren(w("sdtContent")):
                self._children(content, marks)
        elif name in _THROUGH:
            self._children(child, marks)
        elif name == "fldSimple":
            self._simple_field(child, marks)
        else:
            self.mark(child, name)

    def mark(self, child: Any, name: str) -> None:
        """A bookmark, or an end of what a comment is on."""
        if name == "bookmarkStart":
            self.line.bookmarks.append(child.get(w("name"), ""))
        elif name == "commentRangeStart":
            self._comment(child.get(w("id"), ""))
            self.reading.open_comments.add(child.get(w("id"), ""))
        elif name == "commentRangeEnd":
            self.reading.open_comments.discard(child.get(w("id"), ""))

    def _comment(self, comment: str) -> None:
        if comment not in self.reading.quotes:
            self.reading.quotes[comment] = []
            self.line.comments.append(comment)

    def _alternative(self, child: Any, marks: Marks) -> None:
        """Of two ways to say the same, the first."""
        chosen = child.find(f"{{{MC}}}Choice")
        chosen = chosen if chosen is not None else child.find(f"{{{MC}}}Fallback")
        if chosen is not None:
            self._run_content(chosen, marks)

    def _address(self, child: Any) -> str:
        relation = self.reading.relations.get(child.get(f"{{{R}}}id", ""))
        if relation is None or not relation.is_external:
            return ""
        anchor = child.get(w("anchor"), "")
        return link_of(self.reading, f"{relation.target}#{anchor}" if anchor else relation.target)

    # -- runs

    def _run(self, run: Any, outer: Marks) -> None:
        properties = run.find(w("rPr"))
        style = self.reading.style(properties, "rStyle")
        if self._is_hidden(properties, style):
            words = "".join(text.text or "" for text in run.iter(w("t")))
            if words.strip() and not self.fields.is_silent:
                self.reading.saw("hidden", words)
            return
        self._run_content(run, self._marks(properties, style, outer))

    def _is_hidden(self, properties: Any, style: Style) -> bool:
        own = is_on(properties.find(w("vanish"))) if properties is not None else None
        return style.marks.get("vanish", False) if own is None else own

    def _marks(self, properties: Any, style: Style, outer: Marks) -> Marks:
        if properties is None:
            return outer._replace(language=style.language or outer.language)
        is_complex = is_on(properties.find(w("rtl"))) or is_on(properties.find(w("cs"))) or False

        def switched(plain: str, complex_: str) -> bool:
            for name in (complex_, plain) if is_complex else (plain,):
                own = is_on(properties.find(w(name)))
                if own is not None:
                    return own
            return style.marks.get(complex_ if is_complex else plain, style.marks.get(plain, False))

        script = properties.find(w("vertAlign"))
        raised = script.get(w("val"), "") if script is not None else style.script
        if style.name in {"footnote reference", "endnote reference"}:
            raised = ""
        return outer._replace(
            language=style.language or outer.language,
            strong=switched("b", "bCs") or outer.strong,
            em=switched("i", "iCs") or outer.em,
            script=_SCRIPTS.get(raised, outer.script),
        )

    def _run_content(self, run: Any, marks: Marks) -> None:
        for child in run:
            name = etree.QName(child)
            if name.namespace == MC:
                self._alternative(child, marks)
            elif name.namespace == M:
                self._text(equation(self.reading, child), marks)
            else:
                self._content(child, name.localname, marks)

    def _content(self, child: Any, name: str, marks: Marks) -> None:
        if name == "t":
            self._text(child.text or "", marks)
        elif name in _SPACES:
            self._text(_SPACES[name], marks)
        elif name in {"br", "cr"} and child.get(w("type"), "textWrapping") == "textWrapping":
            self._add(Run("break", "", marks))
        elif name == "sym":
            self._symbol(child, marks)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(child, name)
        elif name in {"fldChar", "instrText"}:
            self._field(child, name)
        else:
            self._other(child, name, marks)

    def _other(self, child: Any, name: str, marks: Marks) -> None:
        if name == "commentReference":
            self._comment(child.get(w("id"), ""))
        elif name in {"drawing", "pict", "object"}:
            self._object(child, name)
        elif name in _THROUGH:
            self._children(child, marks)

    def _object(self, child: Any, name: str) -> None:
        if self.fields.is_silent:
            return
        read = read_drawing if name == "drawing" else read_picture_element
        for content in read(self.reading, self.line, child):
            self.reading.saw("text-boxes")
            box = self.read_box(self.reading, content)
            self.line.boxes += [box] if box else []

    def _symbol(self, child: Any, marks: Marks) -> None:
        value = child.get(w("char"), "")
        code = int(value, 16) if value and len(value) <= 6 and all(c in "0123456789abcdefABCDEF" for c in value) else 0
        code = code if code < 0x110000 else 0
        sign = _SYMBOLS.get(code) or ("" if 0xE000 <= code <= 0xF8FF or not code else chr(code))
        if not sign:
            self.reading.saw("symbols")
        self._text(sign, marks)

    def _text(self, words: str, marks: Marks) -> None:
        if not words:
            return
        if self.fields.is_silent:
            if self.fields.open and not self.fields.open[-1].in_code:
                self.fields.open[-1].shown += words
            return
        self.reading.hear(words)
        address = next((one.address for one in reversed(self.fields.open) if one.address), marks.address)
        marks = marks._replace(address=address)
        if self.reading.is_ours:
            self._add(Run("text", words, marks))
            return
        # Whoever wrote the file named no language we could trust; the letters tell at least the direction.
        for piece, is_rtl in by_direction(words, "ar" if self.reading.is_rtl else "fr"):
            language = "ar" if is_rtl and not self.reading.is_rtl else ""
            self._add(Run("text", piece, marks._replace(language=language)))

    def _add(self, run: Run) -> None:
        if not self.fields.is_silent:
            self.line.runs.append(run)

    # -- notes

    def _note(self, child: Any, name: str) -> None:
        is_end = name == "endnoteReference"
        notes = self.reading.endnotes if is_end else self.reading.notes
        note = notes.get(child.get(w("id"), ""))
        if note is None or self.fields.is_silent:
            return
        self.reading.saw("endnotes" if is_end else "footnotes")
        outer, self.reading.relations = (
            self.reading.relations,
            self.reading.package.relations_of(self.reading.package.part("endnotes" if is_end else "footnotes")),
        )
        html = read_note(self.reading, note, self.read_box)
        self.reading.relations = outer
        if html:
            self._add(Run("atom", f'<span class="note">{html}</span>'))

    # -- fields

    def _simple_field(self, child: Any, marks: Marks) -> None:
        field = Field(code=child.get(w("instr"), ""))
        self.fields.open.append(field)
        begin_result(self.reading, field)
        self._children(child, marks)
        self._end_field()

    def _field(self, child: Any, name: str) -> None:
        if name == "instrText":
            if self.fields.open and self.fields.open[-1].in_code:
                self.fields.open[-1].code += child.text or ""
            return
        kind = child.get(w("fldCharType"), "")
        if kind == "begin":
            self.fields.open.append(Field())
        elif kind == "separate" and self.fields.open:
            begin_result(self.reading, self.fields.open[-1])
        elif kind == "end" and self.fields.open:
            self._end_field()

    def _end_field(self) -> None:
        field = self.fields.open.pop()
        if not self.fields.is_silent:
            take_result(self.reading, self.line, field)


def read_note(reading: Reading, note: Any, read_box: ReadBoxes) -> str:
    """The words of a note; its paragraphs on lines of their own."""
    reader = ParagraphReader(reading, read_box)
    lines = [reader.read(paragraph) for paragraph in note.iter(w("p"))]
    return "<br>".join(html for line in lines if (html := html_of(line.runs)))


def html_of(runs: list[Run]) -> str:
    """Runs as HTML, each with its marks; `canonical` joins what is alike."""
    return "".join("<br>" if run.kind == "break" else write([run]) for run in runs)


def number_of(node: Any, tag: str) -> int:
    """The number in `<w:tag w:val="…">`; 0 when there is none."""
    found = node.find(w(tag)) if node is not None else None
    return to_number(found.get(w("val"))) if found is not None else 0
