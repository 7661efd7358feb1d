"""Choosing a body among many, in a real browser: by click, by keyboard, in Arabic on a phone, without a script."""

import pytest
from playwright.sync_api import expect

from tests.operations.processes import run_python

# As many bodies of the demonstration as make the chooser search.
MANY = """
from portolan.kernel.texts import Text
from portolan.network.domain.names import refresh_organisation_names, sort_keys
from portolan.network.models import Organisation
from portolan.provenance.models import Record
record = Record.objects.get(kind="demonstration")
for number in range(60):
    name = Text.of("fr", fr=f"Guilde de Sanzorzo {number:02}", en=f"Guild of Sanzorzo {number:02}",
                   ar=f"نقابة سانزورزو {number:02}")
    made, new = Organisation.objects.get_or_create(
        slug=f"guild-{number}", defaults={"record": record, "kind": "ngo", "name": name, "sort_keys": sort_keys(name)})
    refresh_organisation_names(made)
"""


@pytest.fixture(scope="module")
def guilds(site):
    run_python(site.folder, MANY)


def person_new(open_as, **more):
    """The form of somebody new; its chooser, what it proposes, the key it holds."""
    page = open_as("manager", **more)
    page.goto(f"/{more.get('language', 'fr')}/desk/people/new/")
    field = page.locator("input[name=organisation_words]")
    return page, field, page.locator("[role=option]"), page.locator("input[name=organisation]")


def test_one_click_chooses(open_as, guilds, violations):
    page, field, proposed, key = person_new(open_as)

    field.fill("sanzorzo 41")
    expect(proposed).to_have_count(1)
    assert violations(page) == []
    proposed.click()

    expect(field).to_have_value("Guilde de Sanzorzo 41")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(proposed).to_have_count(1)
    expect(proposed).to_be_hidden()
    page.locator("input[name=family_name]").fill("Vergue")
    page.locator("form:has(input[name=family_name]) button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Guilde de Sanzorzo 41")
    assert key.count() == 0


def test_keyboard_alone_chooses(open_as, guilds):
    page, field, proposed, key = person_new(open_as, language="en")

    field.press_sequentially("guild of sanzorzo 1")
    # An answer to fewer letters may come before: the list says what it answers.
    expect(page.locator("[role=listbox]").first).to_have_attribute("data-answers", "guild of sanzorzo 1")
    expect(proposed).to_have_count(10)
    expect(page.locator("[role=status]").first).not_to_be_empty()
    field.press("ArrowDown")
    field.press("ArrowDown")
    second = proposed.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    field.press("Enter")

    expect(field).to_have_value("Guild of Sanzorzo 11")
    assert page.url.endswith("/people/new/")
    assert key.input_value().isdigit()


def test_escape_closes_and_keeps_what_was_typed(open_as, guilds):
    _page, field, proposed, key = person_new(open_as)

    field.press_sequentially("sanzorzo")
    expect(proposed.first).to_be_visible()
    field.press("Escape")

    expect(proposed.first).to_be_hidden()
    expect(field).to_have_value("sanzorzo")
    expect(key).to_have_value("")


def test_other_words_let_the_chosen_one_go(open_as, guilds):
    _page, field, proposed, key = person_new(open_as)
    field.fill("sanzorzo 41")
    proposed.click()

    field.press_sequentially(" et plus")

    expect(key).to_have_value("")


def test_in_arabic_on_a_phone(open_as, guilds, violations):
    page, field, proposed, key = person_new(open_as, language="ar", width=390, height=800)

    field.fill("سانزورزو 07")
    expect(proposed).to_have_count(1)
    assert violations(page) == []
    box, frame = proposed.bounding_box(), field.bounding_box()
    proposed.click()

    expect(field).to_have_value("نقابة سانزورزو 07")
    assert key.input_value().isdigit()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390, box["y"] >= frame["y"]) == (True, True, True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_script_the_form_asks_which_one(open_as, open_browser, guilds):
    state = open_as("manager").context.storage_state()
    page = open_browser(javascript=False, storage_state=state)
    page.goto("/fr/desk/people/new/")
    page.locator("input[name=family_name]").fill("Misaine")
    page.locator("input[name=organisation_words]").fill("sanzorzo 2")
    send = page.locator("form:has(input[name=family_name]) button[type=submit]")
    send.click()

    expect(page.locator("input[name=family_name]")).to_have_value("Misaine")
    expect(page.locator("input[name=organisation_picked]")).to_have_count(10)
    page.get_by_label("Guilde de Sanzorzo 23").check()
    send.click()

    expect(page.locator("main")).to_contain_text("Guilde de Sanzorzo 23")
