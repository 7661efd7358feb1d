"""WordprocessingML: its namespaces, and elements made in one line."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
VML = "urn:schemas-microsoft-com:vml"
OFFICE = "urn:schemas-microsoft-com:office:office"
XML = "http://www.w3.org/XML/1998/namespace"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

_NAMES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC}
_OF_ALL = {"w": W, "r": R}
# What XML cannot hold at all.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def w(name: str) -> str:
    """A name of WordprocessingML as lxml writes it."""
    return f"{{{W}}}{name}"


def q(name: str) -> str:
    """`r:id` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def el(tag: str, /, *children: Any, **values: Any) -> Any:
    """`<w:tag w:value="…">` with its children; a value of None, or a child of None, is left out."""
    node = etree.Element(w(tag), {w(name): str(value) for name, value in values.items() if value is not None}, _OF_ALL)
    node.extend([child for child in children if child is not None])
    return node


def possible(text: str) -> str:
    """`text` without the characters XML cannot hold."""
    return _IMPOSSIBLE.sub("", text)


def text_el(text: str, tag: str = "t") -> Any:
    """`<w:t>` that keeps its spaces."""
    node = el(tag)
    node.text = possible(text)
    node.set(f"{{{XML}}}space", "preserve")
    return node
