"""What the worker does for documents. Each is idempotent."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portolan.documents.domain import reminders
from portolan.documents.exports.files import PDF, WORD, ask_edition_file, make_file
from portolan.documents.models import Edition, EditionFile

# As many editions at a time as the queue may well hold: the next round takes the rest.
MOST_EDITIONS = 20


@task()
def keep_chains() -> int:
    """Note the silence of parties whose date has passed, and keep stages and tasks in line with roles and answers."""
    now = timezone.now()
    return reminders.close_silences(at=now) + reminders.keep_chains(at=now)


@task()
def remind() -> int:
    """Remind those who are waited for."""
    return reminders.remind(at=timezone.now())


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


@task()
def make_missing_files() -> None:
    """Have the files made of every current edition that has none, as of one published by a command."""
    for pk in Edition.objects.current().filter(files=None).values_list("pk", flat=True)[:MOST_EDITIONS]:
        make_edition_files.enqueue(pk)
