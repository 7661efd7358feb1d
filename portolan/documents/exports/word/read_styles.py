"""What the styles and lists of a file mean, by their names and by what they are based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from portolan.documents.exports.word.xml import w

# The built-in names Word and LibreOffice write whatever language they speak, and ours.
_ROLES = {
    "title": "title",
    "subtitle": "title",
    "caption": "caption",
    "quote": "quote",
    "intense quote": "quote",
    "quotations": "quote",
    "block text": "quote",
    "quote list": "quote",
    "quote continue": "quote-continue",
    "picture": "picture",
    "credit": "credit",
    "box title": "box-title",
    "box text": "box-text",
    "table heading": "column-heading",
    "table row heading": "row-heading",
    "end heading": "end",
    "spacer": "spacer",
    "toc heading": "contents",
    "contents heading": "contents",
    "table of figures": "contents",
}
_HEADING = re.compile(r"(?:heading|titre|überschrift|título|titolo) ?([1-9])")
_CONTENTS = re.compile(r"(?:toc|contents) ?[1-9]")
_CONTINUE = re.compile(r"list continue ?([2-5])?")
_LIST = re.compile(r"list (bullet|number) ?([2-5])?")
_LANGUAGE = re.compile(r"language ([a-z]{2,3})")


@dataclass(frozen=True)
class Style:
    """A style: its role, and what it adds to words or to a list."""

    name: str = ""
    role: str = ""
    level: int = 0
    list_id: str = ""
    list_level: int = 0
    # "bullet" or "number" for a list style without numbering of its own.
    list_kind: str = ""
    language: str = ""
    marks: dict[str, bool] = field(default_factory=dict)
    script: str = ""


@dataclass(frozen=True)
class Level:
    """A level of a list: `bullet`, `decimal`, `none`; where its numbers begin."""

    format: str = "bullet"
    start: int = 1


def is_on(node: Any) -> bool | None:
    """The value of a switch such as `<w:b/>`; None when it is not there."""
    return None if node is None else node.get(w("val"), "1") not in {"0", "false", "off", "none"}


def read_styles(root: Any) -> dict[str, Style]:
    """Styles by identifier, each with what it has from those it is based on."""
    nodes = {node.get(w("styleId"), ""): node for node in root.iter(w("style"))} if root is not None else {}
    return {key: _style(key, nodes, set()) for key in nodes}


def _style(key: str, nodes: dict[str, Any], seen: set[str]) -> Style:
    node = nodes.get(key)
    if node is None or key in seen:
        return Style()
    base = node.find(w("basedOn"))
    below = _style(base.get(w("val"), ""), nodes, seen | {key}) if base is not None else Style()
    name = node.find(w("name"))
    said = (name.get(w("val"), "") if name is not None else key).strip().lower()
    own = _with_role(replace(below, name=said), said)
    return _with_properties(own, node)


def _with_role(style: Style, name: str) -> Style:
    heading, continued, listed = _HEADING.fullmatch(name), _CONTINUE.fullmatch(name), _LIST.fullmatch(name)
    if heading:
        return replace(style, role="heading", level=int(heading[1]))
    if continued:
        return replace(style, role="continue", list_level=int(continued[1] or 1) - 1)
    if listed:
        return replace(style, role="list", list_kind=listed[1], list_level=int(listed[2] or 1) - 1)
    if _CONTENTS.fullmatch(name):
        return replace(style, role="contents")
    language = _LANGUAGE.fullmatch(name)
    if language:
        return replace(style, language=language[1])
    return replace(style, role=_ROLES[name], level=0) if name in _ROLES else style


def _with_properties(style: Style, node: Any) -> Style:
    numbers = node.find(f"{w('pPr')}/{w('numPr')}")
    if numbers is not None:
        found, level = numbers.find(w("numId")), numbers.find(w("ilvl"))
        style = replace(style, list_id=found.get(w("val"), "") if found is not None else style.list_id,
                        list_level=_number(level))  # fmt: skip
    outline = node.find(f"{w('pPr')}/{w('outlineLvl')}")
    if outline is not None and not style.role and _number(outline) < 9:
        style = replace(style, role="heading", level=_number(outline) + 1)
    if node.get(w("type")) == "character":
        marks = {name: on for name in ("b", "bCs", "i", "iCs", "vanish")
                 if (on := is_on(node.find(f"{w('rPr')}/{w(name)}"))) is not None}  # fmt: skip
        script = node.find(f"{w('rPr')}/{w('vertAlign')}")
        style = replace(style, marks=style.marks | marks,
                        script=script.get(w("val"), "") if script is not None else style.script)  # fmt: skip
    return style


def to_number(value: str | None) -> int:
    """A number as files have them; 0 for what is none."""
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,9}", value) else 0


def _number(node: Any) -> int:
    return to_number(node.get(w("val"))) if node is not None else 0


class Lists:
    """The lists of a file: what a paragraph's (list, level) looks like."""

    def __init__(self, root: Any) -> None:
        """`root` is the numbering part, or None."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self._of: dict[str, str] = {}
        if root is None:
            return
        for node in root.iter(w("abstractNum")):
            self._abstract[node.get(w("abstractNumId"), "")] = dict(_levels(node))
        for node in root.iter(w("num")):
            self._take(node)

    def _take(self, node: Any) -> None:
        of = node.find(w("abstractNumId"))
        key = node.get(w("numId"), "")
        self._of[key] = of.get(w("val"), "") if of is not None else ""
        levels = dict(self._abstract.get(self._of[key], {}))
        for override in node.iter(w("lvlOverride")):
            at = to_number(override.get(w("ilvl")))
            levels.update(_levels(override))
            start = override.find(w("startOverride"))
            if start is not None:
                levels[at] = replace(levels.get(at, Level("decimal")), start=_number(start))
        self._lists[key] = levels

    def level(self, key: str, level: int) -> Level | None:
        """How that level of a list is numbered; None when there is no such list."""
        levels = self._lists.get(key)
        return None if levels is None else levels.get(level, Level("decimal" if 0 in levels and levels[0].format
                                                                    != "bullet" else "bullet"))  # fmt: skip


def _levels(node: Any) -> Any:
    for level in node.iter(w("lvl")):
        format_, start = level.find(w("numFmt")), level.find(w("start"))
        yield (
            to_number(level.get(w("ilvl"))),
            Level(format_.get(w("val"), "decimal") if format_ is not None else "decimal",
                  _number(start) if start is not None else 1),
        )  # fmt: skip
