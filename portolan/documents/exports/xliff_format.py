"""How forms and segments are written in XLIFF 1.2: numbered tags, and the form as JSON in the header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from portolan.documents.exports.segments import Code, Form, Piece, Segment, Tag, Words, tags_in
from portolan.documents.exports.word.xml import possible

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"


def n(name: str) -> str:
    """A name of XLIFF as lxml writes it."""
    return f"{{{NAMESPACE}}}{name}"


@dataclass(frozen=True)
class KeptForm:
    """A block as the file carries it: its form, and for each segment the sets of tags it may come back with."""

    form: Form
    allowed: list[list[set[int]]]
    # True when the block had a translation when the file was written.
    had: bool


def form_json(form: Form, targets: Sequence[Segment], *, had: bool) -> dict[str, Any]:
    """A form as JSON; `targets` are the segments of its translation, none when there was none."""
    segments = []
    for at, segment in enumerate(form.segments):
        codes = targets[at].codes if targets else segment.codes
        # The tags a translation may have: all of the source, or those it had when this file was written.
        former = sorted(tags_in(targets[at].pieces)) if targets else None
        segments.append({"kind": segment.kind, "codes": {key: asdict(code) for key, code in codes.items()},
                         "tags": sorted(segment.codes), "former": former})  # fmt: skip
    return {"parts": form.parts, "segments": segments, "had": had}


def kept_form(kept: Mapping[str, Any]) -> KeptForm:
    """The form in a file; ValueError, LookupError or TypeError when somebody changed it to what cannot be."""
    segments, allowed = [], []
    for at, one in enumerate(kept["segments"]):
        codes = {int(key): Code(**code) for key, code in one["codes"].items()}
        # A note's words come after those it stands in; anything else would go round in a circle.
        if any(code.note is not None and not at < code.note < len(kept["segments"]) for code in codes.values()):
            raise ValueError
        segments.append(Segment(one["kind"], (), codes))
        allowed.append([set(tags) for tags in (one["tags"], one["former"]) if tags is not None])
    parts = [part if isinstance(part, str) else range(len(segments))[part] for part in kept["parts"]]
    return KeptForm(Form(parts, segments), allowed, bool(kept["had"]))


def encode(into: Any, pieces: Sequence[Piece], segment: Segment) -> None:
    """Write pieces into a source or target."""
    for piece in pieces:
        if isinstance(piece, Words):
            last = into[-1] if len(into) else None
            if last is None:
                into.text = (into.text or "") + possible(piece.text)
            else:
                last.tail = (last.tail or "") + possible(piece.text)
            continue
        code = segment.codes[piece.number]
        kind = "x-note" if code.note is not None else f"x-{code.opening.strip('<>').split(' ')[0]}"
        name = "x" if piece.pieces is None else "g"
        node = etree.SubElement(into, n(name), id=str(piece.number), ctype="lb" if kind == "x-br" else kind)
        encode(node, piece.pieces or (), segment)


def decode(node: Any) -> tuple[tuple[Piece, ...], str]:
    """The pieces of a source or target, and what is wrong with its tags."""
    pieces: list[Piece] = [Words(node.text)] if node.text else []
    fault = ""
    for child in node:
        name, number = etree.QName(child).localname, child.get("id", "")
        inside, inner = decode(child)
        fault = fault or inner
        if name == "mrk":
            # Segments and terms that a program marked.
            pieces += inside
        elif name in {"g", "x"} and number.isascii() and number.isdigit() and len(number) < 6:
            pieces.append(Tag(int(number), inside if name == "g" else None))
        else:
            pieces += inside
            fault = fault or _("an unknown tag <%(tag)s>") % {"tag": name}
        if child.tail:
            pieces.append(Words(child.tail))
    return tuple(pieces), fault
