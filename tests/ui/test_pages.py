"""Frames, error pages and the living page: they render, in the right direction, with nothing inline."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from portolan.ui import samples, tables
from portolan.ui.errors import TROUBLES
from portolan.ui.lists import draw_table

UI = Path(samples.__file__).parent
COMPONENTS = sorted(path.stem for path in (UI / "templates/ui/components").glob("*.html"))
LANGUAGES = [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")]
SITE = {
    "name": "Antillia et les autres",
    "home_url": "/fr/",
    "languages": [
        {"code": "fr", "own_name": "Français", "direction": "ltr", "url": "/fr/x", "current": True},
        {"code": "ar", "own_name": "العربية", "direction": "rtl", "url": "/ar/x", "current": False},
    ],
}


def render(name, context, **query):
    """The template alone, without the context processors of the whole site."""
    bound = Context(context)
    bound.request = RequestFactory().get("/", query)
    return get_template(name).template.render(bound)


def living_page(language):
    with translation.override(language):
        return render("ui/components.html", {**samples.component_samples(), "site": SITE}, q="mayda")


@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
def test_living_page_has_the_language_and_direction_of_its_reader(language, direction):
    assert f'<html lang="{language}" dir="{direction}">' in living_page(language)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_living_page_has_no_two_elements_of_one_id(language):
    ids = re.findall(r'\sid="([^"]+)"', living_page(language))

    assert len(ids) == len(set(ids))


def test_living_page_shows_every_component():
    used = set()

    def walk(template):
        found = set(re.findall(r'include "ui/components/(\w+)\.html"', (UI / "templates/ui" / template).read_text()))
        for name in found - used:
            used.add(name)
            walk(f"components/{name}.html")

    for template in ("components.html", "public.html", "desk.html", "base.html"):
        walk(template)

    assert sorted(used) == COMPONENTS


def test_living_page_sends_no_token():
    assert "csrfmiddlewaretoken" not in living_page("fr")


@pytest.mark.parametrize("frame", ["public", "desk", "bare"])
@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
def test_frame_without_any_context(frame, language, direction):
    with translation.override(language):
        page = render_to_string(f"ui/{frame}.html", {})

    assert f'<html lang="{language}" dir="{direction}">' in page


def test_frame_names_its_alternates_and_itself():
    alternates = {"fr": "https://portolan.example/fr/x", "ar": "https://portolan.example/ar/x"}

    with translation.override("ar"):
        page = render_to_string("ui/public.html", {"site": SITE, "alternates": alternates})

    assert re.findall(r'<link rel="(canonical|alternate)"(?: hreflang="(\w+)")? href="([^"]+)">', page) == [
        ("alternate", "fr", alternates["fr"]),
        ("canonical", "", alternates["ar"]),
        ("alternate", "ar", alternates["ar"]),
    ]


def test_frame_of_a_demonstration_says_so_and_keeps_search_engines_out():
    page = render_to_string("ui/public.html", {"demonstration": True, "demonstration_note": "Mayda n’existe pas."})

    assert ('name="robots" content="noindex"' in page, "Mayda n’existe pas." in page) == (True, True)


def test_desk_names_its_reader_without_trusting_the_name():
    page = render_to_string("ui/desk.html", {"user": {"display_name": "<b>Mayda</b>"}})

    assert ("&lt;b&gt;Mayda&lt;/b&gt;" in page, "<b>Mayda" in page) == (True, False)


@pytest.mark.parametrize("name", sorted(TROUBLES))
@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
def test_error_page_speaks_the_reader_s_language_first(name, language, direction, django_assert_num_queries):
    with translation.override(language), django_assert_num_queries(0):
        page = render_to_string(f"ui/errors/{name}.html", {"request_id": "a1b2"})

    said = re.findall(r'lang="(\w+)" dir="(\w+)"', page)
    assert said[0] == (language, direction)
    assert sorted(said) == sorted(LANGUAGES)


def test_error_page_speaks_three_different_languages():
    titles = {}
    for language, _ in LANGUAGES:
        with translation.override(language):
            titles[language] = re.search(r"<h1>(.*?)</h1>", render_to_string("ui/errors/404.html"))[1]

    assert titles == {"fr": "Cette page n’existe pas", "en": "There is no such page", "ar": "هذه الصفحة غير موجودة"}


@pytest.mark.parametrize("path", sorted((UI / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_template_has_nothing_inline(path):
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*ld\+json)", source) == []


def test_style_sheet_knows_no_left_and_no_right():
    sheet = (UI / "static/ui/portolan.css").read_text(encoding="utf-8")
    declared = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)

    physical = r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-padding)-)?(?:left|right|top|bottom)\b[\w-]*\s*:"
    assert re.findall(physical, declared) == []
    assert re.findall(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", declared) == []
    assert re.findall(r"(?<![\w-])(?:(?:min|max)-)?(?:width|height)\s*:\s*[^;)]+;", declared) == []


def test_style_sheet_asks_no_other_host():
    sheet = (UI / "static/ui/portolan.css").read_text(encoding="utf-8")

    assert {re.sub(r"/.*", "", url) for url in re.findall(r"url\(([^)]+)\)", sheet)} == {"fonts"}


def test_form_ties_help_and_errors_to_their_field():
    with translation.override("fr"):
        page = render_to_string(
            "ui/components/form.html", {"form": samples.component_samples()["form"], "submit": "Ok"}
        )

    described = re.search(r'<input[^>]*name="mail"[^>]*aria-describedby="([^"]+)"', page)[1].split()
    assert described == ["s-mail_helptext", "s-mail_error"]
    assert [f'id="{each}"' in page for each in described] == [True, True]


def test_table_with_too_few_cells_is_refused():
    table = tables.Table(columns=[tables.Column("a"), tables.Column("b")], rows=[["Mayda"]])

    with pytest.raises(ValueError, match="shorter"):
        draw_table(table)


def test_table_says_no_data_where_there_is_none():
    table = tables.Table(
        columns=[tables.Column("a"), tables.Column("b", numeric=True)], rows=[["Mayda", None], ["x", 0]]
    )

    with translation.override("en"):
        page = render_to_string("ui/components/table.html", {"table": table})

    cells = re.findall(r'data-label="b">(.*?)</td>', page)
    assert cells == ['<span class="muted">no data</span>', "0"]


def test_pagination_keeps_the_rest_of_the_query():
    page_obj = Paginator(range(30), 10).page(2)

    page = render("ui/components/pagination.html", {"page_obj": page_obj}, q="mayda", page="2")

    assert re.findall(r'href="([^"]+)" rel="next"', page) == ["?q=mayda&amp;page=3"]


def test_pagination_of_one_page_is_nothing():
    page = render_to_string("ui/components/pagination.html", {"page_obj": Paginator(range(3), 10).page(1)})

    assert page.strip() == ""


def test_chart_is_hidden_and_out_of_the_tab_order():
    svg = re.search(r"<svg class=\"chart\".*?</svg>", living_page("fr"), re.DOTALL)[0]

    assert 'aria-hidden="true"' in svg
    assert svg.count("<a ") == svg.count('tabindex="-1"') == 6
