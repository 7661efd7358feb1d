"""Translation files for translators' programs: XLIFF 1.2, which OmegaT, Trados, memoQ and others open.

A file of the XLIFF for each section; a unit for each paragraph, heading, cell, caption, note, alternative text and
credit. Marks, links, citations and notes are numbered tags. The form the words go back into travels in the header, so
that a file can be read without the source at hand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from portolan.documents.exports.segments import (
    Code,
    Form,
    Piece,
    Segment,
    Tag,
    filled,
    form_of,
    plain,
    renumbered,
    tags_in,
)
from portolan.documents.exports.translated import ReadTranslation, SegmentError, aligned
from portolan.documents.exports.word.xml import possible
from portolan.documents.exports.xliff_format import NAMESPACE, KeptForm, decode, encode, form_json, kept_form, n
from portolan.documents.rules.blocks import blocks, serialise
from portolan.documents.rules.canonical import canonical, text_hash
from portolan.documents.rules.printed import PrintedDocument, PrintedSection
from portolan.kernel.errors import DomainError

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MOST_BYTES = 40_000_000
_TRANSLATED = frozenset({"translated", "signed-off", "final", "needs-review-translation"})


# -- writing


def write_xliff(source: PrintedDocument, target: PrintedDocument) -> bytes:
    """The source's sections with what the target has of them by now."""
    root = etree.Element(n("xliff"), version="1.2", nsmap={None: NAMESPACE})
    found = {section.key: section for section in target.sections}
    for section in source.sections:
        if section.html:
            theirs = found.get(section.key)
            root.append(_file(section, theirs.html if theirs else "", source, target))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _file(section: PrintedSection, translated: str, source: PrintedDocument, target: PrintedDocument) -> Any:
    languages = {"source-language": source.language, "target-language": target.language}
    file = etree.Element(n("file"), original=section.key, datatype="x-portolan", **languages)
    header, body = etree.SubElement(file, n("header")), etree.Element(n("body"))
    forms: list[Any] = []
    ours = [form_of(block) for block in blocks(section.html)]
    own = blocks(translated)
    theirs = [form_of(block) for block in own]
    for here, there in aligned([form.shape for form in ours], [form.shape for form in theirs]):
        partner = None if there is None else theirs[there]
        if here is None:
            # A block of the translation that has no partner comes back as it is.
            forms += [{"kept": serialise([own[there]])}] if there is not None else []
            continue
        form = ours[here]
        targets = [renumbered(one, form.segments[at]) for at, one in enumerate(partner.segments)] if partner else []
        units = list(_units(section.key, len(forms), form, targets))
        if units:
            etree.SubElement(body, n("group"), id=f"{len(forms)}", resname=possible(section.heading)).extend(units)
        forms.append(form_json(form, targets, had=partner is not None))
    kept = {"source": text_hash(section.html), "fingerprint": source.content_hash, "forms": forms}
    skeleton = etree.SubElement(etree.SubElement(header, n("skl")), n("internal-file"), form="application/json")
    skeleton.text = json.dumps(kept, ensure_ascii=False)
    file.append(body)
    return file


def _units(key: str, place: int, form: Form, targets: Sequence[Segment]) -> Iterator[Any]:
    for at, segment in enumerate(form.segments):
        unit = etree.Element(n("trans-unit"), {"id": f"{key}:{place}:{at}", _SPACE: "preserve"})
        encode(etree.SubElement(unit, n("source")), segment.pieces, segment)
        if targets:
            target = etree.SubElement(unit, n("target"), state="translated")
            encode(target, targets[at].pieces, targets[at])
        if segment.kind != "text":
            note = etree.SubElement(unit, n("note"))
            note.text = {"alt": "alternative text of a picture", "credit": "credit of a picture"}[segment.kind]
        yield unit


# -- reading


@dataclass(frozen=True)
class _Read:
    """A segment of the file: what the translator wrote, None for nothing; whether it says that this is final."""

    source: tuple[Piece, ...]
    target: tuple[Piece, ...] | None
    is_final: bool
    fault: str = ""


def read_xliff(data: bytes) -> ReadTranslation:
    """The translation in an XLIFF file of ours, whatever program saved it.

    Segments with tags that were lost, doubled or made up are in `errors`, and their sections are not in `sections`.
    DomainError on field `file`: not-xliff, too-large, damaged.
    """
    root = _root(data)
    sections: dict[str, str] = {}
    hashes: dict[str, str] = {}
    errors: list[SegmentError] = []
    missing: Counter[str] = Counter()
    language = ""
    for file in root.iter(n("file")):
        # Some programs write the region they work with.
        key, language = file.get("original", ""), file.get("target-language", language).split("-")[0].lower()
        hashes[key], forms = _kept(file)
        read = {unit.get("id", ""): _unit(unit) for unit in file.iter(n("trans-unit"))}
        html, faults = _section(key, forms, read, missing)
        errors += faults
        if html and not faults:
            sections[key] = canonical(html)
    if not hashes:
        raise _refusal("not-xliff", _("This is not a translation file (XLIFF) that was made here."))
    return ReadTranslation(language, sections, hashes, errors, missing)


def _root(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise _refusal("too-large", _("This file is too large."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise _refusal("damaged", _("This file is damaged: it cannot be read as XML.")) from fault
    if root.getroottree().docinfo.doctype or root.tag != n("xliff"):
        raise _refusal("not-xliff", _("This is not a translation file (XLIFF) that was made here."))
    return root


def _refusal(code: str, message: str) -> DomainError:
    return DomainError(message, code=code, field="file")


def _kept(file: Any) -> tuple[str, list[KeptForm | str]]:
    """The hash of the source, and its blocks; a string is a block of the translation that stays as it is."""
    skeleton = file.find(f"{n('header')}/{n('skl')}/{n('internal-file')}")
    try:
        kept = json.loads(skeleton.text)
        forms = [str(one["kept"]) if "kept" in one else kept_form(one) for one in kept["forms"]]
        return str(kept["source"]), forms
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as fault:
        message = _("The form of the document is missing from this file; the program that saved it left it out.")
        raise _refusal("not-xliff", message) from fault


def _unit(unit: Any) -> _Read:
    source, target = unit.find(n("source")), unit.find(n("target"))
    if target is None or (not "".join(target.itertext()).strip() and not len(target)):
        return _Read(decode(source)[0] if source is not None else (), None, is_final=False)
    pieces, fault = decode(target)
    is_final = target.get("state", "") in _TRANSLATED or unit.get("approved") == "yes"
    return _Read(decode(source)[0] if source is not None else (), pieces, is_final, fault)


def _section(
    key: str, forms: Sequence[KeptForm | str], read: Mapping[str, _Read], missing: Counter[str]
) -> tuple[str, list[SegmentError]]:
    parts: list[str] = []
    errors: list[SegmentError] = []
    for place, kept in enumerate(forms):
        if isinstance(kept, str):
            parts.append(kept)
            continue
        names = [f"{key}:{place}:{at}" for at in range(len(kept.form.segments))]
        found = [read.get(name) for name in names]
        faults = [_fault(one, segment, allowed)
                  for one, segment, allowed in zip(found, kept.form.segments, kept.allowed, strict=True)]  # fmt: skip
        errors += [SegmentError(key, name, fault, plain(one.target or ()) if one else "")
                   for name, fault, one in zip(names, faults, found, strict=True) if fault]  # fmt: skip
        known = [one for one in found if one is not None]
        if any(faults) or not (_is_translated(known) if known else kept.had):
            missing[key] += not any(faults)
        else:
            parts.append(filled(kept.form, [one.target or one.source for one in known].__getitem__))
    return "".join(parts), errors


def _is_translated(found: Sequence[_Read]) -> bool:
    """True when somebody translated something of it; some programs copy the source where nothing was written."""
    said = [one for one in found if one.target is not None]
    return (
        not found
        or any(one.is_final or plain(one.target or ()) != plain(one.source) for one in said)
        or (bool(said) and not any(character.isalpha() for one in found for character in plain(one.source)))
    )


def _fault(read: _Read | None, segment: Segment, allowed: Sequence[set[int]]) -> str:
    """What is wrong with a segment: it is gone, or its tags are not those it may have, each once."""
    if read is None:
        return _("the segment is missing from the file")
    if read.fault:
        return read.fault
    pieces = read.source if read.target is None else read.target
    found = tags_in(pieces)
    doubled = [number for number, times in found.items() if times > 1]
    if doubled:
        return _("a tag that stands twice: %(tags)s") % {"tags": _listed(doubled)}
    if set(found) not in allowed:
        lost, added = allowed[0] - set(found), set(found) - allowed[0]
        if lost:
            return _("a tag that is missing: %(tags)s") % {"tags": _listed(lost)}
        return _("a tag that the source does not have: %(tags)s") % {"tags": _listed(added)}
    if _has_wrong_kind(pieces, segment):
        return _("a tag around words that stands alone in the source, or the reverse")
    return ""


def _has_wrong_kind(pieces: Sequence[Piece], segment: Segment) -> bool:
    for piece in pieces:
        if isinstance(piece, Tag):
            code = segment.codes.get(piece.number, Code(""))
            is_paired = code.note is None and bool(code.closing) and not code.opening.startswith("<cite")
            if is_paired != (piece.pieces is not None) or _has_wrong_kind(piece.pieces or (), segment):
                return True
    return False


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers))
