"""What Word, LibreOffice and Google Docs put on the clipboard: their lists and footnotes as real ones.

Works on the parsed tree, before the canonical text is built from it.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_LEVEL = re.compile(r"mso-list:\s*(l\d+)\s+level(\d+)", re.IGNORECASE)
_IGNORE = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:(\d{1,4})|[a-zA-Z]|[ivxlcIVXLC]{1,7}|[\u0621-\u064a])[.)\-]")
# How a mark of a footnote names the place of its words: Word, LibreOffice, Google Docs.
_NOTE_ADDRESS = re.compile(r".*#_?((?:ftn|edn|sd(?:foot|end)note)t?\d+(?:sym)?)$")


def is_of_word(text: str) -> bool:
    """True when Word wrote it: its `lang` is then what the spelling was checked in, not what the words are."""
    return "mso-" in text or "MsoNormal" in text


def tidy(tree: HtmlElement) -> None:
    """Lists and footnotes of `tree` made real, in place."""
    _make_lists(tree)
    _make_notes(tree)


def _make_lists(tree: HtmlElement) -> None:
    groups: list[list[HtmlElement]] = []
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if _LEVEL.search(heading.get("style", "")):
            # A numbered heading stays one; its number is Word's, ours come with the document.
            _take_marker(heading)
    for paragraph in tree.iter("p"):
        if not _LEVEL.search(paragraph.get("style", "")):
            continue
        before = groups[-1][-1] if groups else None
        if before is not None and before.getnext() is paragraph and not (before.tail or "").strip():
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    for group in groups:
        _make_list(group)


def _make_list(paragraphs: list[HtmlElement]) -> None:
    """Siblings that Word shows as a list, at levels, become one or several nested lists in their place."""
    # (level, Word's name of the list, element) from the outermost to where the next item may stand.
    opened: list[tuple[int, str, HtmlElement]] = []
    for paragraph in paragraphs:
        match = _LEVEL.search(paragraph.get("style", ""))
        name, level = (match[1].lower(), min(int(match[2][:2]), 9)) if match else ("", 1)
        is_numbered, number = _take_marker(paragraph)
        tag = "ol" if is_numbered else "ul"
        while opened and (opened[-1][0] > level or (opened[-1][0] == level and _ends(opened, name, tag))):
            opened.pop()
        if not opened or opened[-1][0] < level:
            new = paragraph.makeelement(tag, {"start": number} if number else {})
            if opened:
                opened[-1][2][-1].append(new)
            else:
                paragraph.addprevious(new)
            opened.append((level, name, new))
        tail, paragraph.tail = paragraph.tail, None
        item = paragraph.makeelement("li", {})
        opened[-1][2].append(item)
        item.append(paragraph)
        opened[0][2].tail = tail


def _ends(opened: list[tuple[int, str, HtmlElement]], name: str, tag: str) -> bool:
    """A list at the same level ends where the kind changes, or, outermost, where Word starts another."""
    _, open_name, element = opened[-1]
    return element.tag != tag or (len(opened) == 1 and open_name != name)


def _take_marker(paragraph: HtmlElement) -> tuple[bool, str]:
    """(numbered, first number where it is not 1) from the bullet or number Word writes as text, which goes."""
    for span in paragraph.iter("span"):
        if _IGNORE.search(span.get("style", "")):
            marker = "".join(span.itertext()).strip()
            _drop(span)
            match = _NUMBERED.match(marker)
            number = (match[1] or "") if match else ""
            return match is not None, number if number not in {"", "0", "1"} else ""
    return False, ""


def _make_notes(tree: HtmlElement) -> None:
    marks = [(a, match[1]) for a in tree.iter("a") if (match := _NOTE_ADDRESS.match(a.get("href", "")))]
    if not marks:
        return
    places = {name: element for element in tree.iter() for name in _names(element) if name}
    for mark, name in marks:
        words = _words_of(places.pop(name) if name in places else places.pop(f"_{name}", None))
        if words is None or mark in set(words.iter()):
            continue
        note = mark.makeelement("span", {"class": "note"})
        note.tail = mark.tail
        mark.getparent().replace(mark, note)
        _drop(words)
        note.append(words)


def _names(element: HtmlElement) -> tuple[str, str]:
    return element.get("id") or "", element.get("name") or ""


def _words_of(place: HtmlElement | None) -> HtmlElement | None:
    """The block that holds a footnote's words, without the link back to its mark."""
    if place is None:
        return None
    block = place
    while block.tag not in {"div", "p", "li", "aside"}:
        block = block.getparent()
        if block is None or block.tag in {"body", "html"}:
            return None
    backward = place if place.tag == "a" else next(block.iter("a"), None)
    if backward is not None and "#" in backward.get("href", ""):
        if backward is block or len("".join(block.itertext())) > 20_000:
            return None
        _drop(backward)
    return block


def _drop(element: HtmlElement) -> None:
    """The element goes, what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
