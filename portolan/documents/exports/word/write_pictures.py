"""Pictures in the text, with their alternative text."""

from __future__ import annotations

import io
import json
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from PIL import Image, UnidentifiedImageError

from portolan.documents.exports.word import names
from portolan.documents.exports.word.write_state import Writing
from portolan.documents.exports.word.xml import PIC, A, el, possible, q, text_el

# English metric units: 914,400 to an inch. A picture has 150 points to an inch unless it is wider than the text.
_EMU_OF_PIXEL, _EMU_OF_TWENTIETH = 914400 // 150, 635
_TALLEST = 6_800_000
# What a text may hold: the same limit as for pictures handed in.
MOST_PIXELS = 40_000_000
# What we open at all: other formats bring programs of their own, such as an interpreter of PostScript.
_OPENED = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_FAULTS = (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def for_word(data: bytes) -> bytes | None:
    """A picture as a Word file holds it: PNG and JPEG as they are, others as PNG; None when it is no picture."""
    try:
        with Image.open(io.BytesIO(data), formats=_OPENED) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            if picture.format == "PNG" or (picture.format == "JPEG" and data[6:10] in {b"JFIF", b"Exif"}):
                return data
            made = io.BytesIO()
            picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(made, "PNG", compress_level=6)
            return made.getvalue()
    except _FAULTS:
        return None


def picture_runs(writing: Writing, source: str, alternative: str) -> list[Any]:
    """The run with the picture; words in its place when it is not there."""
    digest = source.removeprefix("picture:")
    data = writing.printed.pictures(digest)
    kept = for_word(data) if data else None
    if kept is None:
        return _missing(digest, alternative)
    relation, image = writing.document.part.get_or_add_image(io.BytesIO(kept))
    width, height = _size(writing, image.px_width, image.px_height)
    # LibreOffice gives a new name to a picture whose name it has met.
    name = f"picture:{digest} {writing.next(digest)}"
    described = {"id": str(writing.next("picture")), "name": name, "descr": possible(alternative)}
    return [el("r", el("drawing", _inline(described, relation, width, height)))]


def _missing(digest: str, alternative: str) -> list[Any]:
    carried = json.dumps({"digest": digest, "alt": alternative}, ensure_ascii=False)
    instruction = text_el(f" {names.FIELD} {names.MISSING_PICTURE} {carried} ", "instrText")
    words = text_el("[" + _("The picture is not available.") + "]")
    parts = (el("fldChar", fldCharType="begin"), instruction, el("fldChar", fldCharType="separate"), words,
             el("fldChar", fldCharType="end"))  # fmt: skip
    return [el("r", part) for part in parts]


def _size(writing: Writing, width: int, height: int) -> tuple[int, int]:
    """Width and height in English metric units, within the text."""
    wide, tall = width * _EMU_OF_PIXEL, height * _EMU_OF_PIXEL
    scale = min(1, writing.text_width * _EMU_OF_TWENTIETH / wide, _TALLEST / tall)
    return max(1, int(wide * scale)), max(1, int(tall * scale))


def _inline(described: dict[str, str], relation: str, width: int, height: int) -> Any:
    size = {"cx": str(width), "cy": str(height)}
    inline = etree.Element(q("wp:inline"), dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    etree.SubElement(inline, q("wp:extent"), size)
    etree.SubElement(inline, q("wp:docPr"), described)
    graphic = etree.SubElement(inline, q("a:graphic"), nsmap={"a": A})
    data = etree.SubElement(graphic, q("a:graphicData"), uri=PIC)
    picture = etree.SubElement(data, q("pic:pic"), nsmap={"pic": PIC})
    about = etree.SubElement(picture, q("pic:nvPicPr"))
    etree.SubElement(about, q("pic:cNvPr"), described)
    etree.SubElement(about, q("pic:cNvPicPr"))
    fill = etree.SubElement(picture, q("pic:blipFill"))
    etree.SubElement(fill, q("a:blip"), {q("r:embed"): relation})
    etree.SubElement(etree.SubElement(fill, q("a:stretch")), q("a:fillRect"))
    shape = etree.SubElement(picture, q("pic:spPr"))
    frame = etree.SubElement(shape, q("a:xfrm"))
    etree.SubElement(frame, q("a:off"), x="0", y="0")
    etree.SubElement(frame, q("a:ext"), size)
    etree.SubElement(etree.SubElement(shape, q("a:prstGeom"), prst="rect"), q("a:avLst"))
    return inline
