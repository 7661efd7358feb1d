import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("width", [1280, 390])
def test_home_reads_in_each_language_without_barriers(open_browser, violations, language, direction, width):
    page = open_browser(language=language, width=width)

    page.goto(f"/{language}/")

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_bare_address_leads_to_the_browsers_language(open_browser):
    page = open_browser(language="ar")

    page.goto("/")

    expect(page).to_have_url(page.url.split("/ar/")[0] + "/ar/")


def test_home_works_without_javascript(open_browser):
    page = open_browser(javascript=False)

    page.goto("/fr/")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main a[href]").first).to_be_visible()
