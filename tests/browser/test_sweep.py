"""Every page in three languages: axe, sideways scroll, the browser's console, the security policy, the direction.

French is looked at on a wide screen, Arabic on a telephone, English by turns; each page is also narrowed, or widened,
to see that nothing sticks out. Each visit proves that it met the page: its status and its heading.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.addresses import GROUPS, NETWORK, PUBLIC, TEAM, Address

LANGUAGES = {"fr": "ltr", "en": "ltr", "ar": "rtl"}
WIDE, NARROW = 1280, 390
ARABIC = re.compile(r"[\u0600-\u06ff]")
# Each page is visited in each language: `test_every_page_is_visited` holds the number.
VISITED = 157
DARK = [
    *(
        address
        for address in PUBLIC
        if address.name in ("portal:home", "portal:city", "portal:events", "portal:components")
    ),
    *(address for address in TEAM if address.name in ("desk:home", "desk:settings", "desk:import", "desk:outbox")),
    *(address for address in NETWORK if address.name in ("desk:person-merge", "desk:city")),
]


def _width(language: str, place: int) -> int:
    return {"fr": WIDE, "ar": NARROW}.get(language, (WIDE, NARROW)[place % 2])


def _heading_is(page, address: Address, language: str) -> list[str]:
    """The page's heading: in English word by word, in Arabic in Arabic letters."""
    heading = " ".join(page.locator("h1").first.inner_text().split())
    right = heading == address.heading if language == "en" else bool(heading)
    if language == "ar" and not address.typed:
        right = bool(ARABIC.search(heading))
    return [] if right else [f"{page.url}: its heading is “{heading}”, not “{address.heading}” in {language}"]


def _met(page, address: Address, language: str, world: dict) -> list[str]:
    """Open a page; what shows that it is not the page that was meant."""
    answer = page.goto(address.path(language, world))
    html = page.locator("html")
    if not address.bare:
        expect(html).to_have_attribute("lang", language)
        expect(html).to_have_attribute("dir", LANGUAGES[language])
    expect(page.locator("h1")).to_have_count(1)
    wrong = [] if answer.status == address.status else [f"{page.url}: {answer.status}, not {address.status}"]
    return wrong + ([] if address.bare else _heading_is(page, address, language))


def _look(page, width: int) -> list[str]:
    """What is wrong with a page: axe at one width, sideways scroll at both, what the policy refused."""
    other = NARROW if width == WIDE else WIDE
    found = looking.sticking_out(page, other) + looking.sticking_out(page, width)
    return found + looking.violations(page) + looking.refusals(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_pages_read_without_barriers(site, open_browser, group, language):
    reader, addresses = GROUPS[group]
    session = site.world["sessions"][reader] if reader else ""
    page = open_browser(language=language, session=session, expected=[looking.REFUSED], snapshots=False)
    wrong = []

    for place, address in enumerate(addresses):
        wrong += _met(page, address, language, site.world)
        wrong += _look(page, _width(language, place))

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_read_in_the_dark(site, open_browser, language):
    session = site.world["sessions"]["manager"]
    page = open_browser(language=language, session=session, snapshots=False, color_scheme="dark")
    wrong = []

    for address in DARK:
        wrong += _met(page, address, language, site.world) + looking.violations(page)

    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(13, 27, 40)"
    assert not wrong, "\n".join(wrong)


def test_every_page_is_visited():
    assert sum(len(addresses) for _, addresses in GROUPS.values()) == VISITED
