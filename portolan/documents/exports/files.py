"""Files made of a text: asked for once by what they show, made in the queue, kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from portolan.documents.domain.whole import content_hash, printed_document, printed_edition
from portolan.documents.exports.pdf import PDF_LAYOUT, write_pdf
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.models import Document, Edition, EditionFile
from portolan.documents.rules.printed import PrintedDocument
from portolan.kernel.errors import DomainError

PDF, WORD = "pdf", "docx"
TYPES = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Part of the key under which files are kept: raised when the look of Word files changes.
WORD_LAYOUT = "1"
_WRITERS: dict[str, tuple[str, Callable[[PrintedDocument], bytes]]] = {
    PDF: (PDF_LAYOUT, write_pdf),
    WORD: (WORD_LAYOUT, write_docx),
}


def find_file(document: Document, language: str, ending: str) -> EditionFile | None:
    """The file of the work text as it stands, if somebody asked for it."""
    key = _key(document, None, language, content_hash(document, language), ending)
    return EditionFile.objects.filter(key=key).first()


def ask_file(document: Document, language: str, ending: str, *, at: dt.datetime) -> EditionFile:
    """The file of the work text as it stands; made by the queue when it is not yet (`made_at` is None)."""
    return _ask(document, None, language, content_hash(document, language), ending, at=at)


def ask_edition_file(edition: Edition, language: str, ending: str, *, at: dt.datetime) -> EditionFile:
    """The file of an edition in one of its languages. Raises DomainError for another language."""
    if language not in edition.languages:
        raise DomainError(_("This edition does not exist in that language."), code="no-such-language")
    return _ask(edition.document, edition, language, edition.contents[language]["hash"], ending, at=at)


def made_files(edition: Edition) -> dict[tuple[str, str], EditionFile]:
    """(language, ending) -> the files of an edition that are made, in one query."""
    return {(row.language, row.ending): row for row in edition.files.exclude(made_at=None).order_by("asked_at")}


def _ask(
    document: Document, edition: Edition | None, language: str, content: str, ending: str, *, at: dt.datetime
) -> EditionFile:
    key = _key(document, edition, language, content, ending)
    facts = {"document": document, "edition": edition, "language": language, "ending": ending, "asked_at": at}
    row, _is_new = EditionFile.objects.get_or_create(key=key, defaults={**facts, "content_hash": content})
    return row


def _key(document: Document, edition: Edition | None, language: str, content: str, ending: str) -> str:
    """What a file shows, in one word: the same text in another look is another file."""
    layout = _WRITERS[ending][0]
    shown = "|".join((str(document.pk), str(edition.number if edition else ""), content, language, ending, layout))
    return hashlib.sha256(shown.encode()).hexdigest()


def make_file(row: EditionFile, *, at: dt.datetime) -> EditionFile:
    """Make a file that was asked for; one that is made is left as it is, so that repeating does no harm.

    A work text that was changed since leaves a fault in the row: whoever asks again gets the present one.
    """
    if row.made_at is not None:
        return row
    printed = _printed(row)
    if printed.content_hash != row.content_hash:
        EditionFile.objects.filter(pk=row.pk).update(fault="changed-meanwhile")
        row.fault = "changed-meanwhile"
        return row
    content = _WRITERS[row.ending][1](printed)
    with transaction.atomic():
        row = EditionFile.objects.select_for_update().get(pk=row.pk)
        if row.made_at is None:
            row.file.save(f"{row.key[:24]}.{row.ending}", ContentFile(content), save=False)
            row.made_at, row.fault = at, ""
            row.save(update_fields=["file", "made_at", "fault"])
    return row


def _printed(row: EditionFile) -> PrintedDocument:
    if row.edition is not None:
        return printed_edition(row.edition, row.language)
    return printed_document(row.document, row.language, reader=None)
