"""What the living page of components shows: every component in each of its states, with invented things only.

The names are phantom islands of the old charts. Texts are given in three languages here, as data, not in the
catalogue: they are examples of what the components are given, never words of the interface.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator

from portolan.kernel.languages import current_language
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.ui.chart import Chart, Line, Port, build_chart
from portolan.ui.sample_words import PLACES, WORDS
from portolan.ui.tables import Cell, Column, Table


def _w(key: str) -> Text:
    """The sample text named `key`."""
    french, english, arabic = WORDS[key]
    return Text.of("fr", fr=french, en=english, ar=arabic)


def _place(key: str) -> Text:
    french, arabic = PLACES[key]
    return Text.of("fr", fr=french, en=french, ar=arabic)


def _link(key: str, *, current: bool = False) -> dict[str, Any]:
    return {"label": str(_w(key)), "url": "#", "current": current}


def _form() -> forms.Form:
    """A form sent with two mistakes."""

    class SampleForm(forms.Form):
        name = forms.CharField(label=str(_w("name")), initial=str(_place("mayda")))
        mail = forms.EmailField(label=str(_w("mail")), help_text=str(_w("mail help")))
        visit = forms.DateField(label=str(_w("visit")), required=False)
        city = forms.ChoiceField(label=str(_w("city")), choices=[(key, str(_place(key))) for key in PLACES])
        languages = forms.MultipleChoiceField(
            label=str(_w("languages")),
            choices=[("fr", "Français"), ("ar", "العربية"), ("en", "English")],
            widget=forms.CheckboxSelectMultiple,
        )
        mode = forms.ChoiceField(
            label=str(_w("mode")),
            choices=[("here", str(_w("in person"))), ("online", str(_w("online")))],
            widget=forms.RadioSelect,
        )
        remark = forms.CharField(label=str(_w("remark")), widget=forms.Textarea(attrs={"rows": 3}), required=False)
        agree = forms.BooleanField(label=str(_w("agree")), help_text=str(_w("agree help")))

    data = {"name": "Mayda", "mail": "capitaine@mayda", "visit": "2025-06-31", "city": "mayda", "mode": "here"}
    return SampleForm({**data, "languages": ["fr"], "remark": str(_w("remark text")), "agree": "on"}, auto_id="s-%s")


def _filters() -> dict[str, Any]:
    class FilterForm(forms.Form):
        place = forms.ChoiceField(label=str(_w("city")), choices=[(key, str(_place(key))) for key in PLACES])
        year = forms.IntegerField(label=str(_w("year")), required=False)

    chosen = [{"label": str(_place("mayda")), "url": "#"}, {"label": "2023", "url": "#"}]
    return {
        "form": FilterForm(initial={"place": "mayda", "year": 2023}, auto_id="f-%s"),
        "chosen": chosen,
        "clear_url": "#",
    }


def _thread() -> list[dict[str, Any]]:
    keys = ("event", "recommendation", "priority", "action", "result")
    whens = ("2023-05", "2023-05", "2023-10", "2024", "2025-03")
    steps = [
        {
            "kind": _w(f"kind {key}"),
            "date": PartialDate.parse(when),
            "title": _w(f"title {key}"),
            "url": "#",
            "text": _w(f"text {key}"),
            "link": _w(f"link {key}") if key != "result" else None,
            "invented": True,
        }
        for key, when in zip(keys, whens, strict=True)
    ]
    gap = {"kind": _w("kind recommendation"), "title": _w("gap title"), "text": _w("gap text"), "gap": True}
    return [*steps, {**gap, "action": _link("gap action")}]


STAGES = ("workshop", "writing", "remarks", "restitution", "validation", "publication")


def _row(key: str, done: list[str], here: str, holder: str, since: str, **more: Any) -> dict[str, Any]:
    """A row of the board: the dates of what is past, then what is awaited, then nothing."""
    cells: list[dict[str, Any]] = [
        {"label": _w(stage), "kind": "past", "words": PartialDate.parse(day)}
        for stage, day in zip(STAGES, done, strict=False)
    ]
    if here:
        kind = "mine" if more.pop("mine", False) else "here"
        cells.append({"label": _w(STAGES[len(cells)]), "kind": kind, "words": _w(here)})
    cells += [{"label": _w(stage), "kind": ""} for stage in STAGES[len(cells) :]]
    return {"title": _place(key), "url": "#", "cells": cells, "holder": _w(holder), "since": _w(since), **more}


def _board() -> dict[str, Any]:
    rows = [
        _row("frislandia", ["2024-11-08", "2025-01-20", "2025-03-03", "2025-04-24"], "council", "the city", "17 days"),
        _row("antillia", ["2025-01-16", "2025-05-02"], "3 remarks", "you", "9 days", mine=True),
        _row("brandan", ["2025-02-04"], "5 of 7", "expertise", "3 days"),
        _row("mayda", [], "14 invited", "the city", "1 day"),
        _row(
            "drogeo",
            ["2023-05-03", "2023-09-01", "2023-11-06", "2024-01-11", "2024-02-08", "2024-03-01"],
            "",
            "published",
            "three languages",
            mark="done",
        ),
    ]
    return {"caption": _w("board caption"), "what": _w("city"), "stages": [_w(stage) for stage in STAGES], "rows": rows}


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "title": _w("task 1"), "url": "#", "note": _w("task 1 note"), "due": _w("4 days late"), "late": True,
            "verb": str(_w("review")), "demonstration": True,
        },
        {"title": _w("task 2"), "url": "#", "note": _w("task 2 note"), "due": _w("tomorrow"), "verb": str(_w("read"))},
        {"title": _w("task 3"), "url": "#", "note": _w("task 3 note"), "verb": str(_w("choose"))},
    ]  # fmt: skip


def _table() -> Table:
    day = PartialDate(2025, 5, 9)
    return Table(
        caption=_w("table caption"),
        demonstration=True,
        columns=[
            Column(_w("city"), sort_url="#", sorted="ascending"), Column(_w("state")),
            Column(_w("attendances"), numeric=True), Column(_w("persons"), numeric=True), Column(_w("counted")),
        ],
        rows=[
            [Cell(_place("antillia"), url="#"), Cell(_w("complete"), mark="done"), 1312, 148, day],
            [Cell(_place("frislandia"), url="#"), Cell(_w("6 duplicates"), mark="part"), 214, 97, day],
            [Cell(_place("mayda"), url="#", note=_w("no list yet")), Cell(_w("no list"), mark="none"), None, None, day],
        ],
        total=[_w("together"), None, 1526, 231, None],
    )  # fmt: skip


PORTS = (
    # code, latitude, longitude, host, rank: in the sea on purpose, where nothing is
    ("antillia", 36.5, -13.0, True, 1),
    ("frislandia", 52.6, -14.0, True, 1),
    ("mayda", 45.8, -12.5, False, 1),
    ("brandan", 30.2, -15.5, False, 2),
    ("sanzorzo", 33.8, 18.4, True, 1),
    ("drogeo", 38.6, 6.4, False, 1),
)


def _chart(*, focus: str | None = None, far: bool = False) -> Chart:
    """The phantom islands in the sea; `far` moves them off the stored coast."""
    shift = 60.0 if far else 0.0
    ports = [
        Port(key, _place(key).pick().text, lat, lon - shift, "#", host, demonstration=True, rank=rank)
        for key, lat, lon, host, rank in PORTS
    ]
    lines = [
        Line("route", ("antillia", "frislandia", "sanzorzo")),
        Line("online", ("sanzorzo", "drogeo")),
        Line("met", ("drogeo", "mayda")),
    ]
    return build_chart(ports, lines, language=current_language(), focus=focus)


def _figures() -> dict[str, Any]:
    whole = {
        "value": _w("figure value"), "what": _w("figure"), "source": _w("figure source"), "origin": _w("figure origin"),
        "replaced": _w("figure replaced"), "warning": _w("figure warning"), "as_of": PartialDate(2025, 5, 9),
        "url": "#", "demonstration": True,
    }  # fmt: skip
    declared = [{"value": 15, "what": _w("declared 1")}, {"value": _w("more than 40"), "what": _w("declared 2")}]
    stats = [
        {"value": 1240, "what": _w("visits")},
        {"value": 0, "what": _w("refusals")},
        {"value": None, "what": _w("surveys")},
    ]
    return {"figure": whole, "declared": declared, "stats": stats}


def _sources() -> list[dict[str, Any]]:
    return [
        {"says": PartialDate(2017, 3), "source": _w("deck"), "locator": _w("line 5"), "date": PartialDate(2021, 6)},
        {
            "says": PartialDate(2017, 4, 25),
            "source": _w("public page"),
            "url": "#",
            "preferred": True,
            "why": _w("why"),
        },
    ]


def _history() -> list[dict[str, Any]]:
    moment = dt.datetime(2025, 5, 9, 14, 32, tzinfo=dt.UTC)
    changes = [{"field": _w("theme"), "old": _w("old theme"), "new": _w("new theme")}, {"field": _w("mail")}]
    return [
        {"when": moment, "who": _w("captain"), "on_behalf": _place("mayda"), "what": _w("changed"), "changes": changes},
        {"when": PartialDate(2025, 5, 2), "who": _w("the city"), "what": _w("withdrew"), "why": _w("withdrew why")},
    ]


def _texts() -> dict[str, Text]:
    """A text in each situation: in the reader's language, in another one, official, working."""
    status = {"fr": "official", "en": "official", "ar": "working"}
    words = _w("title event")
    return {
        "own": _w("title action"),
        "foreign": Text.of("it", it="Il porto che non c’è"),
        "official": Text.of("fr", dict.fromkeys(status, "official"), **words.texts),
        "working": Text.of("fr", dict.fromkeys(status, "working"), **words.texts),
    }


def _lists() -> dict[str, Any]:
    """Rows of several kinds: a table and its pages, tabs, stops, places, what a search found."""
    title = [{"text": str(_place("antillia")), "found": True}, {"text": " · " + str(_w("archipelago")), "found": False}]
    hit = {"title": title, "passage": title, "date": PartialDate(2023, 5), "is_invented": True}
    language = current_language()
    row = {"kind": _w("title event"), "url": "#", "hit": hit, "language": language, "passage_language": language}
    return {
        "table": _table(),
        "page_obj": Paginator(range(410), 10).page(2),
        "tabs": [_link("by city", current=True), _link("by theme"), _link("by year")],
        "tabs_label": str(_w("views")),
        "answer": {"total": 1, "more": False},
        "empty_action": _link("open report"),
        "rows": [row],
        "groups": [{"label": _w("views"), "ways": [{"query": "#", "label": _w("by city"), "count": 1}]}],
        "stops": [
            {
                "number": 1,
                "place": _place("antillia"),
                "url": "#",
                "when": PartialDate(2023, 5),
                "title": _w("title event"),
                "demonstration": True,
            },
        ],
        "places": [
            {"name": _place(key), "url": "#", "note": _w("archipelago"), "demonstration": True} for key in PLACES
        ],
    }


def component_samples() -> dict[str, Any]:
    """The whole context of `ui/components.html`, in the reader's language; everything in it is invented."""
    return {
        **_figures(),
        **_lists(),
        "demonstration": True,
        "page_title": str(_w("components")),
        "crumbs": [_link("home"), _link("components")],
        "states": [
            {"label": _w("state"), "value": _w("in review"), "mark": "part"},
            {"label": _w("with"), "value": _w("expertise")},
            {"label": _w("since"), "value": PartialDate(2025, 5, 2)},
        ],
        "marks": [(kind, _w(f"mark {kind}")) for kind in ("todo", "part", "done", "late", "stale", "none")],
        "form": _form(),
        "filters": _filters(),
        "steps": _thread(),
        "board": _board(),
        "tasks": _tasks(),
        "waits": [{"who": _w("the city"), "what": _w("wait 1"), "url": "#", "url_label": str(_w("remind"))},
                  {"who": _w("expertise"), "what": _w("wait 2")}],
        "chart": _chart(), "near": _chart(focus="antillia"), "far": _chart(far=True),
        "sources": _sources(),
        "history": _history(),
        "texts": _texts(),
        "words": {key.replace(" ", "_"): _w(key) for key in WORDS},
        "languages_of_text": [{"code": "fr", "url": "#"}, {"code": "it", "url": "#"}],
        "other_title": _place("antillia").pick("fr" if current_language() == "ar" else "ar"),
        "moment": dt.datetime(2025, 5, 9, 14, 32, tzinfo=dt.UTC),
        "first_day": PartialDate(2016, 7, 12), "last_day": PartialDate(2016, 7, 13), "june": PartialDate(2017, 6),
    }  # fmt: skip
