"""The components with a line for each of many things, written in one go: tables, places, stops, the thread.

A template that includes another one for every cell takes ten times as long as what it writes. Only here is HTML put
together by hand: every value passes through `words` or `_safe`, which escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portolan.kernel.languages import direction
from portolan.ui.tables import Cell, Column, Table
from portolan.ui.words import say_plain, words

NUMERIC = ' class="num"'


def _safe(value: Any) -> str:
    """A value in a page or an attribute."""
    return escape(value) if type(value) is str else conditional_escape(value)


def _link(url: Any, inside: str) -> str:
    return f'<a href="{_safe(url)}">{inside}</a>' if url else inside


def demonstration_mark() -> str:
    """The mark of an invented thing, as `components/demo.html` has it."""
    return f' <em class="demo">{_("demonstration")}</em>'


def draw_table(table: Table) -> SafeString:
    """A table that folds on narrow screens: each cell bears the name of its column."""
    parts = ['<table class="table folds">\n']
    if table.caption:
        parts.append(
            f"<caption>{words(table.caption)}{demonstration_mark() if table.demonstration else ''}</caption>\n"
        )
    parts += ["<thead>\n<tr>\n", *(_column(column) for column in table.columns), "</tr>\n</thead>\n<tbody>\n"]
    heads = _Heads(table.columns)
    parts += [heads.line(row) for row in table.rows]
    parts.append("</tbody>\n")
    if table.total:
        parts.append(f"<tfoot>\n{heads.line(table.total, bare=True)}</tfoot>\n")
    parts.append("</table>\n")
    return SafeString("".join(parts))


def _column(column: Column) -> str:
    numeric = NUMERIC if column.numeric else ""
    order = f' aria-sort="{_safe(column.sorted)}"' if column.sorted else ""
    return f'<th scope="col"{numeric}{order}>{_link(column.sort_url, words(column.label))}</th>\n'


class _Heads:
    """What the cells of each column begin with, said once for all lines."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.starts = [
            f'<td{NUMERIC if column.numeric else ""} data-label="{_safe(say_plain(column.label))}"'
            for column in columns
        ]
        self.nothing = f'<span class="muted">{_("no data")}</span>'

    def line(self, row: Iterable[Any], *, bare: bool = False) -> str:
        """A line; its first cell is its head. Raises ValueError when it has not as many cells as there are columns."""
        cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
        parts = [
            f"{start}{_about(cell)}>{self._said(cell, bare=bare)}</td>"
            for start, cell in zip(self.starts, cells, strict=True)
        ]
        if cells:
            parts[0] = f'<th scope="row"{_about(cells[0])}>{self._said(cells[0], bare=bare)}</th>'
        return f"<tr>{''.join(parts)}</tr>\n"

    def _said(self, cell: Cell, *, bare: bool) -> str:
        if cell.value is None:
            said = "" if bare else self.nothing
        elif cell.mark:
            said = f'<span class="mark {_safe(cell.mark)}">{words(cell.value)}</span>'
        else:
            said = _link(cell.url, words(cell.value, "short"))
        if cell.demonstration:
            said += demonstration_mark()
        return f'{said}<br><span class="small muted">{words(cell.note)}</span>' if cell.note else said


def _start(column: Column) -> str:
    return f'<td{NUMERIC if column.numeric else ""} data-label="{_safe(say_plain(column.label))}"'


def _about(cell: Cell) -> str:
    """The attributes of a cell in a language of its own, or that a link leads to."""
    if not (cell.language or cell.anchor):
        return ""
    language = f' lang="{_safe(cell.language)}" dir="{direction(cell.language)}"' if cell.language else ""
    return language + (f' id="{_safe(cell.anchor)}"' if cell.anchor else "")


def draw_places(places: Iterable[Mapping[str, Any]]) -> SafeString:
    """Places in columns: name, address, and a note, usually the country."""
    lines = []
    for place in places:
        mark = demonstration_mark() if place.get("demonstration") else ""
        name = _link(place.get("url"), words(place["name"]))
        lines.append(f"<li>{name}{mark} <small>{words(place.get('note'))}</small></li>\n")
    return SafeString(f'<ul class="cities">\n{"".join(lines)}</ul>\n')


def draw_stops(stops: Iterable[Mapping[str, Any]]) -> SafeString:
    """A numbered list of events, as beside the chart."""
    lines = []
    for stop in stops:
        mark = demonstration_mark() if stop.get("demonstration") else ""
        lines.append(
            f"<li><span>{words(stop['number'])}</span> {_link(stop['url'], words(stop['place']))} "
            f'<span class="when">{words(stop["when"], "short")}</span> '
            f'<span class="theme">{words(stop["title"])}{mark}</span></li>\n'
        )
    return SafeString(f'<ol class="stops">\n{"".join(lines)}</ol>\n')


def draw_thread(steps: Iterable[Mapping[str, Any]]) -> SafeString:
    """What came of what: each step with its kind and date, its link to the next, what follows it."""
    return SafeString(f'<ol class="thread">\n{"".join(_step(step) for step in steps)}</ol>\n')


def _step(step: Mapping[str, Any]) -> str:
    gap, invented = step.get("gap"), step.get("invented")
    class_of = ' class="gap"' if gap else ' class="invented"' if invented else ""
    when = f"<br>{words(step['date'], 'short')}" if step.get("date") else ""
    title = _link(step.get("url"), words(step.get("title"))) + (demonstration_mark() if invented else "")
    return (
        f'<li{class_of}>\n<p class="kind">{words(step.get("kind"))}{when}</p>\n<div class="it stack-s">\n'
        f'<p class="title{" muted" if gap else ""}">{title}</p>\n{_told(step)}</div></li>\n'
    )


def _told(step: Mapping[str, Any]) -> str:
    """The line below the title of a step, if it has one."""
    text, link, action = step.get("text"), step.get("link"), step.get("action")
    if not (text or link or action):
        return ""
    said = str(words(text))
    if link:
        said += f' <span class="link">{words(link)}</span>'
        said += f" {words(step['after'])}" if step.get("after") else ""
    if action:
        said += " " + _link(action["url"], _safe(action["label"]))
    return f"<p>{said}</p>\n"
