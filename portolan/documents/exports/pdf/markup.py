"""Canonical text as Typst code.

Everything a person wrote stands in string literals, so that no text can become code: `"` and `\\` are the only
characters that need escaping there. The functions called (`para`, `box`, `picture`...) are those of `layout.typ`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import html as lxml_html

from portolan.documents.exports.pdf.fonts import drawable
from portolan.documents.rules.printed import PrintedDocument, PrintedSection
from portolan.kernel.languages import direction

_MARKS = {"strong": "strong", "em": "emph", "sub": "sub", "sup": "super"}
_SIDES = {"center": "center", "end": "end", "justify": "start"}


def literal(text: str) -> str:
    """A string literal of Typst."""
    escaped = drawable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


@dataclass
class Writer:
    """Writes sections as code; keeps the pictures they show, to be handed over beside the code."""

    document: PrintedDocument
    # Said for a picture whose description is still missing.
    no_description: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    # The level of the section being written, and of the last heading.
    _base: int = 1
    _last: int = 0

    def section(self, section: PrintedSection) -> str:
        """The heading and blocks of one section."""
        self._base = max(section.level, 1)
        words = f"{section.number} {section.heading}" if section.number else section.heading
        heading = self._heading(self._base, literal(words))
        root = lxml_html.fragment_fromstring(section.html, create_parent="div") if section.html else []
        return f"{heading}\n{self._blocks(root)}"

    def _heading(self, level: int, words: str) -> str:
        """A heading at most one level below the one before: readers of screens walk by level, PDF/UA refuses a gap."""
        self._last = min(level, self._last + 1)
        return f"part({self._last}, {words})"

    def _blocks(self, parent: Any) -> str:
        return "\n".join(filter(None, (self._block(child) for child in parent)))

    def _block(self, element: Any) -> str:
        write: Callable[[Any], str] | None = {
            "p": self._paragraph,
            "h3": lambda each: self._heading(self._base + 1, self._inline(each)),
            "h4": lambda each: self._heading(self._base + 2, self._inline(each)),
            "ul": self._list,
            "ol": self._list,
            "blockquote": lambda each: f"quote(block: true, {self._body(each)})",
            "aside": lambda each: f"boxed({self._body(each)})",
            "figure": self._figure,
        }.get(element.tag)
        return write(element) if write else ""

    def _body(self, element: Any) -> str:
        return "{\n" + self._blocks(element) + "\n}"

    def _paragraph(self, element: Any) -> str:
        side = element.get("class", "")
        return f"para({_SIDES.get(side, 'start')}, {str(side == 'justify').lower()}, {self._inline(element)})"

    def _list(self, element: Any) -> str:
        items = ", ".join(self._body(item) for item in element if item.tag == "li")
        if element.tag == "ul":
            return f"list({items})"
        return f"enum(start: {int(element.get('start', 1))}, {items})"

    def _figure(self, element: Any) -> str:
        caption = element.find("figcaption")
        words = self._inline(caption) if caption is not None and caption.text_content().strip() else "none"
        if element.get("class") == "table":
            return self._table(element.find("table"), words)
        return self._picture(element, words)

    def _picture(self, element: Any, caption: str) -> str:
        image, credit = element.find("img"), element.find("small")
        digest = image.get("src", "").removeprefix("picture:")
        content = self.document.pictures(digest)
        said = image.get("alt") or self.no_description
        credited = self._inline(credit) if credit is not None and credit.text_content().strip() else "none"
        if content is None:
            return f"missing({literal(said)}, {caption}, {credited})"
        self.pictures[f"{digest}.image"] = content
        return f"picture({literal(f'{digest}.image')}, {literal(said)}, {caption}, {credited})"

    def _table(self, table: Any, caption: str) -> str:
        rows = table.findall(".//tr")
        columns = max((sum(int(cell.get("colspan", 1)) for cell in row) for row in rows), default=1)
        is_head = [all(cell.tag == "th" and cell.get("scope") == "col" for cell in row) for row in rows]
        head = is_head.index(False) if False in is_head else len(rows)
        parts = []
        if 0 < head < len(rows):
            parts.append(f"table.header({', '.join(self._cell(cell) for row in rows[:head] for cell in row)})")
        else:
            head = 0
        parts += [self._cell(cell) for row in rows[head:] for cell in row]
        return f"tabled({columns}, {caption}, {', '.join(parts)})"

    def _cell(self, cell: Any) -> str:
        spans = f"colspan: {int(cell.get('colspan', 1))}, rowspan: {int(cell.get('rowspan', 1))}"
        body = self._body(cell) if len(cell) else "[]"
        return f"table.cell({spans}, {'head(' + body + ')' if cell.tag == 'th' else body})"

    def _inline(self, element: Any) -> str:
        parts = [literal(element.text)] if element.text else []
        for child in element:
            parts.append(self._run(child))
            if child.tail:
                parts.append(literal(child.tail))
        return "{ " + "; ".join(part for part in parts if part) + " }" if parts else "[]"

    def _run(self, element: Any) -> str:
        tag = element.tag
        if tag == "br":
            return "linebreak()"
        if tag in _MARKS:
            return f"{_MARKS[tag]}({self._inline(element)})"
        if tag == "a":
            return self._link(element)
        if tag == "cite":
            return self._citation(element)
        if tag == "span" and element.get("class") == "note":
            return f"footnote({self._inline(element)})"
        if tag == "span" and element.get("lang"):
            return self._other_language(element)
        return self._inline(element)

    def _other_language(self, element: Any) -> str:
        code = element.get("lang")
        return f'text(lang: "{_letters(code)}", dir: {direction(code)}, {self._inline(element)})'

    def _link(self, element: Any) -> str:
        target = element.get("href", "")
        address = self.document.addresses.get(target, "") if target.startswith("to:") else target
        words = self._inline(element)
        return f"link({literal(address)}, {words})" if address else words

    def _citation(self, element: Any) -> str:
        words = cited(element.get("data-source", ""), self.document.sources)
        locator = element.get("data-locator", "")
        return literal(f"({words}, {locator})" if locator else f"({words})")


def cited(code: str, sources: Mapping[str, Any]) -> str:
    """How a source is said in the text; its bare code when nothing is known of it."""
    return sources[code].short if code in sources else code


def _letters(code: str) -> str:
    return "".join(letter for letter in code if letter.isascii() and letter.isalpha())[:3] or "fr"
