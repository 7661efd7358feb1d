"""The styles of our Word files, for one language: fonts, sizes, colours, direction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portolan.documents.exports.word import names
from portolan.documents.exports.word.xml import el
from portolan.documents.rules.inline import direction_of

SEA, INK, MUTED, CLAY, RULE, WASH = "0F4265", "14273A", "53606A", "A33D1C", "D5C8AA", "F7F1E3"
# Fonts every office suite has or replaces well; Arabic letters need one of their own.
LATIN_FONT, ARABIC_FONT = "Calibri", "Arial"
# A language as Word wants it, with a region; others stand as they are.
_TAGS = {
    "fr": "fr-FR",
    "en": "en-GB",
    "ar": "ar-SA",
    "es": "es-ES",
    "it": "it-IT",
    "pt": "pt-PT",
    "de": "de-DE",
    "tr": "tr-TR",
    "he": "he-IL",
    "fa": "fa-IR",
    "ur": "ur-PK",
    "el": "el-GR",
}


def tag_of(language: str) -> str:
    """`fr-FR` for `fr`."""
    return _TAGS.get(language, language)


@dataclass(frozen=True)
class _Style:
    """A paragraph style: what it is based on and what it adds. Sizes in half points, distances in twentieths."""

    id: str
    name: str
    based: str = "Normal"
    following: str = ""
    size: int = 0
    bold: bool | None = None
    italic: bool = False
    color: str = ""
    before: int | None = None
    after: int | None = None
    line: int | None = None
    outline: int | None = None
    keep_next: bool = False
    align: str = ""
    indent: int = 0
    hanging: int = 0
    tight: bool = False
    rule: str = ""
    is_custom: bool = False


_PARAGRAPHS = (
    _Style("Title", "Title", following="Subtitle", size=60, bold=True, color=SEA, before=120, after=160, line=240),
    _Style("Subtitle", "Subtitle", size=30, color=MUTED, after=120),
    _Style("Heading1", "heading 1", following="Normal", size=34, bold=True, color=SEA, before=480, after=160, line=250,
           outline=0, keep_next=True),
    _Style("Heading2", "heading 2", following="Normal", size=27, bold=True, color=SEA, before=320, after=120, line=250,
           outline=1, keep_next=True),
    _Style("Heading3", "heading 3", following="Normal", size=23, bold=True, color=CLAY, before=240, after=80, line=250,
           outline=2, keep_next=True),
    _Style("Heading4", "heading 4", following="Normal", size=22, bold=True, color=INK, before=200, after=80, line=250,
           outline=3, keep_next=True),
    _Style("Caption", "caption", following="Normal", size=19, bold=True, color=SEA, before=200, after=80, line=250,
           keep_next=True),
    _Style("Quote", "Quote", italic=True, color=INK, before=80, after=120, indent=567, rule="start"),
    _Style("QuoteList", "Quote List", based="Quote", is_custom=True, rule="none"),
    _Style("QuoteContinue", "Quote Continue", based="Quote", is_custom=True, rule="none"),
    _Style("ListBullet", "List Bullet", after=60),
    _Style("ListNumber", "List Number", after=60),
    _Style("ListContinue", "List Continue", after=60),
    _Style("BoxTitle", "Box Title", following="BoxText", size=24, bold=True, color=CLAY, before=80, after=80,
           keep_next=True, is_custom=True),
    _Style("BoxText", "Box Text", after=100, is_custom=True),
    _Style("TableText", "Table Text", size=20, before=40, after=40, line=250, is_custom=True),
    _Style("TableHeading", "Table Heading", based="TableText", bold=True, color="FFFFFF", keep_next=True,
           is_custom=True),
    _Style("TableRowHeading", "Table Row Heading", based="TableText", bold=True, color=INK, is_custom=True),
    _Style("Picture", "Picture", following="Caption", before=200, after=40, line=240, align="center", keep_next=True,
           is_custom=True),
    _Style("Credit", "Credit", following="Normal", size=17, color=MUTED, after=200, is_custom=True),
    _Style("FootnoteText", "footnote text", size=18, after=40, line=240),
    _Style("Header", "header", size=17, color=MUTED, after=0, line=240),
    _Style("Footer", "footer", size=17, color=MUTED, after=0, line=240),
    _Style("TOCHeading", "TOC Heading", following="Normal", size=34, bold=True, color=SEA, after=200),
    _Style("TOC1", "toc 1", size=22, bold=True, before=120, after=40, line=240),
    _Style("TOC2", "toc 2", after=30, line=240, indent=340),
    _Style("TOC3", "toc 3", after=30, line=240, indent=680),
    _Style("Bibliography", "Bibliography", after=100, indent=454, hanging=454),
    _Style("EndHeading", "End Heading", based="Heading1", following="Normal", is_custom=True),
    _Style("CoverNetwork", "Cover Network", size=24, bold=True, color=SEA, before=0, after=1800, rule="bottom",
           is_custom=True),
    _Style("CoverKind", "Cover Kind", size=26, bold=True, color=CLAY, after=0, keep_next=True, is_custom=True),
    _Style("CoverLine", "Cover Line", size=22, color=INK, after=80, is_custom=True),
    _Style("CoverMark", "Cover Mark", size=24, bold=True, color=CLAY, before=240, after=120, is_custom=True),
    _Style("Spacer", "Spacer", size=8, before=0, after=80, line=200, is_custom=True),
    _Style("CommentText", "annotation text", size=20, after=40, line=240),
)  # fmt: skip


def styles_xml(language: str, others: Iterable[str]) -> Any:
    """`<w:styles>` for a document in `language` that quotes the `others`."""
    root = el("styles", _defaults(language), _normal(language))
    root.extend(_paragraph_style(style, direction_of(language)) for style in _PARAGRAPHS)
    root.extend(_characters())
    root.extend(_language_style(other) for other in sorted(set(others)))
    root.extend(_tables())
    root.append(el("style", el("name", val="No List"), el("uiPriority", val=99), type="numbering", default=1,
                   styleId="NoList"))  # fmt: skip
    return root


def fonts() -> Any:
    """The fonts of letters of either writing."""
    return el("rFonts", ascii=LATIN_FONT, hAnsi=LATIN_FONT, eastAsia=LATIN_FONT, cs=ARABIC_FONT)


def language_el(language: str) -> Any:
    """`<w:lang>` for words in `language`: Word has a place of its own for what is written from the right."""
    if direction_of(language) == "rtl":
        return el("lang", bidi=tag_of(language))
    return el("lang", val=tag_of(language))


def _defaults(language: str) -> Any:
    is_rtl = direction_of(language) == "rtl"
    tags = {"val": "fr-FR" if is_rtl else tag_of(language), "eastAsia": "fr-FR"}
    tags["bidi"] = tag_of(language) if is_rtl else "ar-SA"
    run = el("rPr", fonts(), el("sz", val=22), el("szCs", val=24), el("lang", **tags))
    paragraph = el("pPr", el("spacing", after=120, line=276, lineRule="auto"))
    return el("docDefaults", el("rPrDefault", run), el("pPrDefault", paragraph))


def _normal(language: str) -> Any:
    paragraph = el("pPr", el("bidi")) if direction_of(language) == "rtl" else None
    return el("style", el("name", val="Normal"), el("qFormat"), paragraph, type="paragraph", default=1,
              styleId="Normal")  # fmt: skip


def _paragraph_style(style: _Style, direction: str) -> Any:
    parts = [el("name", val=style.name), el("basedOn", val=style.based)]
    parts.append(el("next", val=style.following) if style.following else None)
    parts += [el("uiPriority", val=9), el("qFormat"), _paragraph_properties(style, direction)]
    parts.append(_run_properties(style))
    return el("style", *parts, type="paragraph", styleId=style.id, customStyle=1 if style.is_custom else None)


def _paragraph_properties(style: _Style, direction: str) -> Any:
    spacing = {"before": style.before, "after": style.after, "line": style.line}
    has_spacing = any(value is not None for value in spacing.values())
    return el(
        "pPr",
        el("keepNext") if style.keep_next else None,
        el("keepLines") if style.keep_next else None,
        _rule(style.rule, direction) if style.rule else None,
        el("spacing", **spacing, lineRule="auto" if style.line else None) if has_spacing else None,
        # `left` is the side lines begin at: Word turns it in paragraphs written from the right.
        el("ind", left=style.indent, hanging=style.hanging or None) if style.indent else None,
        el("contextualSpacing") if style.tight else None,
        el("jc", val=style.align) if style.align else None,
        el("outlineLvl", val=style.outline) if style.outline is not None else None,
    )


def _rule(where: str, direction: str) -> Any:
    # Borders, unlike indents, stay on their side whatever the direction.
    start = "right" if direction == "rtl" else "left"
    if where == "none":
        return el("pBdr", el(start, val="nil"))
    side = {"start": start, "bottom": "bottom"}[where]
    return el("pBdr", el(side, val="single", sz=12, space=8, color=CLAY))


def _run_properties(style: _Style) -> Any:
    # Arabic letters are smaller at the same size: two half points more.
    sizes = [el("sz", val=style.size), el("szCs", val=style.size + 2)] if style.size else []
    return el(
        "rPr",
        *([el("b"), el("bCs")] if style.bold else []),
        # Arabic is not slanted.
        *([el("i")] if style.italic else []),
        el("color", val=style.color) if style.color else None,
        *sizes,
    )


def _characters() -> list[Any]:
    default = el("style", el("name", val="Default Paragraph Font"), el("uiPriority", val=1), el("semiHidden"),
                 type="character", default=1, styleId="DefaultParagraphFont")  # fmt: skip
    made = [default]
    for style, name, properties in (
        (names.LINK, "Hyperlink", el("rPr", el("color", val=SEA), el("u", val="single"))),
        (names.NOTE_MARK, "footnote reference", el("rPr", el("vertAlign", val="superscript"))),
        ("CommentReference", "annotation reference", el("rPr", el("sz", val=16), el("szCs", val=16))),
    ):
        made.append(_character(style, name, properties))
    return made


def _character(style: str, name: str, properties: Any, *, is_custom: bool = False) -> Any:
    based = el("basedOn", val="DefaultParagraphFont")
    return el("style", el("name", val=name), based, el("uiPriority", val=99), properties, type="character",
              styleId=style, customStyle=1 if is_custom else None)  # fmt: skip


def _language_style(language: str) -> Any:
    properties = el("rPr", el("rtl") if direction_of(language) == "rtl" else None, language_el(language))
    return _character(names.language_style(language), f"Language {language}", properties, is_custom=True)


def _tables() -> list[Any]:
    margins = el("tblCellMar", el("top", w=0, type="dxa"), el("left", w=108, type="dxa"),
                 el("bottom", w=0, type="dxa"), el("right", w=108, type="dxa"))  # fmt: skip
    plain = el("style", el("name", val="Normal Table"), el("uiPriority", val=99), el("semiHidden"),
               el("tblPr", el("tblInd", w=0, type="dxa"), margins), type="table", default=1,
               styleId="TableNormal")  # fmt: skip
    rules = el("tblBorders", _border("top", 8, SEA), _border("bottom", 8, SEA), _border("insideH", 4, RULE),
               _border("insideV", 4, RULE))  # fmt: skip
    boxed = el("tblBorders", *(_border(side, 8, RULE) for side in ("top", "left", "bottom", "right")))
    padding = el("tblCellMar", el("top", w=113, type="dxa"), el("left", w=227, type="dxa"),
                 el("bottom", w=57, type="dxa"), el("right", w=227, type="dxa"))  # fmt: skip
    return [
        plain,
        _table_style(names.TABLE, "Document Table", el("tblPr", rules)),
        _table_style(names.BOX, "Box", el("tblPr", boxed, padding), el("tcPr", el("shd", val="clear", fill=WASH))),
    ]


def _border(side: str, size: int, color: str) -> Any:
    return el(side, val="single", sz=size, space=0, color=color)


def _table_style(style: str, name: str, properties: Any, cells: Any = None) -> Any:
    return el("style", el("name", val=name), el("basedOn", val="TableNormal"), el("uiPriority", val=59), properties,
              cells, type="table", styleId=style, customStyle=1)  # fmt: skip
