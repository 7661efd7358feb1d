"""What is selected in a text becomes the passage of the remark: with the mouse and the keyboard, in both directions."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

PASSAGES = {"fr": ("Le guichet unique accueille.", "Le"), "ar": ("يستقبل الشباك الموحد.", "يستقبل")}


def _section(site, language):
    with translation.override(language):
        return reverse("portal:guest-section", args=[site.world["guest_secret"], language, "framework"])


@pytest.fixture(params=PASSAGES)
def opened(request, site, open_browser):
    """The section in a language, and its first paragraph."""
    page = open_browser(language=request.param)
    page.goto(_section(site, request.param))
    return page, page.locator("#text p").first, PASSAGES[request.param]


def test_passage_selected_with_the_mouse_stands_in_the_form(opened):
    page, passage, (whole, _first) = opened

    passage.click(click_count=3)

    expect(page.locator("[name=quote]")).to_have_value(whole)


def test_passage_selected_with_the_keyboard_stands_in_the_form_with_what_precedes(opened):
    page, passage, (whole, first) = opened
    passage.evaluate(
        """(node, from) => {
          const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
          const start = walker.nextNode();
          getSelection().collapse(start, from);
        }""",
        len(first) + 1,
    )

    for _letter in range(4):
        page.evaluate("getSelection().modify('extend', 'forward', 'character')")

    after = whole[len(first) + 1 :]
    expect(page.locator("[name=quote]")).to_have_value(after[:4].strip())
    expect(page.locator("[name=before]")).to_have_value(f"{first} ")


def test_nothing_selected_leaves_what_was_typed(opened):
    page, passage, _words = opened
    page.locator("[name=quote]").fill("mot")

    passage.click()

    expect(page.locator("[name=quote]")).to_have_value("mot")
