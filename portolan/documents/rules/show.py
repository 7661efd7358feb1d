"""A canonical text as a page shows it: notes numbered, sources and links named, pictures fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from lxml.html import HtmlElement

from portolan.documents.rules.blocks import citations_in
from portolan.documents.rules.markup import inner, parse
from portolan.documents.rules.printed import SourceWords
from portolan.kernel.folding import slug
from portolan.kernel.languages import current_language, direction

_HEADINGS = ("h3", "h4")


@dataclass(frozen=True)
class PictureAddress:
    """Where a page finds a picture, and its size in pixels, so that nothing jumps when it comes."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """A text ready for a template. `notes` are `<li>`s for an `<ol>`, with their numbers; `next_note` is the number the
    next text begins with; `cited` are the codes of its sources.
    """

    html: SafeString
    notes: list[SafeString]
    next_note: int
    first_note: int
    cited: list[str]


def show(
    html: str,
    *,
    addresses: Mapping[str, str],
    picture_address: Callable[[str], PictureAddress | None],
    sources: Mapping[str, SourceWords],
    first_note: int = 1,
    prefix: str = "",
    language: str = "",
) -> Shown:
    """Page HTML of a canonical text, or of one that `anchors.mark` marked.

    `addresses`: `to:kind:id` (or `kind:id`) to an address; what is not in it shows its words. `sources`: code to words;
    citations link to `#source-CODE`, which the list of sources holds. `prefix` goes before every id, where a page shows
    two texts. `language` is the text's, for the comma before a locator. Labels are in the reader's language.
    """
    tree = parse(html)[0] if html else None
    if tree is None:
        return Shown(mark_safe(""), [], first_note, first_note, [])
    _name_headings(tree, prefix)
    _resolve_links(tree, addresses)
    _cite(tree, sources, prefix, "، " if direction(language) == "rtl" else ", ")
    _fetch_pictures(tree, picture_address)
    notes = _number_notes(tree, first_note, prefix)
    return Shown(mark_safe(inner(tree)), notes, first_note + len(notes), first_note, citations_in(html))


def _name_headings(tree: HtmlElement, prefix: str) -> None:
    """Ids that stay while the words stay; a second heading of the same words is numbered."""
    taken: dict[str, int] = {}
    for heading in tree.iter(*_HEADINGS):
        # Arabic leaves no slug: such headings are told apart by their number.
        name = slug("".join(heading.itertext()))[:60].strip("-") or "part"
        taken[name] = taken.get(name, 0) + 1
        heading.set("id", f"{prefix}{name}" if taken[name] == 1 and name != "part" else f"{prefix}{name}-{taken[name]}")


def _resolve_links(tree: HtmlElement, addresses: Mapping[str, str]) -> None:
    for link in list(tree.iter("a")):
        href = link.get("href", "")
        if not href.startswith("to:"):
            continue
        address = addresses.get(href) or addresses.get(href.removeprefix("to:"))
        if address:
            link.set("href", address)
        else:
            link.drop_tag()


def _cite(tree: HtmlElement, sources: Mapping[str, SourceWords], prefix: str, comma: str) -> None:
    for cite in list(tree.iter("cite")):
        code, locator = cite.attrib.pop("data-source"), cite.attrib.pop("data-locator", "")
        known = sources.get(code)
        words = f"({comma.join(part for part in (known.short if known else code, locator) if part)})"
        # Isolated: a source's name in another script does not turn the sentence around it.
        isolated = cite.makeelement("bdi", {})
        isolated.text = words
        if known:
            link = cite.makeelement("a", {"href": f"#{prefix}source-{code}"})
            link.append(isolated)
            cite.append(link)
        else:
            cite.append(isolated)


def _fetch_pictures(tree: HtmlElement, picture_address: Callable[[str], PictureAddress | None]) -> None:
    for image in list(tree.iter("img")):
        found = picture_address(image.get("src", "").removeprefix("picture:"))
        if found:
            image.set("src", found.address)
            image.set("width", str(found.width))
            image.set("height", str(found.height))
            image.set("loading", "lazy")
        else:
            _say_missing(image)
    for empty in [element for element in tree.iter("figcaption", "small") if not inner(element)]:
        empty.drop_tag()


def _say_missing(image: HtmlElement) -> None:
    alternative = image.get("alt", "")
    words = image.makeelement("p", {"class": "no-picture"})
    words.text = alternative or gettext("The picture is not available.")
    if not alternative:
        _speak(words)
    image.getparent().replace(image, words)


def _speak(element: HtmlElement) -> None:
    """Words of the site inside a text in any language say which language they are in."""
    language = current_language()
    element.set("lang", language)
    element.set("dir", direction(language))


def _number_notes(tree: HtmlElement, first: int, prefix: str) -> list[SafeString]:
    notes = [span for span in tree.iter("span") if span.get("class") == "note"]
    return [_number_note(note, str(number), prefix) for number, note in enumerate(notes, first)]


def _number_note(note: HtmlElement, number: str, prefix: str) -> SafeString:
    """The mark in the place of the note; gives the note for the list, with the way back."""
    mark_id, note_id = f"{prefix}note-mark-{number}", f"{prefix}note-{number}"
    back = note.makeelement("a", {"href": f"#{mark_id}", "role": "doc-backlink", "class": "note-back"})
    back.set("aria-label", gettext("Back to note %(number)s in the text") % {"number": number})
    # An arrow that points the same way in every script.
    back.text = "↑"
    _speak(back)
    item = note.makeelement("li", {"id": note_id, "value": number})
    item.text = note.text
    item.extend(list(note))
    (item[-1] if len(item) else item).tail = ((item[-1].tail or "") + " ") if len(item) else None
    if not len(item):
        item.text = f"{item.text or ''} "
    item.append(back)
    mark = note.makeelement("sup", {"class": "note-mark"})
    link = note.makeelement("a", {"href": f"#{note_id}", "id": mark_id, "role": "doc-noteref"})
    link.set("aria-label", gettext("Note %(number)s") % {"number": number})
    _speak(link)
    link.text = number
    mark.append(link)
    mark.tail = note.tail
    note.tail = None
    note.getparent().replace(note, mark)
    return mark_safe(f'<li id="{note_id}" value="{number}">{inner(item)}</li>')
