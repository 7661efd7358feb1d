"""A profile from a Word file to publication, by the hands of five roles, in a real browser."""

import io
import json
import re

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS
from tests.operations.processes import run_python

TITLE = {"fr": "Profil migratoire de Drogeo, parcours", "ar": "الملف التعريفي للهجرة في دروجيو، مسار"}
SAID = {
    "fr": "La ville de Drogeo accueille au port depuis longtemps, et chacun sait où aller.",
    "ar": "تستقبل مدينة دروجيو القادمين في الميناء منذ زمن طويل، ويعرف كل شخص إلى أين يذهب.",
}
RESERVATION = "صادق المجلس مع تحفظ على أرقام السكن."
GUEST = "hauban@crews-of-drogeo.example"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SCAN = {"name": "pv.pdf", "mimeType": "application/pdf", "buffer": PDF}


class Walk:
    """The people, each at a page of their own, and the document they work on."""

    def __init__(self, site, open_browser):
        self.site, self.open_browser, self.pages = site, open_browser, {}
        self.people = self.ask("people")
        self.slug = ""

    def ask(self, name, *words):
        """What a function of `walkthrough.py` says, inside the installation."""
        code = f"from tests.browser.walkthrough import main\nmain({name!r}, *{words!r})"
        return json.loads(run_python(self.site.folder, code, DEMONSTRATION="1").splitlines()[-1])

    def at(self, name, path="", *, to=""):
        """Somebody's page, at an address of the document."""
        if name not in self.pages:
            self.pages[name] = self.open_browser(session=self.people["sessions"][name], snapshots=False)
        page = self.pages[name]
        page.goto(to or f"/fr/desk/documents/{self.slug}/{path}")
        return page

    def stage_is(self, wanted):
        assert self.ask("stage", self.slug) == wanted

    def step(self, name, party, *, language="fr"):
        """The page of a party, by its place in the chain."""
        page = self.at(name)
        page.locator("section[aria-labelledby=chain] li").nth(party).get_by_role("link").click()
        page.goto(f"{page.url}?language={language}")
        return page

    def answers(self, name, party, answer, comment=""):
        """Answer for a party on the site."""
        page = self.step(name, party)
        form = page.locator("section[aria-labelledby=answer] form")
        form.locator(f"input[name=answer][value={answer}]").check()
        form.locator("textarea[name=comment]").fill(comment)
        send(page, form)


@pytest.fixture
def walk(site, open_browser):
    """The walk, before its first step."""
    return Walk(site, open_browser)


def send(page, form):
    """Send a form, and wait for what the site says to it."""
    form.locator("button[type=submit]").last.click()
    expect(page.locator("[role=status], .messages, .said").first).to_be_visible()
    expect(page.locator(".errors")).to_have_count(0)


def make_document(walk):
    """The officer makes it, names who works on it and who answers."""
    page = walk.at("officer", to="/fr/desk/documents/new/")
    form = page.locator("form:has(select[name=template])")
    template = form.locator("select[name=template] option", has_text=re.compile(r"^\s*Profil migratoire de ville \("))
    form.locator("select[name=template]").select_option(template.first.get_attribute("value"))
    for place, code in enumerate(("fr", "en", "ar")):
        form.locator(f"[name=title_{place}], [name=title_{code}]").fill(TITLE.get(code, ""))
    form.locator("select[name=source_language]").select_option("fr")
    for code in ("fr", "ar"):
        form.locator(f"input[name=languages][value={code}]").check()
    form.locator("select[name=city]").select_option(str(walk.people["city"]))
    form.locator("select[name=component]").select_option("knowledge")
    form.locator("button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/documents/profil"))
    walk.slug = page.url.rstrip("/").rpartition("/")[2]
    for name, role in (("expert", "lead-author"), ("supervisor", "supervisor"), ("quality", "quality-officer")):
        page = walk.at("officer", "people/")
        form = page.locator("section[aria-labelledby=give] form")
        form.locator("input[name=email]").fill(walk.people["emails"][name])
        form.locator("select[name=role]").select_option(role)
        send(page, form)
    page = walk.at("officer", "chain/")
    page.locator("form:has([name$=TOTAL_FORMS]) button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/documents/{walk.slug}/$"))
    expect(page.locator("section[aria-labelledby=chain] li")).to_have_count(4)


def hand_in_word(walk, language):
    """The expert takes the Word file along, writes in every section, hands it in and takes all over."""
    page = walk.at("expert", f"files/{language}.docx")
    with page.expect_download(timeout=PATIENCE_MS) as coming:
        page.locator("form[action$='/ask/'] button").click()
    file = docx.Document(coming.value.path())
    written = 0
    for paragraph in list(file.paragraphs):
        if paragraph.style.name == "Heading 1":
            added = file.add_paragraph(SAID[language], style="Normal")
            paragraph._p.addnext(added._p)
            written += 1
    assert written == 7
    out = io.BytesIO()
    file.save(out)
    page = walk.at("expert", "files/")
    form = page.locator("section[aria-labelledby=hand-in] form")
    form.locator("select[name=language]").select_option(language)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    form.locator("input[type=file]").set_input_files(
        {"name": f"drogeo.{language}.docx", "mimeType": kind, "buffer": out.getvalue()}
    )
    form.locator("button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/files/returned/\d+/"))
    expect(page.locator("input[name=section]")).to_have_count(7)
    page.locator("form:has(input[name=section]) button[type=submit]").click()
    expect(page.locator("input[name=section]")).to_have_count(0)


def hand_in(walk):
    page = walk.at("expert", "hand-in/")
    page.locator("section.dialog form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/documents/{walk.slug}/$"))
    walk.stage_is("supervision")


def remark(page, words):
    form = page.locator("[data-remark-form] form")
    form.locator("textarea[name=text]").fill(words)
    form.locator("button[type=submit]").last.click()
    expect(page.locator(".remarks")).to_contain_text(words)


def supervise(walk):
    """The supervisor remarks and returns; the expert answers, resolves and hands in again; both then agree."""
    remark(walk.at("supervisor", "read/fr/perceptions/"), "Dire combien de réponses.")
    walk.answers("supervisor", 0, "returned", "Les réponses ne sont pas comptées.")
    walk.stage_is("draft")
    page = walk.at("expert", "read/fr/perceptions/")
    page.locator(".remarks a[href*='/answer/']").click()
    page.locator("textarea[name=text]").fill("Elles le seront après l’enquête.")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".remarks")).to_contain_text("après l’enquête")
    page.locator(".remarks a[href*='/resolve/']").click()
    page.locator("textarea[name=resolution]").fill("Repris")
    page.locator("textarea[name=change_made]").fill("Phrase ajoutée")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".remarks .settled")).to_have_count(1)
    hand_in(walk)
    walk.answers("supervisor", 0, "agreed")
    walk.stage_is("quality")
    walk.answers("quality", 1, "agreed")
    walk.stage_is("stakeholders")


def ask_stakeholder(walk):
    """The officer invites somebody by link, who remarks."""
    page = walk.at("officer", "readers/")
    form = page.locator("section[aria-labelledby=invite] form")
    form.locator("input[name=name]").fill("Hauban Belle-Escale")
    form.locator("input[name=email]").fill(GUEST)
    form.locator("select[name=language]").select_option("fr")
    form.locator("select[name=step]").select_option(index=3)
    send(page, form)
    address = walk.ask("link_to", GUEST)
    guest = walk.open_browser(snapshots=False)
    guest.goto(address)
    guest.locator(".toc a", has_text=re.compile("erceptions")).click()
    remark(guest, "Les équipages ne sont pas nommés.")
    return guest, address


def edit(walk):
    """The expert writes a sentence more: what was signed before is stale."""
    page = walk.at("expert", "perceptions/fr/write/")
    expect(page.locator("form[data-editor]")).to_have_class(re.compile("live"))
    text = page.locator("form[data-editor] .ProseMirror").first
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Les équipages aussi.")
    expect(text).to_contain_text("Les équipages aussi.")
    page.locator("form[data-editor] button[type=submit]").first.click()
    expect(page.locator("[data-status]")).to_contain_text("Enregistré")
    page = walk.at("supervisor")
    expect(page.locator("section[aria-labelledby=chain] .mark.stale")).to_have_count(2)


def sign_by_code(walk, guest, address):
    """The stakeholder has a code sent, and signs with it."""
    guest.goto(address)
    guest.locator("form[action$='/code/'] button").click()
    expect(guest.locator("form:has(input[name=code])")).to_be_visible()
    form = guest.locator("form:has(input[name=code])")
    form.locator("input[name=answer][value=agreed]").check()
    form.locator("input[name=code]").fill(walk.ask("code_for", GUEST))
    form.locator("button[type=submit]").last.click()
    expect(guest.locator("section[aria-labelledby=answer] .mark.done")).to_be_visible()


def translate(walk):
    """The Arabic comes by a Word file too, and is said to be done."""
    hand_in_word(walk, "ar")
    page = walk.at("expert")
    keys = page.locator("section[aria-labelledby=sections] tbody th a")
    for address in [each.get_attribute("href") for each in keys.all()]:
        page.goto(address.replace("/fr/write/", "/ar/write/"))
        page.locator("button[name=done]").click()
        expect(page.locator(".said, [role=status], .messages").first).to_be_visible()


def validate_on_paper(walk):
    """The focal point enters the council's minutes on the Arabic text, the second officer confirms them."""
    page = walk.step("focal", 3, language="ar")
    fingerprint = page.locator("dl.state code").inner_text()
    page.locator("details.fold:has(input[name=evidence]) summary").click()
    form = page.locator("form:has(input[name=evidence])")
    for name, words in (("body", "مجلس دروجيو"), ("reference", "PV 12"), ("content_hash", fingerprint)):
        form.locator(f"input[name={name}]").fill(words)
    form.locator("input[name=signed_on]").fill(walk.ask("sign_days", walk.slug))
    form.locator("select[name=language]").select_option("ar")
    form.locator("input[name=answer][value=reserved]").check()
    form.locator("textarea[name=comment]").fill(RESERVATION)
    form.locator("input[name=is_printed]").check()
    form.locator("input[name=evidence]").set_input_files(SCAN)
    send(page, form)
    walk.stage_is("validation")
    page = walk.step("second", 3, language="ar")
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("form[action$='/confirm/']")).to_have_count(0)
    walk.stage_is("ready")


def publish(walk):
    page = walk.at("officer", "publish/")
    page.locator("section.dialog form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/documents/{walk.slug}/$"))
    walk.stage_is("published")


def read_in_arabic(walk):
    """Anyone reads the edition in Arabic, with the reservation, and downloads its PDF."""
    page = walk.open_browser(language="ar", snapshots=False)
    page.goto(f"/ar/documents/{walk.slug}/editions/1/?demonstration=1")
    expect(page.locator("h1")).to_contain_text(TITLE["ar"])
    expect(page.locator("blockquote").first).to_contain_text(RESERVATION)
    link = page.locator(f"a[href*='{walk.slug}/editions/1/ar.pdf']")
    while link.count() == 0:
        # The queue is making it: the page says so until it is there.
        page.reload()
    with page.expect_download() as coming:
        link.click()
    assert coming.value.path().read_bytes()[:5] == b"%PDF-"


def test_profile_from_a_word_file_to_publication(walk):
    make_document(walk)
    hand_in_word(walk, "fr")
    hand_in(walk)
    supervise(walk)
    guest, address = ask_stakeholder(walk)
    edit(walk)
    sign_by_code(walk, guest, address)
    walk.stage_is("stakeholders")
    walk.answers("supervisor", 0, "agreed")
    walk.answers("quality", 1, "agreed")
    walk.stage_is("validation")
    translate(walk)
    validate_on_paper(walk)
    publish(walk)

    read_in_arabic(walk)
