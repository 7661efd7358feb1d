from playwright.sync_api import expect


def test_manager_enters_with_password_and_code(open_as, violations):
    page = open_as("manager", language="ar")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_be_visible()
    assert violations(page) == []


def test_entered_once_a_role_opens_the_desk_again(open_as):
    open_as("focal-point", language="fr")

    page = open_as("focal-point", language="fr")

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("h1")).to_be_visible()
