"""Pictures, text boxes, equations, charts: what stands in a run beside words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from portolan.documents.exports.word.reading_state import FoundPicture, Line, Reading
from portolan.documents.exports.word.write_pictures import for_word
from portolan.documents.exports.word.xml import PIC, VML, WP, A, M, R, w

MOST_OF_A_PICTURE = 20_000_000
_NAMED = re.compile(r"picture:([0-9a-f]{64})\b")
_ENDINGS = {"/chart": "charts", "/chartex": "charts", "/diagram": "diagrams"}


def equation(reading: Reading, node: Any) -> str:
    """An equation as the letters and signs in it, in their order."""
    words = "".join(text.text or "" for text in node.iter(f"{{{M}}}t"))
    if words.strip():
        reading.saw("equations", words)
    return words


def read_drawing(reading: Reading, line: Line, drawing: Any) -> Iterator[Any]:
    """Take the pictures of a drawing; yield the contents of its text boxes."""
    about = drawing.find(f".//{{{WP}}}docPr")
    for data in drawing.iter(f"{{{A}}}graphicData"):
        uri = data.get("uri", "")
        kind = next((kind for ending, kind in _ENDINGS.items() if uri.endswith(ending)), "")
        if kind:
            reading.saw(kind, _diagram_words(reading, data) if kind == "diagrams" else "")
    for blip in drawing.iter(f"{{{A}}}blip"):
        if any(parent.tag == w("txbxContent") for parent in blip.iterancestors()):
            continue
        own = next((one for one in blip.iterancestors(f"{{{PIC}}}pic")), None)
        described = own.find(f".//{{{PIC}}}cNvPr") if own is not None else None
        _take_picture(reading, line, blip.get(f"{{{R}}}embed", ""), blip.get(f"{{{R}}}link", ""), about, described)
    yield from _outermost_boxes(drawing)


def read_picture_element(reading: Reading, line: Line, element: Any) -> Iterator[Any]:
    """The same of `<w:pict>` and `<w:object>`, as older programs write them."""
    is_object = element.tag == w("object")
    if is_object:
        reading.saw("objects")
    for image in element.iter(f"{{{VML}}}imagedata") if not is_object else ():
        if any(parent.tag == w("txbxContent") for parent in image.iterancestors()):
            continue
        shape = image.getparent()
        alternative = shape.get("alt", "") if shape is not None else ""
        _take(reading, line, image.get(f"{{{R}}}id", ""), "", alternative)
    yield from _outermost_boxes(element)


def _outermost_boxes(element: Any) -> Iterator[Any]:
    for box in element.iter(w("txbxContent")):
        inside = [one for one in box.iterancestors(w("txbxContent")) if one is not box]
        if not any(element in one.iterancestors() for one in inside):
            yield box


def _diagram_words(reading: Reading, data: Any) -> str:
    """The words of a diagram lie in a part of their own."""
    for node in data.iter():
        for value in node.values():
            relation = reading.relations.get(value)
            if relation and relation.kind == "diagramData" and not relation.is_external:
                root = reading.package.xml(relation.target)
                words = [text.text or "" for text in root.iter(f"{{{A}}}t")] if root is not None else []
                return "; ".join(word.strip() for word in words if word.strip())
    return ""


def _take_picture(reading: Reading, line: Line, embedded: str, linked: str, about: Any, described: Any) -> None:
    name = alternative = ""
    for node in (about, described):
        if node is not None:
            name = name if name.startswith("picture:") else node.get("name", "")
            alternative = alternative or node.get("descr", "")
    if linked and not embedded:
        reading.saw("pictures-elsewhere")
        return
    _take(reading, line, embedded, name, alternative)


def _take(reading: Reading, line: Line, relation_id: str, name: str, alternative: str) -> None:
    relation = reading.relations.get(relation_id)
    if relation is None:
        return
    if relation.is_external:
        reading.saw("pictures-elsewhere")
        return
    data = reading.package.data(relation.target)
    kept = for_word(data) if data and len(data) <= MOST_OF_A_PICTURE else None
    if data is None or kept is None:
        reading.saw("pictures-unreadable", relation.target.rpartition("/")[2])
        return
    reading.saw("pictures")
    line.pictures.append(FoundPicture(_digest(reading, data, kept, name), alternative))


def _digest(reading: Reading, data: bytes, kept: bytes, name: str) -> str:
    """The digest of a picture of ours that is still the same; of any other, of its bytes, which are kept."""
    # LibreOffice adds to a name that comes a second time.
    match = _NAMED.match(name)
    named = match[1] if match else ""
    if named and reading.printed is not None:
        ours = reading.printed.pictures(named)
        if ours is not None and for_word(ours) == data:
            return named
    digest = hashlib.sha256(kept).hexdigest()
    if digest != named:
        reading.pictures[digest] = kept
    return digest
