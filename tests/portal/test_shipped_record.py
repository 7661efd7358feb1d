"""Every public page of the shipped record, in three languages: whole, in its language, the same for all readers."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from portolan.exchange.domain.loading import load_shipped_records
from portolan.results.domain.standing import rebuild_counts

LOC = re.compile(r"<loc>http://localhost:8000(/[^<]+)</loc>")
UI = Path(__file__).parents[2] / "portolan" / "ui" / "static" / "ui"
SHEET = "portolan.css"
FONTS = {
    "fr": ["portolan-sans-regular.woff2", "portolan-sans-semibold.woff2"],
    "en": ["portolan-sans-regular.woff2", "portolan-sans-semibold.woff2"],
    "ar": [
        "portolan-sans-regular.woff2",
        "portolan-sans-semibold.woff2",
        "portolan-sans-arabic-regular.woff2",
        "portolan-sans-arabic-semibold.woff2",
    ],
}
FIRST_VISIT, NEXT_PAGE = {"fr": 60_000, "en": 60_000, "ar": 75_000}, 25_000
HEADINGS = {
    "/fr/": "20 villes apprennent l’une de l’autre à gouverner les migrations.",
    "/en/": "20 cities learn from one another how to govern migration.",
    "/ar/": "20 مدينة تتعلّم إحداها من الأخرى كيف تُدار الهجرة.",
    "/fr/cities/tangier/": "Tanger طنجة",
    "/en/cities/tangier/": "Tangier طنجة",
    "/ar/cities/tangier/": "طنجة Tanger",
    "/fr/events/grenoble-2021/": "Citoyenneté urbaine",
    "/en/events/grenoble-2021/": "Urban citizenship",
    "/ar/events/grenoble-2021/": "المواطنة الحضرية",
}


@pytest.fixture
def record(db):
    """The records as they are shipped, counted."""
    load_shipped_records(by=None)
    rebuild_counts()


def heading(html):
    """The words of the first-level heading."""
    inner = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", inner.group(1)).split()) if inner else ""


def test_every_public_page_of_the_record_in_three_languages(record, client):
    paths = LOC.findall(client.get("/sitemap.xml").text)
    faults = []

    for path in paths:
        response = client.get(path)
        html = response.text
        language = path[1:3]
        checks = {
            "status": response.status_code == 200,
            "language": f'<html lang="{language}"' in html,
            "heading": html.count("<h1") == 1 and heading(html) != "",
            "fallback": 'class="tongue"' not in html,
            "cookie": not response.cookies and "Cookie" not in response.headers.get("Vary", ""),
            "token": "csrfmiddlewaretoken" not in html and "nonce" not in html,
            "size": len(gzip.compress(response.content)) <= NEXT_PAGE,
            "alternates": html.count('rel="alternate" hreflang=') == 4,
        }
        faults += [(path, name) for name, holds in checks.items() if not holds]

    assert faults == []
    assert len(paths) > 300
    assert {code: len([path for path in paths if path.startswith(f"/{code}/")]) for code, _ in settings.LANGUAGES} == {
        code: len(paths) // 3 for code, _ in settings.LANGUAGES
    }


def test_headings_of_the_record_in_three_languages(record, client):
    assert {path: heading(client.get(path).text) for path in HEADINGS} == HEADINGS


def test_first_visit_of_the_home_page_holds_its_budget(record, client):
    sheet = len(gzip.compress((UI / SHEET).read_bytes(), 9))

    sizes = {
        language: len(gzip.compress(client.get(f"/{language}/").content, 6))
        + sheet
        + sum((UI / "fonts" / name).stat().st_size for name in names)
        for language, names in FONTS.items()
    }

    assert {language: size for language, size in sizes.items() if size > FIRST_VISIT[language]} == {}


def test_home_page_of_the_record_leaves_the_demonstration_out(record, client):
    pages = [client.get("/fr/").text, client.get("/fr/?demonstration=1").text]

    assert ["Antillia" in html for html in pages] == [False, True]
    assert ['class="demo-bar"' in html for html in pages] == [False, True]


def test_conflict_on_amman_shows_both_dates(record, client):
    html = client.get("/en/events/amman-2017/").text

    assert [words in html for words in ("March 2017", "25–26 April 2017", "nobody has decided yet")] == [True] * 3
