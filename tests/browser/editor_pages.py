"""A desk of authors on the site under test: documents to write in, and what a test does with the editor."""

import html as html_module
import json
import re
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.operations.processes import ROOT, run_python

DOCUMENTS = 120
MAKE = """
import datetime as dt, json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portolan.network.enums import Role
from portolan.network.models import Organisation, RoleAssignment
from tests.factories.documents import DocumentFactory, DocumentTemplateFactory, hand_of
from tests.factories.accounts import UserFactory
from tests.factories.provenance import SourceFactory, record
from portolan.kernel.texts import Text

def session(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key

invented = record("demonstration")
template = DocumentTemplateFactory(code="editor")
city = Organisation.objects.filter(record__kind="demonstration").order_by("pk").first()
users = [
    UserFactory(email=f"author{n}@antillia.example", email_key=f"author{n}@antillia.example", name=name, language="fr")
    for n, name in enumerate(("Ava Antil", "Zeno Mayda", "Lev Frisland"))
]
SourceFactory(record=invented, code="mayda-2020", title="Registre du port", publisher="Port de Mayda", published="2020")
for number in range(COUNT):
    document = DocumentFactory(
        slug=f"editor-{number}", template=template, city=city, record=invented,
        title=Text.of("fr", fr=f"Profil {number}", en=f"Profile {number}", ar=f"ملف {number}"),
    )
    for user in users[:2]:
        hand_of(document, Role.LEAD_AUTHOR, user=user)
    hand_of(document, Role.READER, user=users[2])
print(json.dumps([{"session": session(user), "key": user.pk, "again": session(user)} for user in users]))
"""


@pytest.fixture(scope="session")
def authors(site):
    """Ava and Zeno, who write, and Lev, who only reads: their sessions."""
    answer = run_python(site.folder, MAKE.replace("COUNT", str(DOCUMENTS)), DEMONSTRATION="1")
    return json.loads(answer.splitlines()[-1])


_numbers = count()


@dataclass
class Desk:
    """One section of one document, opened by somebody in a browser."""

    page: object
    site: str
    number: int
    language: str
    screen: str
    section: str = "framework"

    @property
    def root(self):
        return f"/{self.screen}/desk/documents/editor-{self.number}/{self.section}/{self.language}"

    def enter(self, session):
        """Have this browser be signed in by a session."""
        self.page.context.add_cookies([{"name": "session", "value": session, "url": self.site}])

    def open(self):
        """Open the page and wait for the editor."""
        self.page.goto(f"{self.root}/write/")
        expect(self.page.locator("form[data-editor]")).to_have_class(re.compile("live"))
        return self

    @property
    def text(self):
        return self.page.locator("form[data-editor] .ProseMirror").first

    def at_end(self):
        """Put the cursor at the end of the text."""
        self.text.focus()
        self.settle()
        self.keys("Control+End")

    def keys(self, *keys):
        """Press keys, each after the editor has seen the one before."""
        for key in keys:
            self.page.keyboard.press(key)
            self.settle()

    def type(self, words):
        self.page.keyboard.type(words)
        self.settle()

    def settle(self):
        """Let the browser tell the editor where the cursor is; it looks again 20 ms after it got the focus."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))")

    def tool(self, name):
        self.page.locator(f"[data-tool={name}]:visible").first.click()
        self.settle()

    def paste(self, rich, plain="x"):
        """Paste as the browser does, with both kinds on the clipboard."""
        self.page.evaluate(
            """([rich, plain]) => {
              const data = new DataTransfer();
              data.setData("text/html", rich);
              data.setData("text/plain", plain);
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(paste);
            }""",
            [rich, plain],
        )
        self.settle()

    def save(self):
        """Save, and wait until it is said."""
        self.page.locator("form[data-editor] button[type=submit]").first.click()
        expect(self.status).to_have_class(re.compile("done"))
        expect(self.status).to_contain_text(re.compile("Enregistré|Saved|حُفظ|حفظ"))

    @property
    def status(self):
        return self.page.locator("[data-status]")

    def stored(self):
        """The text as the server has it, draft or version, straight from the plain field."""
        answer = self.page.request.get(f"{self.root}/write/")
        field = re.search(r'<textarea name="html".*?>(.*?)</textarea>', answer.text(), re.DOTALL)
        return html_module.unescape(field[1]).lstrip("\n")

    def put(self, text, note=""):
        """Save a text by the plain form, without a browser's page."""
        page = self.page.request.get(f"{self.root}/write/").text()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        base = re.search(r'name="base"(?: value="(\d*)")?', page)[1] or ""
        answer = self.page.request.post(
            f"{self.root}/write/",
            form={"csrfmiddlewaretoken": token, "base": base, "html": text, "note": note},
            headers={"Referer": self.page.url if self.page.url.startswith("http") else ""},
        )
        assert answer.ok, answer.status
        return self


@pytest.fixture
def desk(request, chromium, authors, site):
    """`desk(language="ar", screen="ar")`: a fresh section, opened by Ava; `who=1` is Zeno, `number=` an older one.

    As `open_browser`, it fails on any error of a page; `refused=True` where answers that refuse, or a line that breaks,
    are the subject: the browser writes a line about each.
    """
    contexts, troubles = [], []

    def start(*, language="fr", screen=None, who=0, number=None, text=None, live=True, refused=False, **more):
        context = chromium.new_context(
            base_url=site.url,
            locale=screen or "fr",
            timezone_id="Africa/Tunis",
            viewport={"width": more.pop("width", 1280), "height": 900},
            java_script_enabled=more.pop("javascript", True),
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(15_000)
        context.tracing.start(screenshots=True, snapshots=True)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda line: line.type == "error" and troubles.append((refused, line.text)))
        page.on("request", lambda asked: asked.url.startswith((site.url, "data:")) or troubles.append(asked.url))
        made = Desk(page, site.url, next(_numbers) if number is None else number, language, screen or "fr")
        made.enter(authors[who]["session"])
        if text is not None:
            made.put(text)
        return made.open() if live else made

    yield start
    meant = [each for each in troubles if isinstance(each, tuple) and each[0] and each[1].startswith("Failed to load")]
    for number, context in enumerate(contexts):
        if getattr(request.node, "failed", False) or len(troubles) > len(meant):
            context.tracing.stop(path=ROOT / "traces" / f"{request.node.name}-{number}.zip")
        context.close()
    assert [each for each in troubles if each not in meant] == []
