"""What an element of foreign HTML says by its style, class or attributes, whoever wrote it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from portolan.documents.rules.inline import Marks, language_of

_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]*)")
_DIGEST = re.compile(r"(?:^picture:|/)([0-9a-f]{64})(?:[./?#]|$)")
_STRONG, _EM = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "var", "dfn"})
# Logical sides: what is no side of a line (start) has no class.
ALIGNED = frozenset({"center", "end", "justify"})
_SITE_ADDRESS = re.compile(r"to:[a-z][a-z0-9_.-]{0,60}:[A-Za-z0-9_-]{1,64}")
_ADDRESS = re.compile(r"(?:https?)://[^\s/?#]+\S*|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_LONGEST_ADDRESS = 2000


def style_of(element: HtmlElement) -> dict[str, str]:
    """The declarations of `style`, lower case; the last of a name wins, as in a browser."""
    return dict(_DECLARATION.findall(element.get("style", "").lower())) if "style" in element.attrib else {}


def is_hidden(element: HtmlElement, style: dict[str, str]) -> bool:
    """True for what its writer did not show either: never text of the section."""
    return (
        "hidden" in element.attrib
        or style.get("display", "").strip() == "none"
        or style.get("mso-hide", "").strip() == "all"
        or style.get("mso-element", "").strip() in {"comment-list", "comment"}
    )


def marks_of(element: HtmlElement, style: dict[str, str], marks: Marks, *, keep_language: bool) -> Marks:
    """`marks` with what this element adds or, by a `normal` in its style, takes away."""
    tag = element.tag
    strong, em, script = marks.strong, marks.em, marks.script
    if tag in _STRONG:
        strong = True
    if tag in _EM:
        em = True
    if tag in {"sub", "sup"}:
        script = tag
    if style:
        strong = _bold(style.get("font-weight", "").strip(), strong)
        slant = style.get("font-style", "").strip()
        em = slant in {"italic", "oblique"} if slant else em
        script = {"super": "sup", "sub": "sub", "baseline": ""}.get(style.get("vertical-align", "").strip(), script)
    language = marks.language
    if keep_language and tag in {"span", "bdi", "bdo"}:
        language = language_of(element.get("lang") or element.get("xml:lang") or "") or language
    address = marks.address
    if tag == "a" and "href" in element.attrib:
        address = address_of(element.get("href", ""))
    return Marks(language, address, strong, em, script)


def _bold(weight: str, otherwise: bool) -> bool:
    if weight.isdigit():
        return int(weight[:5]) >= 600
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight, otherwise)


def address_of(href: str) -> str:
    """A link as texts carry it; empty for what is none: scripts, data, files, places on the page it was copied from."""
    address = re.sub(r"[\x00-\x20\x7f\u00a0\u2028\u2029]+", lambda run: "%20" if run[0] == " " else "", href.strip())
    if len(address) > _LONGEST_ADDRESS:
        return ""
    if _SITE_ADDRESS.fullmatch(address):
        return address
    if not _ADDRESS.fullmatch(address):
        return ""
    scheme, rest = address.split(":", 1)
    return f"{scheme.lower()}:{rest}"


def alignment_of(element: HtmlElement, style: dict[str, str], inherited: str, *, from_the_right: bool) -> str:
    """The class of a paragraph: `center`, `end`, `justify` or nothing."""
    side = style.get("text-align", "").strip() or element.get("align", "").strip().lower()
    named = ALIGNED.intersection(element.get("class", "").split())
    if not side:
        return min(named) if named else inherited
    start, end = ("right", "left") if from_the_right else ("left", "right")
    return {start: "", "start": "", end: "end"}.get(side, side if side in ALIGNED else inherited)


def digest_of(element: HtmlElement) -> str:
    """The digest of one of our pictures, whether it stands by it or by its address on a screen; else nothing."""
    source = element.get("src", "").strip()
    match = None if source[:5].lower() == "data:" else _DIGEST.search(source)
    return match[1] if match else ""


def number_of(element: HtmlElement, name: str, *, least: int, most: int) -> int | None:
    """A whole number in an attribute, within limits; None when there is none such."""
    value = element.get(name, "").strip()
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) and least <= int(value) <= most else None
