"""What becomes of a text while it is typed: drafts, broken lines, ended sessions, two writers, no script; and barriers,
weight and policy of the page.
"""

import json
import re

import pytest
from playwright.sync_api import expect

pytest_plugins = ["tests.browser.editor_pages"]

TEXT = "<p>Le port accueille.</p>"
KB = 1024


def kept_here(section):
    """The texts this browser keeps."""
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('portolan.text.')).map((key) => localStorage[key])"
    return [json.loads(each)["html"] for each in section.page.evaluate(kept)]


def draft_said(section):
    expect(section.status).to_have_class("mark part")
    expect(section.status).to_contain_text(":")


def test_pause_keeps_a_draft_only_its_writer_sees(desk):
    section = desk(text=TEXT)
    section.at_end()

    section.type(" Toujours.")
    draft_said(section)

    assert section.stored() == "<p>Le port accueille. Toujours.</p>"
    assert kept_here(section) == []
    assert desk(who=1, number=section.number, live=False).stored() == TEXT
    expect(section.page.locator("[data-count]")).to_contain_text("4")


def test_draft_is_there_on_return_and_can_be_given_up(desk):
    section = desk(text=TEXT)
    section.at_end()
    section.type(" Toujours.")
    draft_said(section)

    section.open()
    expect(section.text).to_have_text("Le port accueille. Toujours.")
    section.page.locator("[data-drop-draft]").click()
    section.page.wait_for_url("**/write/")
    expect(section.text).to_have_text("Le port accueille.")

    assert section.stored() == TEXT


def test_saving_makes_the_version_everybody_reads(desk):
    section = desk(text=TEXT)
    section.at_end()
    section.type(" Toujours.")

    section.page.locator("input[name=note]").fill("Complété")
    section.save()

    assert desk(who=1, number=section.number, live=False).stored() == "<p>Le port accueille. Toujours.</p>"
    assert kept_here(section) == []
    section.page.goto(f"{section.root}/history/")
    expect(section.page.locator(".versions tbody tr").first).to_contain_text("Complété")


def test_broken_line_loses_nothing_and_goes_on_by_itself(desk):
    section = desk(text=TEXT, refused=True)
    section.at_end()

    section.page.context.set_offline(True)
    section.type(" Le soir.")
    expect(section.status).to_have_class("mark late")
    assert kept_here(section) == ["<p>Le port accueille. Le soir.</p>"]
    section.page.context.set_offline(False)
    draft_said(section)

    assert section.stored() == "<p>Le port accueille. Le soir.</p>"
    assert kept_here(section) == []


def test_text_that_never_arrived_is_offered_on_return(desk, authors):
    section = desk(text=TEXT, refused=True)
    section.at_end()
    section.page.context.clear_cookies()
    section.type(" Le soir.")
    expect(section.page.locator("[data-more] a")).to_be_visible()
    section.page.goto("about:blank")
    section.enter(authors[0]["again"])

    section.open()
    expect(section.text).to_have_text("Le port accueille.")
    section.page.locator("[data-take]").click()
    expect(section.text).to_have_text("Le port accueille. Le soir.")
    draft_said(section)

    assert section.stored() == "<p>Le port accueille. Le soir.</p>"


def test_saving_without_a_line_keeps_the_text_and_succeeds_later(desk):
    section = desk(text=TEXT, refused=True)
    section.at_end()
    section.type(" Le soir.")
    section.page.context.set_offline(True)

    section.page.locator("form[data-editor] button[type=submit]").first.click()
    expect(section.status).to_have_class("mark late")
    section.page.context.set_offline(False)
    section.save()

    assert section.stored() == "<p>Le port accueille. Le soir.</p>"


def test_ended_session_keeps_the_text_and_goes_on_after_signing_in(desk, authors):
    section = desk(text=TEXT, refused=True)
    section.at_end()
    section.page.context.clear_cookies()

    section.type(" Le soir.")
    link = section.page.locator("[data-more] a")
    expect(link).to_be_visible()
    assert kept_here(section) == ["<p>Le port accueille. Le soir.</p>"]
    # Signing in elsewhere gives a new session and a new token; this page still has the old one.
    section.enter(authors[0]["again"])
    section.type(" Oui.")
    draft_said(section)

    assert section.stored() == "<p>Le port accueille. Le soir. Oui.</p>"
    assert kept_here(section) == []


def test_another_account_is_not_given_the_text(desk, authors):
    section = desk(text=TEXT, refused=True)
    section.at_end()
    section.page.context.clear_cookies()
    section.enter(authors[1]["session"])

    section.type(" Secret.")
    expect(section.status).to_have_class("mark late")

    assert section.stored() == TEXT
    assert kept_here(section) == ["<p>Le port accueille. Secret.</p>"]
    section.open()
    expect(section.page.locator("[data-kept]")).to_be_hidden()


def test_second_window_is_told_of_the_first(desk):
    section = desk(text=TEXT)
    other = section.page.context.new_page()
    other.goto(f"{section.root}/write/")
    expect(other.locator("form[data-editor]")).to_have_class(re.compile("live"))
    expect(other.locator("[data-elsewhere]")).to_be_hidden()

    section.at_end()
    section.type(" Oui.")

    expect(other.locator("[data-elsewhere]")).to_be_visible()


def test_two_writers_meet_and_bring_both_texts_together(desk, violations):
    first = desk(text="<p>Un.</p><p>Deux.</p><p>Trois.</p>", refused=True)
    second = desk(who=1, number=first.number)
    second.text.locator("p").first.click()
    second.settle()
    second.keys("End")
    second.type(" De Zeno.")
    second.save()
    first.at_end()
    first.type(" D’Ava.")
    expect(first.page.locator("[data-more]")).to_contain_text("Zeno Mayda")

    first.page.locator("form[data-editor] button[type=submit]").first.click()
    first.page.wait_for_url("**/two-versions/")
    assert violations(first.page) == []
    assert first.page.locator(".passage").count() == 2
    first.page.locator("form.versions-two button[type=submit]").first.click()
    first.page.wait_for_url("**/write/")

    assert first.stored() == "<p>Un. De Zeno.</p><p>Deux.</p><p>Trois. D’Ava.</p>"


def test_two_writers_of_one_passage_choose(desk):
    first = desk(text="<p>Un.</p>", refused=True)
    second = desk(who=1, number=first.number)
    second.at_end()
    second.type(" De Zeno.")
    second.save()
    first.at_end()
    first.type(" D’Ava.")

    first.page.locator("form[data-editor] button[type=submit]").first.click()
    first.page.wait_for_url("**/two-versions/")
    expect(first.page.locator(".passage.open")).to_have_count(1)
    first.page.locator("form.versions-two button[type=submit]").first.click()
    expect(first.page.locator(".err, .errors").first).to_be_visible()
    first.page.locator("input[value=both]").check()
    first.page.locator("form.versions-two button[name=do]").first.click()
    first.page.wait_for_url("**/write/")

    expect(first.text.locator("p")).to_have_text(["Un. De Zeno.", "Un. D’Ava."])
    first.save()
    assert first.stored() == "<p>Un. De Zeno.</p><p>Un. D’Ava.</p>"


def test_plain_form_saves_and_is_protected_without_a_script(desk):
    section = desk(text=TEXT, live=False, javascript=False)
    section.page.goto(f"{section.root}/write/")
    field = section.page.locator("textarea[name=html]")
    expect(field).to_have_value(TEXT)
    expect(section.page.locator("[data-tools]")).to_be_hidden()

    desk(who=1, number=section.number, live=False).put("<p>Zeno.</p>")
    field.fill("<p>Ava.</p>")
    section.page.locator(".page-form button[type=submit]").first.click()
    section.page.wait_for_url("**/two-versions/")
    section.page.locator("input[value=mine]").check()
    section.page.locator("form.versions-two button[type=submit]").first.click()
    section.page.wait_for_url("**/write/")

    expect(section.page.locator("textarea[name=html]")).to_have_value("<p>Ava.</p>")


def test_translation_stands_beside_its_source_and_shows_what_changed(desk):
    section = desk(text="<p>Le port.</p><p>La ville.</p>", live=False)
    arabic = desk(language="ar", screen="ar", number=section.number)
    arabic.at_end()
    arabic.type("الميناء.")
    arabic.page.locator("button[name=done]").click()
    expect(arabic.page.locator(".said.success")).to_be_visible()
    expect(arabic.page.locator(".state .mark.done")).to_have_count(2)
    section.put("<p>Le grand port.</p><p>La ville.</p>")

    arabic.open()

    expect(arabic.page.locator(".page.source .change")).to_have_count(1)
    expect(arabic.page.locator(".page.source ins")).to_have_text(re.compile("grand"))
    expect(arabic.page.locator(".page.source .mark.stale")).to_be_visible()


@pytest.mark.parametrize("screen", ["fr", "en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_has_no_barriers(desk, violations, screen, width):
    figure = '<figure class="table"><figcaption>Port</figcaption><table><tbody><tr><th scope="col"><p>A</p></th></tr>'
    section = desk(language="fr", screen=screen, width=width, live=False)
    section.put(
        f'<h3>Port</h3><p>Un<span class="note">Note</span> <cite data-source="mayda-2020"></cite></p>{figure}'
        "<tr><td><p>1</p></td></tr></tbody></table></figure>"
    )
    section.open()
    page = section.page

    found = violations(page)
    page.locator(".ProseMirror td").click()
    section.settle()
    found += violations(page)
    page.locator(".note-mark").click()
    section.settle()
    found += violations(page)
    section.keys("Escape")
    for tool in ("link", "source", "foreign"):
        section.tool(tool)
        found += violations(page)
        section.keys("Escape")

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("screen", ["fr", "en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_revisions_and_their_comparison_have_no_barriers(desk, violations, screen, width):
    section = desk(language="fr", screen=screen, width=width, live=False)
    section.put("<p>Un.</p><ul><li><p>a</p></li></ul>").put(
        "<p>Un deux.</p><ul><li><p>a</p></li><li><p>b</p></li></ul>"
    )
    page, found = section.page, []

    for address in ("history/", "history/1/2/"):
        page.goto(f"{section.root}/{address}")
        found += violations(page)
        found += [address] if page.evaluate("document.documentElement.scrollWidth") > width else []

    assert found == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_page_weighs_little_and_the_next_one_less(desk, language):
    section = desk(language=language, screen=language, live=False)
    section.put(TEXT)
    wire = watch(section.page)

    section.open()
    first = sum(wire.values())
    wire.clear()
    section.open()
    following = sum(wire.values())

    assert first <= 330 * KB
    assert following <= 30 * KB


def test_autosave_costs_little_beyond_the_text(desk):
    section = desk(live=False)
    section.put("<p>" + "Le port accueille. " * 200 + "</p>")
    section.open()
    section.at_end()
    session = section.page.context.new_cdp_session(section.page)
    session.send("Network.enable")
    sent, heads, received = [], [], []
    session.on("Network.requestWillBeSent", lambda each: sent.append(each["request"].get("postData", "")))
    session.on("Network.requestWillBeSentExtraInfo", lambda each: heads.append(each["headers"]))
    session.on("Network.loadingFinished", lambda each: received.append(each["encodedDataLength"]))

    section.type("Oui.")
    draft_said(section)

    text = section.stored()
    body = len(sent[0].encode()) - len(text.encode())
    head = sum(len(name) + len(value) + 4 for name, value in heads[0].items())
    assert (len(sent), len(received)) == (1, 1)
    assert body + head + received[0] <= 2 * KB


def watch(page):
    """Bytes on the wire by address, from the cache none."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    named, wire = {}, {}
    session.on("Network.requestWillBeSent", lambda each: named.update({each["requestId"]: each["request"]["url"]}))
    session.on("Network.loadingFinished", lambda each: count(each, named, wire))
    return wire


def count(each, named, wire):
    address = named.get(each["requestId"], "")
    if not address.startswith("data:"):
        wire[address] = wire.get(address, 0) + each["encodedDataLength"]


def test_policy_is_loosened_by_one_nonce_on_this_page_alone(desk):
    section = desk(text=TEXT, live=False)
    request = section.page.request

    here = request.get(f"{section.root}/write/")
    scripts = re.findall(r"script-src [^;]+", here.headers["content-security-policy"])
    nonce = re.search(r'<script type="importmap" nonce="([^"]+)"', here.text())[1]
    elsewhere = [request.get(f"{section.root}/history/"), request.get("/fr/desk/")]

    assert scripts == [f"script-src 'self' 'nonce-{nonce}'"]
    assert {re.search(r"script-src [^;]+", each.headers["content-security-policy"])[0] for each in elsewhere} == {
        "script-src 'self'"
    }
    assert here.headers["cache-control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "unsafe" not in here.headers["content-security-policy"]
