"""Files that came back: kept as they were read, compared with the text as it stands, taken over section by section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.pictures import take_picture
from portolan.documents.domain.remarks import remark
from portolan.documents.domain.writing import StaleText, save_text
from portolan.documents.enums import Audience, Origin, ReturnedKind
from portolan.documents.models import Document, ReturnedFile, Revision, Section, SectionText
from portolan.documents.rules.quoting import anchored
from portolan.kernel.errors import DomainError

ORIGINS = {ReturnedKind.WORD: Origin.WORD, ReturnedKind.COLUMNS: Origin.WORD, ReturnedKind.XLIFF: Origin.XLIFF}


@dataclass(frozen=True)
class Compared:
    """One section of a file beside the text as it stands. `base` is that text's revision, None while there is none."""

    section: Section
    html: str
    stands: str
    base: Revision | None
    # The text was saved again since the file was written: taking the file's would undo that.
    is_behind: bool

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to take over."""
        return self.html == self.stands


@dataclass(frozen=True)
class TakenOver:
    """What taking over did: sections with a new revision, and those somebody saved in between."""

    saved: list[Section]
    stale: list[Section]


def keep_returned(
    document: Document,
    language: str,
    *,
    kind: ReturnedKind,
    name: str,
    data: bytes,
    contents: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    by: User,
    at: dt.datetime,
) -> ReturnedFile:
    """Keep a file as it was read, with its new pictures. Nothing of the document changes yet."""
    with transaction.atomic():
        renamed = {old: _picture(old, picture, by=by, at=at) for old, picture in pictures.items()}
        kept = _with_pictures(contents, renamed)
        row = ReturnedFile(document=document, language=language, kind=kind, name=name[:200], contents=kept)
        row.made_at, row.made_by = at, by
        row.file.save(f"{document.pk}-{kind}", ContentFile(data), save=False)
        row.save()
        audit.record("file-returned", document, by=by, at=at, changes={"file": [None, row.name]})
    return row


def _picture(digest: str, data: bytes, *, by: User, at: dt.datetime) -> str:
    """The digest a picture is kept under; what cannot be kept stays named as it was, and publication asks for it."""
    upload = ContentFile(data, name=digest)
    try:
        return take_picture(upload, by=by, at=at).digest
    except DomainError:
        return digest


def _with_pictures(contents: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    def told(html: str) -> str:
        for old, new in renamed.items():
            html = html.replace(f"picture:{old}", f"picture:{new}")
        return html

    kept = dict(contents)
    for part in ("sections", "unplaced"):
        kept[part] = [{**row, "html": told(row["html"])} for row in contents.get(part, ())]
    return kept


def compared(row: ReturnedFile) -> list[Compared]:
    """Each section of a file beside the text as it stands now, in the document's order. Two queries."""
    found = {each["key"]: each for each in row.contents.get("sections", ())}
    sections = list(row.document.sections.filter(key__in=found).order_by("position", "pk"))
    texts = SectionText.objects.filter(section__in=sections, language=row.language).select_related("current")
    current = {text.section_id: text.current for text in texts}
    return [_compared(section, found[section.key], current.get(section.pk), row.document) for section in sections]


def _compared(section: Section, read: Mapping[str, Any], current: Revision | None, document: Document) -> Compared:
    section.document = document
    base_hash = read.get("base_hash", "")
    is_behind = bool(base_hash) and current is not None and current.hash != base_hash
    return Compared(section, read["html"], current.html if current else "", current, is_behind)


def take_over(row: ReturnedFile, *, bases: Mapping[str, int | None], by: User, at: dt.datetime) -> TakenOver:
    """Save the chosen sections as new revisions: `bases` is section key -> the revision its reader compared with.

    A translation says the source text it was made from, where the file knows it. Repeated, it makes nothing new. A
    section somebody saved in between is left, and its text from the file kept as a draft. Raises DomainError while the document is published.
    """
    saved, stale = [], []
    for each in compared(row):
        if each.section.key not in bases:
            continue
        seen = bases[each.section.key]
        base = Revision.objects.filter(pk=seen, section=each.section).first() if seen is not None else None
        origin = ORIGINS[ReturnedKind(row.kind)]
        try:
            done = save_text(
                each.section,
                row.language,
                html=each.html,
                base=base,
                by=by,
                at=at,
                origin=origin,
                note=row.name,
                renders=_rendered(row, each.section),
            )
        except StaleText:
            stale.append(each.section)
        else:
            saved += [each.section] if done.is_new else []
    return TakenOver(saved, stale)


def _rendered(row: ReturnedFile, section: Section) -> Revision | None:
    """The source text a translation was made from: the newest of that hash; None when the file does not say."""
    of_source = row.contents.get("source_hashes", {}).get(section.key, "")
    source = row.document.source_language
    if not of_source or row.language == source:
        return None
    return Revision.objects.filter(section=section, language=source, hash=of_source).order_by("-number").first()


def new_comments(row: ReturnedFile) -> list[tuple[int, Mapping[str, Any]]]:
    """The comments of a file that are no remarks of ours and were not taken over yet, with their place in the file."""
    listed = enumerate(row.contents.get("comments", ()))
    return [(index, each) for index, each in listed if not each.get("is_known") and not each.get("taken")]


def take_comments(row: ReturnedFile, *, chosen: Iterable[int], by: User, at: dt.datetime) -> int:
    """Make remarks of the chosen comments, under the names they carry, for authors and supervisor; how many.

    One whose passage is not in the text becomes a remark on its section that says the passage. Repeated, it makes none.
    """
    wanted, count = set(chosen), 0
    with transaction.atomic():
        held = ReturnedFile.objects.select_for_update().get(pk=row.pk)
        sections = {section.key: section for section in held.document.sections.all()}
        comments = [dict(each) for each in held.contents.get("comments", ())]
        for index, comment in enumerate(comments):
            section = sections.get(comment["section_key"])
            if index in wanted and section is not None and not comment.get("taken"):
                count += _remark(section, held, comment, at=at)
                comment["taken"] = True
        held.contents = {**held.contents, "comments": comments}
        held.save(update_fields=["contents"])
        if count:
            audit.record("comments-taken-over", held.document, by=by, at=at, changes={"comments": [None, count]})
    return count


def _remark(section: Section, row: ReturnedFile, comment: Mapping[str, Any], *, at: dt.datetime) -> int:
    text = SectionText.objects.select_related("current").filter(section=section, language=row.language).first()
    if text is None:
        return 0
    words = comment["text"]
    try:
        anchor = anchored(text.current.text, comment["quote"])
    except DomainError:
        anchor = None
        words = _("On “%(quote)s”: %(words)s") % {"quote": comment["quote"], "words": words}
    made_at = parse_datetime(comment["date"]) if comment.get("date") else None
    author = comment["author"] or _("unnamed comment")
    remark(
        section,
        revision=text.current,
        text=words,
        audience=Audience.AUTHORS,
        written_by=author,
        quote=anchor,
        at=made_at or at,
    )
    return 1
