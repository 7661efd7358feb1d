"""Reading a file that came back: which kind it is, and what it says, ready to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from portolan.documents.domain.whole import printed_document
from portolan.documents.enums import ReturnedKind
from portolan.documents.exports.translated import ReadTranslation
from portolan.documents.exports.two_columns import read_two_columns
from portolan.documents.exports.word.read_model import ReadDocument
from portolan.documents.exports.word.reading import read_docx
from portolan.documents.exports.xliff import read_xliff
from portolan.documents.models import Document
from portolan.documents.rules.printed import PrintedDocument
from portolan.kernel.errors import DomainError

LARGEST = 30 * 1024 * 1024


@dataclass(frozen=True)
class Returned:
    """A file as it was read: JSON-ready contents, and the pictures that are new."""

    kind: ReturnedKind
    contents: Mapping[str, Any]
    pictures: Mapping[str, bytes]


def read_returned(document: Document, language: str, data: bytes) -> Returned:
    """Read a Word file, a translation in two columns or an XLIFF file of a document.

    Raises DomainError on `file` for one that is too large, damaged, dangerous or of another kind.
    """
    if len(data) > LARGEST:
        words = _("The file is larger than %(most)d MB.") % {"most": LARGEST // 1024 // 1024}
        raise DomainError(words, code="too-large", field="file")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _translation(ReturnedKind.XLIFF, read_xliff(data), document, language)
    printed = printed_document(document, language, reader=None, numbers="none")
    if language != document.source_language and (read := _columns(document, data, printed)) is not None:
        return _translation(ReturnedKind.COLUMNS, read, document, language)
    headings = {section.key: list(section.heading.values()) for section in document.sections.all()}
    found = read_docx(data, printed, headings=headings)
    return Returned(ReturnedKind.WORD, _of_word(found), found.pictures)


def _columns(document: Document, data: bytes, target: PrintedDocument) -> ReadTranslation | None:
    """The translation of a file in two columns; None for a Word file of another kind."""
    source = printed_document(document, document.source_language, reader=None, numbers="none")
    try:
        return read_two_columns(data, source, target)
    except DomainError as refused:
        if refused.code == "not-translation":
            return None
        raise


def _translation(kind: ReturnedKind, read: ReadTranslation, document: Document, language: str) -> Returned:
    """Raises DomainError for a translation into another language than the one said."""
    if read.language != language:
        words = _("This file is a translation into another language.")
        raise DomainError(words, code="other-language", field="language")
    headings = {section.key: str(section.heading) for section in document.sections.all()}
    sections = [
        {"key": key, "heading": headings.get(key, key), "html": html, "base_hash": ""}
        for key, html in read.sections.items()
    ]
    errors = [
        {"kind": "segment", "words": f"{headings.get(each.section_key, '')}: {each.words} “{each.target}”", "count": 1}
        for each in read.errors
    ]
    told = [{"kind": each.kind, "words": str(each.words), "count": each.count} for each in read.report]
    contents = {
        "is_ours": True,
        "sections": sections,
        "unplaced": [],
        "comments": [],
        "report": [*errors, *told],
        "source_hashes": dict(read.source_hashes),
    }
    return Returned(kind, contents, read.pictures)


def _of_word(read: ReadDocument) -> dict[str, Any]:
    return {
        "is_ours": read.is_ours,
        "sections": [asdict(each) for each in read.sections],
        "unplaced": [asdict(each) for each in read.unplaced],
        "comments": [{**asdict(each), "date": each.date.isoformat() if each.date else ""} for each in read.comments],
        "report": [{"kind": each.kind, "words": str(each.words), "count": each.count} for each in read.report],
    }
