"""What a city's page tells in sentences, tables and steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.languages import current_language, direction
from portolan.kernel.lists import say_all
from portolan.meetings.models import MeetingTitle
from portolan.network.models import Membership, Place
from portolan.portal.page import Reader
from portolan.portal.sources import MEETING, accounts_of
from portolan.provenance.models import Statement
from portolan.results.registry import Step
from portolan.ui.tables import Cell, Column, Table


def city_lead(place: Place, memberships: list[Membership], hosted: Sequence[PeerLearningEvent]) -> str:
    """One or two sentences: since when the city belongs to the network, what it hosted."""
    phases = list(dict.fromkeys(str(row.phase.name) for row in memberships))
    first = (
        _("Part of the network: %(phases)s.") % {"phases": say_all(phases)}
        if phases
        else _("This city is not a member of the network; it took part in its events.")
    )
    themes = [str(event.meeting.title) for event in hosted]
    if not themes:
        return first
    hosted_words = _("It hosted: %(titles)s.") % {"titles": say_all(themes)}
    return f"{first} {hosted_words}"


def hosted_table(events: Sequence[PeerLearningEvent], statements: Sequence[Statement], reader: Reader) -> Table | None:
    """The events a city hosted, each with every source's own account, side by side; None without events."""
    if not events:
        return None
    columns = [
        Column(pgettext("column", "Event")),
        Column(pgettext("column", "Date")),
        Column(pgettext("column", "According to")),
    ]
    rows = [row for event in events for row in _rows_of(event, statements, reader)]
    return Table(columns, rows)


def _rows_of(event: PeerLearningEvent, statements: Sequence[Statement], reader: Reader) -> list[list[Cell]]:
    url = reader.url("event", event.meeting.slug)
    mine = [row for row in statements if (row.subject_kind, row.subject_id) == (MEETING, str(event.meeting_id))]
    titles = {title.source_id: _titled(title) for title in event.meeting.titles.all() if title.source_id}
    accounts = accounts_of(mine, titles) or [{"title": "", "period": event.meeting.start, "source": None}]
    return [
        [
            Cell(account["title"] or event.meeting.title, url=url, demonstration=event.meeting.is_invented),
            Cell(account["period"] or None),
            Cell(account["source"]),
        ]
        for account in accounts
    ]


def _titled(title: MeetingTitle) -> SafeString | str:
    """Another title as its source gives it: a quotation, so in its own language and without the mark of a fallback."""
    if not title.language or title.language == current_language():
        return title.title
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', title.language, direction(title.language), title.title)


def city_steps(steps: Sequence[Step], reader: Reader) -> list[dict[str, Any]]:
    """The thread of a city, for `components/thread.html`."""
    return [_step(step, reader) for step in steps]


def _step(step: Step, reader: Reader) -> dict[str, Any]:
    event = step.thing
    address = reader.url("event", event.meeting.slug) if isinstance(event, PeerLearningEvent) else ""
    told = {
        "kind": capfirst(step.kind),
        "date": step.date,
        "title": step.title,
        "url": address,
        "invented": step.invented,
    }
    if isinstance(step.detail, tuple) and step.detail:
        left = say_all([str(word) for word in step.detail])
        return {**told, "text": capfirst(step.verb), "link": pgettext("link of the thread", "and left"), "after": left}
    return {**told, "text": capfirst(step.verb), "after": "", "link": step.detail or ""}
