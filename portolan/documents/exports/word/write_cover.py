"""What stands around the text: cover, contents, header and footer, reservations, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.documents.exports.word import names
from portolan.documents.exports.word.write_inline import NONE, paragraph_el, write_address, write_words
from portolan.documents.exports.word.write_state import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Writing
from portolan.documents.exports.word.xml import el, text_el
from portolan.kernel.dates import say_date
from portolan.kernel.folding import sort_key

# With fewer sections a document has neither a cover page of its own nor a table of contents.
LEAST_SECTIONS = 4
FINGERPRINT_DIGITS = 12

Entry = tuple[int, str, str]  # level, words, bookmark


def fingerprint(content_hash: str) -> str:
    """The part of a content hash that people compare, as the PDF has it."""
    return content_hash[:FINGERPRINT_DIGITS]


def cover(writing: Writing) -> list[Any]:
    """The cover: what the document is, of which city, how far it got, and by what it is recognised."""
    printed = writing.printed
    lines = [("CoverNetwork", printed.network), ("CoverKind", printed.kind), (names.TITLE, printed.title)]
    lines.append((names.SUBTITLE, printed.city if printed.city != printed.title else ""))
    if printed.is_invented:
        lines.append(("CoverMark", _("This document is invented, to show how the site works.")))
    if not printed.edition:
        lines.append(("CoverMark", _("Work text: not validated, not for quotation.")))
    made = [_line(writing, style, words) for style, words in lines if words]
    return [*made, *_facts(writing)]


def _line(writing: Writing, style: str, words: str) -> Any:
    paragraph = paragraph_el(writing, style)
    write_words(writing, paragraph, words)
    return paragraph


def _facts(writing: Writing) -> Iterator[Any]:
    printed = writing.printed
    if printed.date:
        yield _line(writing, "CoverLine", say_date(printed.date, language=printed.language))
    if printed.edition:
        yield _line(writing, "CoverLine", _("Edition %(number)s") % {"number": printed.edition})
    if printed.validation:
        yield _line(writing, "CoverLine", printed.validation)
    if printed.address:
        yield _address(writing, "CoverLine", printed.address)
    if printed.content_hash:
        yield _line(writing, "CoverLine", _said_fingerprint(writing))


def _said_fingerprint(writing: Writing) -> str:
    return _("Fingerprint %(code)s") % {"code": fingerprint(writing.printed.content_hash)}


def _address(writing: Writing, style: str, address: str) -> Any:
    paragraph = paragraph_el(writing, style)
    write_address(writing, paragraph, address)
    return paragraph


def contents(writing: Writing, entries: Iterable[Entry]) -> Any:
    """The table of contents: links at once; Word adds the page numbers when it is asked to update the table."""
    entries = list(entries)
    heading = paragraph_el(writing, "TOCHeading", before=[el("pageBreakBefore")])
    write_words(writing, heading, _("Contents"))
    lines = [_entry(writing, *entry) for entry in entries]
    begin = [el("r", el("fldChar", fldCharType="begin")), el("r", text_el(' TOC \\o "1-2" \\h \\z \\u ', "instrText"))]
    begin.append(el("r", el("fldChar", fldCharType="separate")))
    for place, run in enumerate(begin, start=1):
        lines[0].insert(place, run)
    lines[-1].append(el("r", el("fldChar", fldCharType="end")))
    gallery = el("docPartObj", el("docPartGallery", val="Table of Contents"), el("docPartUnique"))
    return el("sdt", el("sdtPr", gallery), el("sdtContent", heading, *lines))


def _entry(writing: Writing, level: int, words: str, bookmark: str) -> Any:
    paragraph = paragraph_el(writing, f"TOC{level}")
    link = el("hyperlink", anchor=bookmark, history=1)
    write_words(writing, link, words)
    paragraph.append(link)
    return paragraph


def running_lines(writing: Writing, state: str = "") -> None:
    """Header and footer: which document, which edition or that it is a working text, by what it is recognised."""
    printed = writing.printed
    if not state:
        state = _("Edition %(number)s") % {"number": printed.edition} if printed.edition else _("work text")
    if printed.is_invented:
        state = _("Demonstration") + " · " + state
    header, footer = _running(writing, "Header"), _running(writing, "Footer")
    write_words(writing, header, printed.title)
    _behind_tab(writing, header, state)
    write_words(writing, footer, _said_fingerprint(writing) if printed.content_hash else printed.network)
    _behind_tab(writing, footer, "")
    for part in _page_of(writing):
        footer.append(part)
    writing.header, writing.footer = [header], [footer]


def _running(writing: Writing, style: str) -> Any:
    width = (PAGE_HEIGHT if writing.is_landscape else PAGE_WIDTH) - 2 * MARGIN
    tabs = el("tabs", el("tab", val="right", pos=width))
    return paragraph_el(writing, style, before=[tabs])


def _behind_tab(writing: Writing, paragraph: Any, words: str) -> None:
    paragraph.append(el("r", el("tab")))
    write_words(writing, paragraph, words)


def _page_of(writing: Writing) -> Iterator[Any]:
    for name in ("PAGE", "NUMPAGES"):
        if name == "NUMPAGES":
            yield el("r", text_el(" / "))
        yield el("fldSimple", el("r", text_el("1")), instr=f" {name} ")


def end_matter(writing: Writing) -> list[Any]:
    """What follows the text: reservations that are to be printed, and the sources that were cited."""
    made = [*_reservations(writing), *_sources(writing)]
    if made:
        # The reader stops here: nothing of this is text of a section.
        start, end = writing.mark(names.END)
        made[0].insert(1, start)
        made[0].append(end)
    return made


def _reservations(writing: Writing) -> Iterator[Any]:
    if writing.printed.reservations:
        yield _line(writing, names.END_HEADING, _("Reservations"))
    for one in writing.printed.reservations:
        paragraph = paragraph_el(writing)
        said = say_date(one.date, language=writing.printed.language)
        write_words(writing, paragraph, one.party, NONE._replace(strong=True))
        write_words(writing, paragraph, f" ({said})")
        write_words(writing, paragraph, pgettext("between a name and what it says", ": ") + one.words)
        yield paragraph


def _sources(writing: Writing) -> Iterator[Any]:
    listed = sorted(writing.printed.sources.items(), key=lambda pair: (sort_key(pair[1].whole), pair[0]))
    if listed:
        yield _line(writing, names.END_HEADING, _("Sources"))
    for code, words in listed:
        start, end = writing.mark(writing.source_bookmark(code))
        paragraph = paragraph_el(writing, names.BIBLIOGRAPHY)
        paragraph.append(start)
        write_words(writing, paragraph, words.whole)
        paragraph.append(end)
        if words.address:
            write_words(writing, paragraph, " ")
            write_address(writing, paragraph, words.address)
        yield paragraph
