"""Pages after a click, in three languages: menus and folded parts open, forms sent with what they must refuse.

French on a wide screen, Arabic on a telephone, English on either.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.addresses import GROUPS, at

WIDTHS = {"fr": 1280, "en": 1280, "ar": 390}
# Who, which page, and what is typed: nothing of it may be kept, and the page has to say so.
WRONG = [
    (None, at("account_login", "Sign in"), {"login": "nobody@mayda.example", "password": "lighthouse"}),
    (None, at("account_reset_password", "A new password"), {"email": "not an address"}),
    (None, at("desk:invitation-accept", "Welcome", secret="open"), {"name": "", "password": "1"}),
    ("traveller", at("account_reauthenticate", "Is it still you?"), {"password": "wrong"}),
    ("traveller", at("account_change_password", "Change the password"), {"oldpassword": "x", "password1": "1"}),
    ("traveller", at("account_email", "Your e-mail address"), {"email": "not an address"}),
    ("traveller", at("desk:account", "My account"), {"name": ""}),
    ("traveller", at("mfa_edit_webauthn", "Name of the key"), {"name": ""}),
    ("newcomer", at("account_set_password", "Choose a password"), {"password1": "1", "password2": "2"}),
    ("newcomer", at("mfa_activate_totp", "Set up an app"), {"code": "000"}),
    ("manager", at("desk:settings", "Settings"), {"name_fr": "", "name_en": "", "name_ar": "", "colour_main": "red"}),
    ("manager", at("desk:invite", "Invite somebody"), {"email": "not an address"}),
    ("manager", at("desk:user", "Pilote de Maïda", typed=True), {"reason": ""}),
    ("manager", at("desk:event-new", "New event"), {"title_fr": "", "start": "one day"}),
    ("manager", at("desk:event-edit", "Reading the currents"), {"start": "2024-05-14", "end": "2023"}),
    ("manager", at("desk:event-attendance", "Who came"), {"email": "nobody"}),
    ("manager", at("desk:event-attendance-remove", "Remove this note?"), {"reason": ""}),
    ("manager", at("desk:imports", "Import"), {"file": ""}),
    ("manager", at("desk:conflict", "Reading the currents"), {"reason": ""}),
    ("manager", at("desk:conflict", "Reading the currents", pk="decided_conflict"), {"reason": ""}),
    ("manager", at("desk:organisation-new", "Add an organisation"), {"name_fr": "", "website": "nowhere"}),
    ("manager", at("desk:organisation-edit", "Change an organisation"), {"website": "https://x.example", "seen": "0"}),
    ("manager", at("desk:membership-new", "Add a membership"), {"start": "2018", "end": "2017"}),
    ("manager", at("desk:membership-edit", "Change a membership"), {"start": "2018", "end": "2017"}),
    ("manager", at("desk:place-new", "Add a place"), {"zone": "Atlantis", "latitude": "146", "longitude": ""}),
    ("manager", at("desk:place-edit", "Change a place"), {"zone": "Atlantis"}),
    ("manager", at("desk:phase-new", "Add a phase"), {"number": "", "code": "two words"}),
    ("manager", at("desk:phase-edit", "Change a phase"), {"number": ""}),
    ("manager", at("desk:person-new", "Add a person"), {"family_name": "", "email": "nobody"}),
    ("manager", at("desk:person-edit", "Change a person"), {"family_name": ""}),
    ("manager", at("desk:person-erase", "Erase Brasil Eumenia?"), {"reason": ""}),
    ("manager", at("desk:affiliation-new", "Add a function"), {"start": "2018", "end": "2017"}),
    ("manager", at("desk:affiliation-end", "End a function"), {"end": "some day"}),
    ("manager", at("desk:note-new", "Write a note"), {"text": "", "on": ""}),
    ("manager", at("desk:note-edit", "Change a note"), {"text": ""}),
    ("manager", at("desk:office-new", "Who governs"), {"holder": "", "start": "soon"}),
    ("manager", at("desk:nominate", "Name a focal point"), {"start": ""}),
    ("manager", at("desk:post-end", "End a post"), {"on": ""}),
    ("manager", at("desk:hand-over", "Hand over the work"), {"note": "les clés"}),
]
FOLDED = [
    (reader, address)
    for reader, addresses in GROUPS.values()
    for address in addresses
    if address.name in ("portal:components", "desk:user", "desk:event", "desk:person", "api:docs")
]
TYPE = """(form, values) => {
  form.noValidate = true;
  for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value;
}"""


def _open(site, open_browser, reader, language):
    session = site.world["sessions"][reader] if reader else ""
    return open_browser(
        language=language, width=WIDTHS[language], session=session, snapshots=False, expected=[looking.REFUSED]
    )


def _send(page, values):
    """Type into the form that has these fields, and send it by its first button."""
    form = page.locator(f"main form:has([name={next(iter(values))}])").first
    form.evaluate(TYPE, values)
    form.locator("[type=submit]").first.click()


@pytest.mark.parametrize("language", WIDTHS)
@pytest.mark.parametrize("reader", [None, "traveller", "newcomer", "manager"])
def test_forms_say_what_is_wrong_without_barriers(site, open_browser, reader, language):
    page = _open(site, open_browser, reader, language)
    wrong = []

    for _, address, values in (row for row in WRONG if row[0] == reader):
        page.goto(address.path(language, site.world))
        _send(page, values)
        expect(page.locator("main :is(.err, .errors, .said.error):visible").first).to_be_visible()
        wrong += looking.violations(page) + looking.refusals(page)
        wrong += looking.sticking_out(page, WIDTHS[language])

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", WIDTHS)
def test_folded_parts_open_without_barriers(site, open_browser, language):
    pages = {reader: _open(site, open_browser, reader, language) for reader in {reader for reader, _ in FOLDED}}
    wrong = []

    for reader, address in FOLDED:
        page = pages[reader]
        page.goto(address.path(language, site.world))
        folded = page.locator("main details:not([open]) > summary")
        assert folded.count() > 0
        while folded.count():
            folded.first.click()
        wrong += looking.violations(page) + looking.sticking_out(page, WIDTHS[language])

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", WIDTHS)
@pytest.mark.parametrize("reader", [None, "manager"])
def test_menus_open_without_barriers(site, open_browser, reader, language):
    page = _open(site, open_browser, reader, language)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/{language}/desk/" if reader else f"/{language}/")

    page.locator("[popovertarget=menu]").click()
    expect(page.locator("#menu a").first).to_be_in_viewport()
    wrong = looking.violations(page)
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    if reader:
        page.locator("details.user > summary").click()
        expect(page.locator("details.user ul a").first).to_be_in_viewport()
        wrong += looking.violations(page) + looking.sticking_out(page, 390)
        page.set_viewport_size({"width": 1280, "height": 900})
        wrong += looking.violations(page) + looking.sticking_out(page, 1280)

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", WIDTHS)
def test_what_was_kept_is_said_without_barriers(site, open_browser, language):
    page = _open(site, open_browser, "manager", language)
    page.goto(at("desk:notice-preferences", "Notices by mail").path(language, site.world))
    page.locator("main form [type=submit]").click()
    expect(page.locator("main .said")).to_be_visible()

    wrong = looking.violations(page)
    page.goto(at("desk:person", "Brasil Eumenia").path(language, site.world))
    page.locator("main form[action$='data.html'] [type=submit]").click()
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("main dt").first).to_be_visible()

    wrong += looking.violations(page) + looking.sticking_out(page, WIDTHS[language])
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", WIDTHS)
def test_second_step_of_signing_in_has_no_barriers(site, open_browser, language):
    page = open_browser(language=language, width=WIDTHS[language])
    page.goto(f"/{language}/accounts/login/")
    page.locator("input[name=login]").fill("traveller@mayda.example")
    page.locator("input[name=password]").fill(site.world["password"])
    page.locator("form:has(input[name=password]) [type=submit]").first.click()
    expect(page.locator("input[name=code]")).to_be_visible()

    wrong = looking.violations(page)
    page.locator("input[name=code]").fill("nonsense")
    page.locator("form:has(input[name=code]) [type=submit]").first.click()
    expect(page.locator("main .err:visible").first).to_be_visible()

    wrong += looking.violations(page) + looking.refusals(page)
    assert not wrong, "\n".join(wrong)
