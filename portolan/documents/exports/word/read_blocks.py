"""Lines and tables as blocks of a text: lists, quotations, boxes, tables and pictures with their captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from portolan.documents.exports.word import names
from portolan.documents.exports.word.read_lines import ReadCell, ReadTable, read_items
from portolan.documents.exports.word.read_lists import begins_list, listed, paragraph
from portolan.documents.exports.word.read_runs import html_of
from portolan.documents.exports.word.reading_state import FoundPicture, Line, Reading
from portolan.documents.exports.word.write_blocks import CAPTION_BREAK
from portolan.documents.rules.inline import Run

_TYPED_LABEL = re.compile(
    r"\s*(?:tableau|table|figure|fig\.|graphique|chart|map|carte|photo|image|encadré|الجدول|جدول|الشكل|شكل|الصورة|صورة|خريطة)"
    r"\s*(?:n°\s*)?[\d٠-٩]+(?:[.\-][\d٠-٩]+)*\s*[:.–—\-]?\s*",
    re.IGNORECASE,
)
_BREAK = re.compile(r"^[\s\u00a0]*[:.–—\-][\s\u00a0]*|^[\s\u00a0]+")
# What captions count: our word, and those Word takes from its language.
_FIGURES = frozenset({"Figure", "Illustration", "Image", "Photo", "Graphique", "Chart", "Carte", "Map"})
_TABLES = frozenset({"Table", "Tableau"})


@dataclass
class ReadBlock:
    """A block as read: HTML that is not canonical yet, the hash its bookmark carries, its comments."""

    html: str
    mark: str = ""
    # Of a heading: its level in Word, and its words; text between headings has neither.
    level: int = 0
    words: str = ""
    section: str = ""
    comments: list[str] = field(default_factory=list)
    is_end: bool = False


def read_blocks(reading: Reading, items: Sequence[Any], *, within: str = "") -> list[ReadBlock]:
    """The blocks of a story; headings stay apart, so that sections can be told by them."""
    return _Blocks(reading, items, within).read()


def read_box(reading: Reading, content: Any) -> str:
    """The text of a text box, as a box."""
    inside = "".join(block.html for block in read_blocks(reading, read_items(reading, content, read_box), within="box"))
    return f'<aside class="box">{inside}</aside>' if inside else ""


class _Blocks:
    def __init__(self, reading: Reading, items: Sequence[Any], within: str) -> None:
        self.reading, self.within = reading, within
        self.items = [item for item in items if not item.is_contents]
        self.at = 0
        self.made: list[ReadBlock] = []

    def read(self) -> list[ReadBlock]:
        """Everything, in order."""
        while self.at < len(self.items):
            item = self.items[self.at]
            if isinstance(item, ReadTable):
                self._table(item, None)
            elif item.pictures:
                self._pictures(item)
            elif item.role == "caption":
                self._caption(item)
            elif _is_quoted(item):
                self._gather(_is_quoted)
            elif _is_listed(item):
                self._gather(_is_listed)
            else:
                self._line(item)
        return self.made

    def _following(self, start: int) -> int:
        """Where the next thing stands from `start` on, empty lines apart."""
        at = start
        while at < len(self.items) and isinstance(self.items[at], Line) and _is_blank(self.items[at]):
            at += 1
        return at

    def _item(self, at: int) -> Any:
        return self.items[at] if at < len(self.items) else None

    def _add(self, html: str, lines: Sequence[Any], **more: Any) -> None:
        bookmarks = [name for line in lines for name in line.bookmarks]
        mark = next((hash_ for name in bookmarks if (hash_ := names.read_block_bookmark(name))), "")
        section = next((name for name in bookmarks if names.read_section_bookmark(name)), "")
        is_end = more.pop("is_end", False) or names.END in bookmarks
        block = ReadBlock(html, mark, section=section, comments=_comments_of(lines), is_end=is_end, **more)
        if block.html or section or is_end or block.comments:
            self.made.append(block)
        boxes = [box for line in lines if isinstance(line, Line) for box in line.boxes]
        self.made += [ReadBlock(box) for box in boxes]

    # -- lines

    def _line(self, line: Line) -> None:
        self.at += 1
        html = html_of(line.runs)
        if line.role == "heading" and not self.within:
            self._add(f"<h3>{html}</h3>" if html else "", [line], level=line.level, words=line.words)
        elif line.role in {"heading", "box-title"}:
            self._add(f"<h4>{html}</h4>" if html else "", [line])
        elif line.role == "end":
            self._add(f"<h3>{html}</h3>", [line], level=1, words=line.words, is_end=True)
        else:
            self._add(paragraph(line), [line])

    def _gather(self, belongs: Any) -> None:
        """Lines that make one list or one quotation: until something else comes, or a block of its own begins."""
        first = self.items[self.at]
        lines = [first]
        self.at += 1
        is_quote = _is_quoted(first)
        while self.at < len(self.items):
            line = self.items[self.at]
            if not isinstance(line, Line) or line.pictures or not belongs(line) or _has_mark(line):
                break
            if not is_quote and (begins_list(lines[0], line)):
                break
            lines.append(line)
            self.at += 1
        inside = listed(lines)
        self._add(f"<blockquote>{inside}</blockquote>" if is_quote and inside else inside, lines)

    # -- captions, tables, pictures

    def _caption(self, line: Line) -> None:
        at = self._following(self.at + 1)
        following = self._item(at)
        if isinstance(following, ReadTable) and not following.is_box and line.counted not in _FIGURES:
            self.at = at
            self._table(following, line)
        elif (
            isinstance(following, Line)
            and following.pictures
            and line.counted not in _TABLES
            and not self.reading.is_ours
        ):
            self.at = at
            self._pictures(following, line)
        else:
            self._line(line)

    def _is_above_picture(self, line: Line) -> bool:
        return not self.reading.is_ours and line.counted not in _TABLES

    def _table(self, table: ReadTable, caption: Line | None) -> None:
        self.at += 1
        if table.is_box:
            items = table.rows[0][0].items
            inside = "".join(block.html for block in read_blocks(self.reading, items, within="box"))
            self._add(f'<aside class="box">{inside}</aside>' if inside else "", [*items, table])
            return
        captions = [caption] if caption is not None else self._caption_below(_FIGURES)
        self.reading.saw("tables")
        words = _caption_words(self.reading, captions[0]) if captions else ""
        rows = "".join(self._row(row) for row in table.rows)
        html = f'<figure class="table"><figcaption>{words}</figcaption><table><tbody>{rows}</tbody></table></figure>'
        self._add(html, [*captions, table])

    def _caption_below(self, others: frozenset[str]) -> list[Line]:
        """The caption that follows, when it is neither of the `others` nor of a table after it."""
        at = self._following(self.at)
        line = self._item(at)
        if not isinstance(line, Line) or line.role != "caption" or line.counted in others or self._is_in_ours(line):
            return []
        if isinstance(self._item(self._following(at + 1)), ReadTable) and line.counted not in _FIGURES:
            return []
        self.at = at + 1
        return [line]

    def _is_in_ours(self, line: Line) -> bool:
        """True in a file of ours for the caption of the next table: they stand above, those of pictures below."""
        return self.reading.is_ours and line.counted not in _FIGURES

    def _row(self, cells: list[ReadCell]) -> str:
        return f"<tr>{''.join(self._cell(cell) for cell in cells)}</tr>"

    def _cell(self, cell: ReadCell) -> str:
        tag = f'th scope="{cell.scope}"' if cell.scope else "td"
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        if any(isinstance(item, ReadTable) for item in cell.items):
            self.reading.saw("nested-tables")
        inside = "".join(block.html for block in read_blocks(self.reading, cell.items, within="cell"))
        return f"<{tag}{spans}>{inside}</{tag[:2]}>"

    def _pictures(self, line: Line, above: Line | None = None) -> None:
        self.at += 1
        words = paragraph(line)
        if words:
            self._add(words, [line])
        captions = [above] if above is not None else self._caption_below(_TABLES)
        credit = self._credit() if captions else []
        about = [*([] if words else [line]), *captions, *credit]
        caption = _caption_words(self.reading, captions[0]) if captions else ""
        for picture in line.pictures[:-1]:
            self._add(figure(picture, "", ""), [])
        self._add(figure(line.pictures[-1], caption, credit[0].text if credit else ""), about)

    def _credit(self) -> list[Line]:
        line = self._item(self.at)
        if isinstance(line, Line) and line.role == "credit":
            self.at += 1
            return [line]
        return []


def _comments_of(items: Sequence[Any]) -> list[str]:
    """The comments of lines and of everything in tables."""
    found = [comment for item in items for comment in item.comments]
    for item in items:
        if isinstance(item, ReadTable):
            found += [comment for row in item.rows for cell in row for comment in _comments_of(cell.items)]
    return list(dict.fromkeys(found))


def _is_listed(line: Line) -> bool:
    return bool(line.numbers) and line.role not in {"heading", "title", "end", "quote", "quote-continue"}


def _is_quoted(line: Line) -> bool:
    return line.role in {"quote", "quote-continue"}


def _is_blank(line: Line) -> bool:
    return not (line.words or line.pictures or line.boxes or any(run.kind == "atom" for run in line.runs))


def _has_mark(line: Line) -> bool:
    return any(names.read_block_bookmark(name) or names.read_section_bookmark(name) for name in line.bookmarks)


def figure(picture: FoundPicture, caption: str, credit: str) -> str:
    """A picture with its words."""
    image = f'<img src="picture:{escape(picture.digest)}" alt="{escape(picture.alternative)}">'
    return (
        f'<figure class="picture">{image}<figcaption>{caption}</figcaption><small>{escape(credit, quote=False)}'
        "</small></figure>"
    )


def _caption_words(reading: Reading, line: Line) -> str:
    """A caption without "Table 3."; what stands before the number and the stop behind it are not of the text."""
    runs = line.runs[line.label_end :] if line.counted else list(line.runs)
    if runs and runs[0].kind == "text":
        first = runs[0]
        if line.counted:
            rest = first.value.removeprefix(CAPTION_BREAK)
            rest = (
                rest
                if rest != first.value
                else _BREAK.sub("", first.value, count=1)
                if _BREAK.match(first.value)
                else rest
            )
        else:
            rest = first.value if reading.is_ours else _TYPED_LABEL.sub("", first.value, count=1)
        runs[0] = Run("text", rest, first.marks)
    return html_of(runs)
