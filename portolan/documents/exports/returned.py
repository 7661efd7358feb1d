"""Reading a file that came back: which kind it is, and what it says, ready to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from portolan.documents.domain.whole import printed_document
from portolan.documents.enums import ReturnedKind
from portolan.documents.exports.two_columns import is_two_columns
from portolan.documents.exports.word import ReadDocument, read_docx
from portolan.documents.models import Document
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
    if data.lstrip()[:5] in (b"<?xml", b"<xlif") or data[:3] == b"\xef\xbb\xbf":
        return _translation(ReturnedKind.XLIFF, document, language, data)
    if is_two_columns(data):
        return _translation(ReturnedKind.COLUMNS, document, language, data)
    headings = {section.key: list(section.heading.values()) for section in document.sections.all()}
    read = read_docx(data, printed_document(document, language, reader=None), headings=headings)
    return Returned(ReturnedKind.WORD, _of_word(read), read.pictures)


def _of_word(read: ReadDocument) -> dict[str, Any]:
    return {
        "is_ours": read.is_ours,
        "sections": [asdict(each) for each in read.sections],
        "unplaced": [asdict(each) for each in read.unplaced],
        "comments": [{**asdict(each), "date": each.date.isoformat() if each.date else ""} for each in read.comments],
        "report": [{"kind": each.kind, "words": str(each.words), "count": each.count} for each in read.report],
    }
