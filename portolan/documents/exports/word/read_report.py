"""The report on a file: what was taken, what was taken as something else, and what was left, from its own parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from portolan.documents.exports.word import names
from portolan.documents.exports.word.read_model import ReadSection, ReportLine, Unplaced
from portolan.documents.exports.word.reading_state import Reading
from portolan.documents.exports.word.xml import w

_WORDS = {
    "tables": gettext_lazy("Tables taken"),
    "pictures": gettext_lazy("Pictures taken"),
    "footnotes": gettext_lazy("Footnotes taken"),
    "endnotes": gettext_lazy("Endnotes, taken as footnotes"),
    "comments": gettext_lazy("Comments, taken as remarks"),
    "tracked": gettext_lazy("Tracked changes, taken as accepted"),
    "text-boxes": gettext_lazy("Text boxes, taken as boxes after the paragraph they stood at"),
    "nested-tables": gettext_lazy("Tables inside the cell of a table, placed after that table"),
    "equations": gettext_lazy("Equations, taken as letters and signs"),
    "symbols": gettext_lazy("Signs of symbol fonts that have no letter, left out"),
    "hidden": gettext_lazy("Hidden text, left out"),
    "reference-manager": gettext_lazy("Citations of a reference manager, taken as words"),
    "active-fields": gettext_lazy("Fields that fetch or run something, taken as the words they showed"),
    "links-dropped": gettext_lazy("Links to files or programs, taken as words"),
    "pictures-elsewhere": gettext_lazy("Pictures kept outside the file, not taken"),
    "pictures-unreadable": gettext_lazy("Pictures in a format that pages cannot show, not taken"),
    "charts": gettext_lazy("Charts, not taken: insert them as pictures"),
    "diagrams": gettext_lazy("Diagrams (SmartArt), not taken; their words follow"),
    "objects": gettext_lazy("Objects of other programs, not taken"),
    "chunks": gettext_lazy("Other files inserted in this one, not taken"),
    "active-parts": gettext_lazy("Controls and scripts, not taken"),
    "running-lines": gettext_lazy("Text of headers and footers, not taken"),
    "notes-lost": gettext_lazy("Footnotes that no text refers to, not taken"),
    "headings-inside": gettext_lazy("Headings as high as those of sections, taken as headings inside a section"),
    "headings-changed": gettext_lazy("Headings of sections changed in Word; the headings here stay"),
    "citations-rewritten": gettext_lazy("Citations whose words were changed in Word; the citation stays as it was"),
    "sections-missing": gettext_lazy("Sections that are not in the file; they stay as they are"),
    "unplaced": gettext_lazy("Passages under headings this document does not have; place them by hand"),
    "other-document": gettext_lazy("This file was made from another document"),
    "other-language": gettext_lazy("This file was made from the text in another language"),
}
_SHOWN = 5
# Parts that do something instead of saying something.
_ACTIVE_PARTS = frozenset(
    {"control", "oleObject", "package", "activeXControlBinary", "attachedToolbars", "keyMapCustomizations"}
)


def report_of(
    reading: Reading,
    sections: Sequence[ReadSection] | None,
    unplaced: Sequence[Unplaced],
    properties: Mapping[str, str],
) -> list[ReportLine]:
    """One line for each kind of thing found, in a fixed order; `sections` is None where headings say nothing."""
    if reading.is_ours:
        _about_ours(reading, sections, properties)
    else:
        _about_parts(reading)
    for one in unplaced:
        reading.saw("unplaced", one.heading or _("(before the first heading)"))
    return [ReportLine(kind, _said(kind, reading.said.get(kind, ())), reading.found[kind])
            for kind in _WORDS if reading.found[kind]]  # fmt: skip


def _said(kind: str, words: Sequence[str]) -> str:
    """The sentence, with some of the words it is about."""
    different = list(dict.fromkeys(" ".join(word.split())[:120] for word in words))
    more = ", …" if len(different) > _SHOWN else ""
    sentence = str(_WORDS[kind])
    return (
        _("%(sentence)s: %(words)s") % {"sentence": sentence, "words": "; ".join(different[:_SHOWN]) + more}
        if different
        else sentence
    )


def _about_ours(reading: Reading, sections: Sequence[ReadSection] | None, properties: Mapping[str, str]) -> None:
    for kind in ("tables", "pictures", "footnotes"):
        # In a file of ours these are ours; to count them tells nothing.
        reading.found.pop(kind, None)
    printed = reading.printed
    if printed is None:
        return
    here = f"{printed.template} {printed.city or printed.title}"[:255]
    if properties.get(names.DOCUMENT, here) != here:
        reading.saw("other-document", properties[names.DOCUMENT])
    if properties.get(names.LANGUAGE, printed.language) != printed.language:
        reading.saw("other-language", properties[names.LANGUAGE])
    if sections is None:
        return
    found = {section.key: section for section in sections}
    for section in printed.sections:
        if section.key not in found:
            reading.saw("sections-missing", section.heading)
        elif not _is_heading(found[section.key].heading, section.number, section.heading):
            reading.saw("headings-changed", found[section.key].heading)


def _is_heading(read: str, number: str, heading: str) -> bool:
    return "".join(read.split()) in {"".join(f"{number}{heading}".split()), "".join(heading.split())}


def _about_parts(reading: Reading) -> None:
    """What the parts of the file hold beside what was read from the text."""
    package = reading.package
    comments = package.xml(package.part("comments"))
    for node in comments.iter(w("comment")) if comments is not None else ():
        if any((text.text or "").strip() for text in node.iter(w("t"))):
            reading.saw("comments")
    for relation in package.relations.values():
        if relation.kind in _ACTIVE_PARTS:
            reading.saw("active-parts")
        if relation.kind in {"header", "footer"} and not relation.is_external:
            words = _words_of(package.xml(relation.target))
            if words:
                reading.saw("running-lines", words)
    unread = len(reading.notes) - reading.found["footnotes"] + len(reading.endnotes) - reading.found["endnotes"]
    for _place in range(unread):
        reading.saw("notes-lost")


def _words_of(root: Any) -> str:
    if root is None or etree.QName(root).localname not in {"hdr", "ftr"}:
        return ""
    return " ".join(" ".join(text.text or "" for text in root.iter(w("t"))).split())
