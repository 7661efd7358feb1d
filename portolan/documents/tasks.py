"""Work of the queue: files of documents."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portolan.documents.exports.files import PDF, WORD, ask_edition_file, make_file
from portolan.documents.models import Edition, EditionFile


@task()
def make_document_file(key: str) -> None:
    """Make the file with this key; one that is made already, or gone, is left alone."""
    row = EditionFile.objects.select_related("document", "edition__document").filter(key=key).first()
    if row is not None:
        make_file(row, at=timezone.now())


@task()
def make_edition_files(edition_pk: int) -> None:
    """Make PDF and Word of an edition in each of its languages. Repeated, it makes what is missing."""
    edition = Edition.objects.public().select_related("document").filter(pk=edition_pk).first()
    for language in edition.languages if edition else ():
        for ending in (PDF, WORD):
            make_file(ask_edition_file(edition, language, ending, at=timezone.now()), at=timezone.now())
