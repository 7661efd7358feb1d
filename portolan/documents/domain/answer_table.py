"""Remarks in a table: what was said, what was answered, what was changed; and under which name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.documents.enums import RemarkState
from portolan.documents.models import Document, Guest, Remark, Section

_INSIDE = (Permission.DOCUMENT_WRITE, Permission.DOCUMENT_SUPERVISE)


@dataclass(frozen=True)
class AnswerRow:
    """One remark as its reader may see it. `answers` are (name, words) in order; `is_lost`: its passage is gone."""

    number: int
    remark_id: int
    section_key: str
    heading: str
    quote: str
    is_lost: bool
    text: str
    writer: str
    body: str
    answers: tuple[tuple[str, str], ...]
    resolution: str
    change_made: str
    is_resolved: bool


def name_for(remark: Remark, reader: Any) -> str:
    """The writer's name as this reader may know it.

    One who stays unnamed is known to authors, supervision and team, and to themselves.
    """
    return _name(remark, reader, is_inside(reader, remark.section.document))


def is_inside(reader: Any, document: Document) -> bool:
    """Whether a reader writes in the document, or in a section of it, supervises it, or is of the team."""
    if reader is None or isinstance(reader, Guest):
        return False
    if any(can(reader, permission, on=document) for permission in _INSIDE):
        return True
    writable = Section.objects.filter(document=document)
    return writable.filter(Section.objects.all().reached_by(reader, Permission.DOCUMENT_WRITE)).exists()


def _name(remark: Remark, reader: Any, inside: bool) -> str:
    is_own = _is_own(remark, reader)
    if remark.is_unnamed and not inside and not is_own:
        return _("a reviewer")
    said = remark.written_by
    if remark.user is not None:
        said = remark.user.name or ""
    elif remark.guest is not None:
        said = remark.guest.name
    return said or _("somebody")


def _is_own(remark: Remark, reader: Any) -> bool:
    if isinstance(reader, Guest):
        return remark.guest_id == reader.pk
    return reader is not None and remark.user_id is not None and remark.user_id == reader.pk


def answer_table(document: Document, language: str, reader: Any) -> list[AnswerRow]:
    """The remarks on a document's text in a language, in its order, as this reader may see them: an account or a guest.

    As many queries for many remarks as for one.
    """
    of_reader = Remark.objects.for_guest(reader) if isinstance(reader, Guest) else Remark.objects.visible_to(reader)
    seen = of_reader.in_language(language).filter(section__document=document)
    rows = list(seen.select_related("section", "user", "guest", "organisation").order_by("made_at", "pk"))
    inside = is_inside(reader, document)
    replies: dict[int, list[Remark]] = {}
    for row in rows:
        if row.answers_id is not None:
            replies.setdefault(row.answers_id, []).append(row)
    roots = sorted((row for row in rows if row.answers_id is None), key=_place_in_text)
    return [
        _row(number, root, replies.get(root.pk, []), language, reader, inside)
        for number, root in enumerate(roots, start=1)
    ]


def _place_in_text(remark: Remark) -> tuple[Any, ...]:
    """By section, then by passage; what has lost its passage, or never had one, comes last."""
    stands = remark.stands_at is None
    return (remark.section.position, remark.section.pk, stands, remark.stands_at or 0, remark.made_at, remark.pk)


def _row(number: int, root: Remark, replies: list[Remark], language: str, reader: Any, inside: bool) -> AnswerRow:
    hidden = root.is_unnamed and not inside and not _is_own(root, reader)
    body = root.organisation.name.pick(language).text if root.organisation and not hidden else ""
    return AnswerRow(
        number=number,
        remark_id=root.pk,
        section_key=root.section.key,
        heading=root.section.heading.pick(language).text,
        quote=root.quote,
        is_lost=bool(root.quote) and root.stands_at is None,
        text=root.text,
        writer=_name(root, reader, inside),
        body=body,
        answers=tuple((_name(reply, reader, inside), reply.text) for reply in replies),
        resolution=root.resolution,
        change_made=root.change_made,
        is_resolved=root.state == RemarkState.RESOLVED,
    )
