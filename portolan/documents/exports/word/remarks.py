"""Remarks as comments of a Word file, beside the passage they speak of."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart

from portolan.documents.exports.word.write_inline import by_direction
from portolan.documents.exports.word.write_state import Writing
from portolan.documents.exports.word.xml import el, possible, text_el, w

_MARKS_IN_A_LINE = 25  # eight digits and a space each, within the 255 characters of a property


@dataclass(frozen=True)
class WordRemark:
    """A remark as a comment: its section, the words it is on (none: the section), who says what, and when."""

    section_key: str
    author: str
    text: str
    date: dt.datetime | None = None
    quote: str = ""


def known_mark(author: str, text: str) -> str:
    """What a comment of ours is recognised by when the file comes back."""
    return hashlib.sha256(f"{author}\n{' '.join(text.split())}".encode()).hexdigest()[:8]


def known_marks(remarks: Sequence[WordRemark]) -> Iterator[str]:
    """The marks of all remarks, in lines short enough for a property."""
    marks = [known_mark(one.author, one.text) for one in remarks]
    for at in range(0, len(marks), _MARKS_IN_A_LINE):
        yield " ".join(marks[at : at + _MARKS_IN_A_LINE])


def write_remarks(writing: Writing, sections: Mapping[str, Sequence[Any]], remarks: Iterable[WordRemark]) -> None:
    """Add the comments; `sections` are the elements of each section, its heading first."""
    comments = []
    for number, remark in enumerate(remarks):
        elements = sections.get(remark.section_key)
        if elements:
            comments.append(_comment(writing, number, remark))
            _anchor(elements, remark.quote, number)
    if comments:
        part = XmlPart(PackURI("/word/comments.xml"), CT.WML_COMMENTS, el("comments", *comments),
                       writing.document.part.package)  # fmt: skip
        writing.document.part.relate_to(part, RT.COMMENTS)


def _comment(writing: Writing, number: int, remark: WordRemark) -> Any:
    date = remark.date.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if remark.date else None
    initials = "".join(word[0] for word in remark.author.split()[:3])
    comment = el("comment", id=number, author=possible(remark.author), date=date, initials=possible(initials))
    for line in remark.text.splitlines() or [""]:
        paragraph = el("p", el("pPr", el("pStyle", val="CommentText"), el("bidi") if writing.is_rtl else None))
        for piece, is_rtl in by_direction(line, writing.printed.language):
            paragraph.append(el("r", el("rPr", el("rtl") if is_rtl else None), text_el(piece)))
        comment.append(paragraph)
    return comment


def _anchor(elements: Sequence[Any], quote: str, number: int) -> None:
    """Around the quoted words; around the heading when they are not found in one paragraph."""
    wanted = " ".join(quote.split())
    for element in elements[1:] if wanted else ():
        for paragraph in element.iter(w("p")):
            found = _passage(paragraph, wanted)
            if found:
                _mark(paragraph, *found, number)
                return
    runs = [child for child in elements[0] if child.tag == w("r")]
    _mark(elements[0], runs[0], runs[-1], number)


def _passage(paragraph: Any, wanted: str) -> tuple[Any, Any] | None:
    """The first and last run of the words, runs cut so that they begin and end with them."""
    runs = [run for run in paragraph if run.tag == w("r") and run.find(w("t")) is not None]
    text = "".join(run.find(w("t")).text or "" for run in runs)
    start = text.find(wanted)
    if start < 0:
        return None
    first = _cut(runs, start)
    last = _cut([run for run in paragraph if run.tag == w("r") and run.find(w("t")) is not None], start + len(wanted))
    return first, (last.getprevious() if last is not None else runs[-1])


def _cut(runs: Sequence[Any], at: int) -> Any:
    """The run that begins `at` characters from the start; a run is cut in two for it."""
    for run in runs:
        words = run.find(w("t"))
        size = len(words.text or "")
        if at == 0:
            return run
        if at < size:
            rest = copy.deepcopy(run)
            rest.find(w("t")).text = words.text[at:]
            words.text = words.text[:at]
            run.addnext(rest)
            return rest
        at -= size
    return None


def _mark(paragraph: Any, first: Any, last: Any, number: int) -> None:
    first.addprevious(el("commentRangeStart", id=number))
    reference = el("r", el("rPr", el("rStyle", val="CommentReference")), el("commentReference", id=number))
    last.addnext(reference)
    last.addnext(el("commentRangeEnd", id=number))
