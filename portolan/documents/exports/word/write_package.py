"""The package around the text: styles, numbering, notes, settings, properties, header and footer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from lxml import etree

from portolan.documents.exports.word.styles import styles_xml, tag_of
from portolan.documents.exports.word.write_state import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, ListNumbers, Writing
from portolan.documents.exports.word.xml import CUSTOM, VALUES, el, possible
from portolan.documents.rules.inline import direction_of
from portolan.documents.rules.printed import PrintedDocument

_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the identifier Office gives all properties of this part
# Parts of the library's template that say nothing.
_LEFT_OUT = frozenset({"thumbnail", "customXml", "stylesWithEffects", "webSettings"})
_BULLETS = ("•", "–", "▪")
_STEP, _HANGING = 397, 284


def start(printed: PrintedDocument) -> Writing:
    """An empty file for a document: nothing of the library's own template but its frame."""
    document = docx.Document()
    package, part = document.part.package, document.part
    for holder in (package.rels, part.rels):
        unwanted = [key for key, relation in holder.items() if relation.reltype.rpartition("/")[2] in _LEFT_OUT]
        for key in unwanted:
            del holder[key]
    for child in list(document.element.body):
        document.element.body.remove(child)
    element = el("footnotes", _separator(-1, "separator"), _separator(0, "continuationSeparator"))
    notes = XmlPart(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, element, package)
    part.relate_to(notes, RT.FOOTNOTES)
    return Writing(printed, document, notes)


def _separator(number: int, kind: str) -> Any:
    plain = el("pPr", el("spacing", after=0, line=240, lineRule="auto"))
    return el("footnote", el("p", plain, el("r", el(kind))), id=number, type=kind)


def finish(writing: Writing, properties: Mapping[str, str]) -> None:
    """Write the parts that are known only when the text is written."""
    document = writing.document
    document.part._styles_part._element = styles_xml(writing.printed.language, writing.languages)
    writing.notes_part.element.extend(writing.notes)
    _numbering(document, writing.lists)
    document.settings  # noqa: B018  the part exists from here on
    document.part._settings_part._element = _settings(writing.printed.language)
    _section(writing)
    _core(document, writing.printed)
    add_properties(document, properties)


def _numbering(document: Document, lists: list[ListNumbers]) -> None:
    """Each list has a definition of its own: lists that share one count on from each other."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.extend(_definition(one) for one in lists)
    root.extend(el("num", el("abstractNumId", val=one.id), numId=one.id) for one in lists)


def _definition(one: ListNumbers) -> Any:
    levels = [_level(one.kind, level, one.start if level == one.level else 1) for level in range(9)]
    kind = el("multiLevelType", val="hybridMultilevel")
    return el("abstractNum", el("nsid", val=f"{0x50000000 + one.id:08X}"), kind, *levels, abstractNumId=one.id)


def _level(kind: str, level: int, start: int) -> Any:
    numbered = ("decimal", f"%{level + 1}.") if level % 2 == 0 else ("lowerLetter", f"%{level + 1}.")
    form, words = {"bullet": ("bullet", _BULLETS[level % 3]), "none": ("none", "")}.get(kind, numbered)
    suffix = el("suff", val="nothing") if kind == "none" else None
    indent = el("pPr", el("ind", left=_STEP * (level + 1), hanging=0 if kind == "none" else _HANGING))
    parts = (el("start", val=start), el("numFmt", val=form), suffix, el("lvlText", val=words), el("lvlJc", val="left"))
    return el("lvl", *parts, indent, ilvl=level)


def _settings(language: str) -> Any:
    mode = el("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    notes = el("footnotePr", el("footnote", id=-1), el("footnote", id=0))
    themes = {"bidi": tag_of(language)} if direction_of(language) == "rtl" else {"val": tag_of(language)}
    return el("settings", el("zoom", percent=100), el("defaultTabStop", val=709), el("characterSpacingControl",
              val="doNotCompress"), notes, el("compat", mode), el("themeFontLang", **themes))  # fmt: skip


def _section(writing: Writing) -> None:
    body = writing.document.element.body
    margins = dict.fromkeys(("top", "right", "bottom", "left"), MARGIN)
    body.append(
        el(
            "sectPr",
            *_running_lines(writing),
            _page(writing),
            el("pgMar", **margins, header=624, footer=567, gutter=0),
            el("titlePg") if writing.has_cover else None,
            el("bidi") if writing.is_rtl else None,
        )
    )


def _page(writing: Writing) -> Any:
    if writing.is_landscape:
        return el("pgSz", w=PAGE_HEIGHT, h=PAGE_WIDTH, orient="landscape")
    return el("pgSz", w=PAGE_WIDTH, h=PAGE_HEIGHT)


def _running_lines(writing: Writing) -> list[Any]:
    """References to header and footer; the cover has neither."""
    made = []
    for tag, content_type, relation, lines in (
        ("header", CT.WML_HEADER, RT.HEADER, writing.header),
        ("footer", CT.WML_FOOTER, RT.FOOTER, writing.footer),
    ):
        element = el("hdr" if tag == "header" else "ftr", *lines)
        part = XmlPart(PackURI(f"/word/{tag}1.xml"), content_type, element, writing.document.part.package)
        reference = el(f"{tag}Reference", type="default")
        reference.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
                      writing.document.part.relate_to(part, relation))  # fmt: skip
        made.append(reference)
    return made


def _core(document: Document, printed: PrintedDocument) -> None:
    core = document.core_properties
    core.title, core.language, core.subject = (
        possible(printed.title)[:255],
        tag_of(printed.language),
        printed.kind[:255],
    )
    core.author, core.keywords, core.comments = possible(printed.network)[:255], possible(printed.city)[:255], ""
    core.last_modified_by, core.revision = "", 1
    if printed.date:
        stamp = f"{printed.date.isoformat()}T00:00:00Z"
        for name in ("created", "modified"):
            node = core._element.find(f"{{http://purl.org/dc/terms/}}{name}")
            if node is not None:
                node.text = stamp


def add_properties(document: Document, values: Mapping[str, str]) -> None:
    """Custom properties, by name; empty values are left out."""
    root = etree.Element(f"{{{CUSTOM}}}Properties", nsmap={None: CUSTOM, "vt": VALUES})
    kept = [(name, value) for name, value in values.items() if value]
    for number, (name, value) in enumerate(kept, start=2):
        node = etree.SubElement(root, f"{{{CUSTOM}}}property", fmtid=_FORMAT_ID, pid=str(number), name=name)
        # Word shows and keeps 255 characters.
        etree.SubElement(node, f"{{{VALUES}}}lpwstr").text = possible(value)[:255]
    package = document.part.package
    part = XmlPart(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, root, package)
    package.relate_to(part, _CUSTOM_RELATION)
