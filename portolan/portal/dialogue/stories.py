"""What an event's page tells in sentences, tables and steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import PeerLearningEvent, Product
from portolan.kernel.dates import say_language, say_number, say_period
from portolan.kernel.languages import current_language
from portolan.kernel.lists import say_all
from portolan.meetings.domain.attendance import PublicAttendance
from portolan.meetings.enums import Mode
from portolan.network.models import Place
from portolan.portal.chart import host_place
from portolan.portal.page import Reader
from portolan.results.registry import Step
from portolan.ui.tables import Cell, Column, Table

# The order of time: what comes before an event, what after.
KINDS = list(ProductKind)


def language_name(code: str) -> str:
    """The name of a language in the reader's."""
    return say_language(code, language=current_language())


def event_lead(event: PeerLearningEvent) -> str:
    """One sentence: who invited, whether online, when."""
    meeting, place = event.meeting, host_place(event)
    when = say_period(meeting.start, meeting.end)
    if place is None:
        return when
    if meeting.mode == Mode.ONLINE:
        told = _("Invited by %(place)s, online.") % {"place": place.name}
    else:
        told = _("Hosted by %(place)s.") % {"place": place.name}
    return f"{told} {capfirst(when)}." if when else told


def event_states(event: PeerLearningEvent, attendance: PublicAttendance) -> list[dict[str, Any]]:
    """The line of states: date, mode, for whom, how many came."""
    meeting = event.meeting
    states = [
        (_("Date"), say_period(meeting.start, meeting.end)),
        (pgettext("state of an event", "Mode"), meeting.get_mode_display()),
        (pgettext("state of an event", "For whom"), meeting.get_scope_display()),
        (_("Venue"), meeting.venue.name if meeting.venue else ""),
        (_("Phase"), meeting.phase.name if meeting.phase else ""),
        (_("Participants"), _attended(attendance)),
        (_("Declared by a source"), _declared(meeting.declared_participants)),
    ]
    return [{"label": label, "value": value} for label, value in states if value]


def _declared(number: int | None) -> str:
    if number is None:
        return ""
    said = ngettext("at least %(count)s participant", "at least %(count)s participants", number)
    return said % {"count": say_number(number)}


def _attended(attendance: PublicAttendance) -> str:
    if attendance.people is None:
        return _("fewer than five, so not said") if attendance.any else ""
    people = ngettext("%(count)s person", "%(count)s people", attendance.people)
    bodies = ngettext("%(count)s organisation", "%(count)s organisations", attendance.bodies)
    return say_all(
        [people % {"count": say_number(attendance.people)}, bodies % {"count": say_number(attendance.bodies)}]
    )


def documents_table(event: PeerLearningEvent) -> Table | None:
    """Documents by language: what exists is a link, what does not is said."""
    products = list(event.products.all())
    if not products:
        return None
    languages = ["fr", "en", "ar", *sorted({p.language for p in products} - {"fr", "en", "ar"})]
    columns = [Column(pgettext("column", "Document")), *(Column(language_name(code)) for code in languages)]
    kinds = [kind for kind in KINDS if any(product.kind == kind for product in products)]
    rows = [_document_row(kind, [p for p in products if p.kind == kind], languages) for kind in kinds]
    return Table(columns, rows)


def _document_row(kind: ProductKind, products: Sequence[Product], languages: Sequence[str]) -> list[Cell]:
    title = next((product.title for product in products if product.title), "")
    by_language = {product.language: product for product in products}
    cells = [Cell(capfirst(kind.label), note=title)]
    for code in languages:
        product = by_language.get(code)
        read = pgettext("document", "read") if product and product.address else pgettext("document", "exists")
        cells.append(Cell(read if product else "–", url=product.address if product else ""))
    return cells


def event_steps(steps: Sequence[Step], reader: Reader, pages: Mapping[int, str]) -> list[dict[str, Any]]:
    """The thread of an event, for `components/thread.html`."""
    return [_step(step, reader, pages) for step in steps]


def _step(step: Step, reader: Reader, pages: Mapping[int, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": capfirst(step.kind),
        "date": step.date,
        "title": step.title,
        "invented": step.invented,
    }
    if isinstance(step.thing, Product):
        languages = say_all([language_name(code) for code, _url in step.detail])
        mine = dict(step.detail).get(current_language())
        url = mine or next((address for _language, address in step.detail if address), "")
        title = step.title or capfirst(step.kind)
        return {
            **told,
            "title": title,
            "url": url,
            "link": step.verb,
            "after": f"({languages})",
        }
    url = reader.url("city", step.thing.slug) if isinstance(step.thing, Place) else pages.get(step.thing.pk, "")
    return {**told, "url": url, "link": step.verb, "after": step.detail or ""}
