"""Components written in one go: what they say, and that nothing of a value becomes markup."""

import re

import pytest
from django.utils import translation

from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.ui.lists import draw_places, draw_stops, draw_table, draw_thread
from portolan.ui.tables import Cell, Column, Table

# What a value could do where it is not escaped: end an element, end an attribute.
BAD = "<b>Mayda</b>\"'&"
SAFE = "&lt;b&gt;Mayda&lt;/b&gt;&quot;&#x27;&amp;"


@pytest.fixture(autouse=True)
def _french():
    with translation.override("fr"):
        yield


def bad(language="fr"):
    return Text.of(language, **{language: BAD})


def drawn():
    """Each component with a bad value everywhere: its name, what it draws, how often the value stands there."""
    cell = Cell(bad(), url=BAD, note=BAD, language=BAD, anchor=BAD)
    marked = Cell(BAD, mark=BAD)
    table = Table(
        [Column(bad(), sort_url=BAD, sorted=BAD), Column(BAD)], [[cell, marked]], caption=BAD, total=[BAD, BAD]
    )
    stop = {"number": BAD, "place": BAD, "url": BAD, "when": None, "title": bad("ar")}
    action = {"url": BAD, "label": BAD}
    step = {"kind": BAD, "title": BAD, "url": BAD, "text": BAD, "link": BAD, "after": BAD, "action": action}
    return [
        ("table", draw_table(table), 16),
        ("places", draw_places([{"name": BAD, "url": BAD, "note": bad()}]), 3),
        ("stops", draw_stops([stop]), 4),
        ("thread", draw_thread([step]), 8),
    ]


def test_no_value_becomes_markup():
    assert [(name, "<b>" in html, html.count(SAFE) - times) for name, html, times in drawn()] == [
        (name, False, 0) for name in ("table", "places", "stops", "thread")
    ]


def test_first_cell_of_a_line_is_its_head_and_the_others_name_their_column():
    html = draw_table(Table([Column("City"), Column("Events", numeric=True)], [["Mayda", 3]]))

    assert '<th scope="row">Mayda</th><td class="num" data-label="Events">3</td>' in html


def test_cell_in_a_language_of_its_own_says_so():
    html = draw_table(Table([Column("a"), Column("b")], [[Cell("x", anchor="term"), Cell("ميناء", language="ar")]]))

    assert '<th scope="row" id="term">x</th><td data-label="b" lang="ar" dir="rtl">ميناء</td>' in html


def test_last_line_leaves_a_cell_without_value_blank():
    html = draw_table(Table([Column("a"), Column("b")], [["x", None]], total=["All", None]))

    assert re.findall(r'data-label="b">(.*?)</td>', html) == ['<span class="muted">n. d.</span>', ""]


def test_invented_things_bear_the_mark_everywhere():
    mark = '<em class="demo">démonstration</em>'
    table = Table([Column("a")], [[Cell("x", demonstration=True)]], caption="c", demonstration=True)
    stop = {"number": 1, "place": "Mayda", "url": "/", "when": None, "title": "t", "demonstration": True}

    assert [
        draw_table(table).count(mark),
        draw_places([{"name": "Mayda", "demonstration": True}]).count(mark),
        draw_stops([stop]).count(mark),
        draw_thread([{"title": "t", "invented": True}]).count(mark),
    ] == [2, 1, 1, 1]


def test_step_has_its_date_its_link_and_what_follows():
    when = PartialDate(2017, 3)
    step = {"kind": "event", "date": when, "title": "Mayda", "url": "/m/", "link": "left", "after": "two"}

    html = draw_thread([step])

    parts = ("event<br>mars 2017", '<a href="/m/">Mayda</a>', 'class="link">left</span> two')
    assert [part in html for part in parts] == [True, True, True]
