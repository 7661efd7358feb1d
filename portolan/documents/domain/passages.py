"""Where the passages of remarks stand: they follow the text through its revisions, or are lost."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portolan.documents.domain.writing import current_revision
from portolan.documents.models import Remark, Revision, Section
from portolan.documents.rules.anchors import Anchor, Finder, find, take
from portolan.kernel.errors import DomainError

# What of a remark says where its passage is.
PASSAGE = ("quote", "prefix", "suffix", "starts_at", "stands_at", "stands_to")


def place(remark: Remark, anchor: Anchor | None) -> None:
    """Set the passage of a new remark and where it stands in the newest text; not saved.

    Raises DomainError when the words are not in the text that was read.
    """
    if anchor is None or not anchor.quote.strip():
        return
    if anchor.quote not in remark.revision.text:
        words = _("These words are not in the text you read.")
        raise DomainError(words, code="quote-unknown", field="quote")
    remark.quote, remark.prefix, remark.suffix = anchor.quote, anchor.prefix[-80:], anchor.suffix[:80]
    remark.starts_at = anchor.starts_at
    newest = current_revision(remark.section, remark.revision.language) or remark.revision
    remark.stands_at, remark.stands_to = find(anchor_of(remark), newest.text) or (None, None)


def anchor_of(remark: Remark) -> Anchor:
    """The passage as it was quoted."""
    return Anchor(remark.quote, remark.prefix, remark.suffix, remark.starts_at or 0)


def follow(section: Section, language: str, revision: Revision) -> None:
    """Find the passage of every remark on a section again in its new text; runs in the transaction that saves it.

    Looked for first as it was quoted, then as it stood in the revision before, so that small edits add up; what is
    lost is found again when its words come back.
    """
    quoting = Remark.objects.filter(section=section, revision__language=language).exclude(quote="")
    rows = list(quoting.only(*PASSAGE).order_by("pk"))
    if not rows:
        return
    before = Revision.objects.filter(section=section, language=language, number__lt=revision.number)
    former = before.order_by("-number").values_list("text", flat=True).first() or ""
    finder, moved = Finder(revision.text), []
    for row in rows:
        stood = row.stands_at, row.stands_to
        row.stands_at, row.stands_to = _found(row, former, finder) or (None, None)
        if (row.stands_at, row.stands_to) != stood:
            moved.append(row)
    Remark.objects.bulk_update(moved, ["stands_at", "stands_to"], batch_size=200)


def _found(row: Remark, former: str, finder: Finder) -> tuple[int, int] | None:
    if row.stands_at is not None and row.stands_to is not None and row.stands_at < row.stands_to <= len(former):
        stood = finder.find(take(former, row.stands_at, row.stands_to))
        if stood is not None:
            return stood
    return finder.find(anchor_of(row))
