"""Remarks as threads: the remark, its answers, and what its reader may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portolan.documents.domain.answer_table import name_for
from portolan.documents.enums import RemarkState
from portolan.documents.models import Guest, Remark, Section


@dataclass(frozen=True)
class Thread:
    """One remark with its answers, names as this reader may know them."""

    remark: Remark
    writer: str
    answers: Sequence[tuple[str, Remark]]

    @property
    def is_open(self) -> bool:
        """Whether it waits for something."""
        return self.remark.state == RemarkState.OPEN

    @property
    def is_lost(self) -> bool:
        """Whether its passage is no longer in the text."""
        return bool(self.remark.quote) and self.remark.stands_at is None

    @property
    def span(self) -> tuple[int, int, str] | None:
        """Where its passage stands in the plain text, for marking."""
        if self.remark.stands_at is None or self.remark.stands_to is None or not self.is_open:
            return None
        return self.remark.stands_at, self.remark.stands_to, str(self.remark.pk)


def threads_of(section: Section, language: str, reader: Any) -> list[Thread]:
    """The remarks on a section in a language that a reader, an account or a guest, may see: open ones first, in the
    order of the text. One query, and those that say what the reader is."""
    of_reader = Remark.objects.for_guest(reader) if isinstance(reader, Guest) else Remark.objects.visible_to(reader)
    rows = of_reader.in_language(language).filter(section=section)
    seen = list(
        rows.select_related("user", "guest", "organisation", "resolved_by").order_by("made_at", "pk").distinct()
    )
    for row in seen:
        row.section = section
    replies: dict[int, list[tuple[str, Remark]]] = {}
    for row in seen:
        if row.answers_id is not None:
            replies.setdefault(row.answers_id, []).append((name_for(row, reader), row))
    roots = [row for row in seen if row.answers_id is None]
    threads = [Thread(row, name_for(row, reader), replies.get(row.pk, [])) for row in roots]
    return sorted(
        threads, key=lambda each: (not each.is_open, each.remark.stands_at is None, each.remark.stands_at or 0)
    )
