"""A passkey from beginning to end: added to an account, then enough alone to sign in, without password or code."""

import pytest
from playwright.sync_api import expect

# A telephone that knows its owner by their finger, and says so at once.
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _give_telephone(page):
    """A virtual authenticator of the browser; what tells how many keys it holds."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    number = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})["authenticatorId"]
    return lambda: len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"])


def _enter_with_password(page, language, email, password):
    page.goto(f"/{language}/accounts/login/?next=/{language}/accounts/2fa/webauthn/add/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) [type=submit]").first.click()
    # Before a change to how one signs in, the site asks once more.
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.locator("main input[name=password]").fill(password)
    page.locator("main form [type=submit]").first.click()


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 390)])
def test_passkey_is_added_and_then_opens_the_account_alone(site, open_browser, violations, language, width):
    page = open_browser(language=language, width=width)
    keys = _give_telephone(page)
    _enter_with_password(page, language, site.world["pilots"][language], site.world["password"])

    page.locator("input[name=name]").fill("Boussole")
    page.locator("input[name=passwordless]").check()
    wrong = violations(page)
    page.locator("form[data-passkey=create] [type=submit]").click()
    page.wait_for_url(f"**/{language}/accounts/2fa/recovery-codes/**")
    assert keys() == 1

    page.goto(f"/{language}/accounts/2fa/webauthn/")
    expect(page.locator("main li b")).to_have_text("Boussole")
    wrong += violations(page)
    page.goto(f"/{language}/accounts/logout/")
    page.locator("main form [type=submit]").click()
    page.wait_for_url(f"**/{language}/")

    page.goto(f"/{language}/accounts/login/?next=/{language}/desk/account/")
    wrong += violations(page)
    page.locator("form[data-passkey=login] [type=submit]").click()
    page.wait_for_url(f"**/{language}/desk/account/")
    expect(page.locator("main .lead")).to_have_text(site.world["pilots"][language])
    assert not wrong, "\n".join(wrong)


def test_key_that_is_refused_says_so_and_signs_nobody_in(open_browser, violations):
    page = open_browser(language="ar", width=390)
    keys = _give_telephone(page)
    page.goto("/ar/accounts/login/")

    page.locator("form[data-passkey=login] [type=submit]").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()

    assert keys() == 0
    assert violations(page) == []
    page.goto("/ar/desk/")
    page.wait_for_url("**/ar/accounts/login/**")
