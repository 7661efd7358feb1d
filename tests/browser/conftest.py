"""A real browser on the real site: `portolan run` in a data folder of its own, Debian's Chromium.

Tests wait on what is shown, never on time. A failure leaves its trace in `traces/`; look at it with
`playwright show-trace traces/<test>.zip`.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import looking
from tests.operations.processes import ROOT, free_port, portolan, run_python, started, wait_for

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTING_SECONDS = 300
# How long to wait for what is to be shown: on a machine whose cores are busy with other work too.
PATIENCE_MS = 60_000
BUILD = "import json\nfrom tests.browser.world import build\nprint(json.dumps(build()))"
# A morning on which nothing of the record happens.
MORNING = "2026-03-02T08:00:00Z"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know whether the test they served failed."""
    report = yield
    if report.failed:
        item.failed = True
    return report


@pytest.fixture(autouse=True)
def _database_for_all():
    """The site has a database of its own, in other processes."""


@dataclass(frozen=True)
class Site:
    """The site under test. `world`: what stands in its addresses and who is signed in, as `world.build()` made them."""

    url: str
    folder: Path
    world: dict

    def account(self, role):
        """How to enter as a role of the demonstration."""
        accounts = json.loads((self.folder / "demonstration.json").read_text())
        return next(account for account in accounts if account["role"] == role)

    def code(self, role):
        """What the authenticator of a role's account shows now."""
        return portolan(self.folder, "user", "code", self.account(role)["email"]).stdout.strip()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, started once, with the world of `world.py` beside the record and the demonstration."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    with started(folder, "run", PORT=str(port)) as process:
        log = folder / "run.log"
        wait_for(lambda: process.poll() is not None or "answers at" in log.read_text(), seconds=STARTING_SECONDS)
        assert process.poll() is None, log.read_text()
        yield Site(f"http://localhost:{port}", folder, json.loads(run_python(folder, BUILD).splitlines()[-1]))


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, started once."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        expect.set_options(timeout=PATIENCE_MS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(request, site, chromium):
    """`open_browser(language="ar", width=390, javascript=False)`: a page of a reader who was never here before.

    `session` is the key of a session: the page of somebody signed in. At the end, every page must have asked no other
    host and met no error of its own; `expected` are messages of the browser that belong to what the test does.
    """
    contexts, troubles = [], []

    def start(
        *, language="fr", width=1280, height=900, javascript=True, session="", expected=(), snapshots=True, **more
    ):
        context = chromium.new_context(
            base_url=site.url,
            locale=language,
            timezone_id="Africa/Tunis",
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        # Many pages in one context keep no pictures of each: they would cost more than the pages.
        context.tracing.start(screenshots=snapshots, snapshots=snapshots)
        context.add_init_script(looking.KEEP_REFUSALS)
        contexts.append(context)
        if session:
            context.add_cookies([{"name": "session", "value": session, "url": site.url}])
        page = context.new_page()
        page.clock.set_fixed_time(MORNING)
        _listen(page, site.url, troubles, tuple(expected))
        return page

    yield start
    for number, context in enumerate(contexts):
        if getattr(request.node, "failed", False) or troubles:
            context.tracing.stop(path=ROOT / "traces" / f"{request.node.name}-{number}.zip")
        context.close()
    assert troubles == []


def _listen(page, url, troubles, expected):
    """Keep what must not happen: an error of a script, a message of the browser, a request to another host."""

    def said(message):
        if message.type == "error" and not any(words in message.text for words in expected):
            troubles.append(f"console of {page.url}: {message.text}")

    page.on("pageerror", lambda error: troubles.append(f"error of {page.url}: {error}"))
    page.on("console", said)
    page.on("request", lambda asked: asked.url.startswith((url, "data:")) or troubles.append(asked.url))


@pytest.fixture(scope="session")
def _entered():
    """Role -> what the browser keeps once signed in: a code is good once, so each role enters once."""
    return {}


@pytest.fixture
def open_as(open_browser, site, _entered):
    """`open_as("manager", language="ar")`: a page of somebody signed in, at the desk's first screen."""

    def start(role, **more):
        language = more.get("language", "fr")
        if role in _entered:
            page = open_browser(storage_state=_entered[role], **more)
            page.goto(f"/{language}/desk/")
            return page
        page = open_browser(**more)
        account = site.account(role)
        page.goto(f"/{language}/accounts/login/")
        page.locator("input[name=login]").fill(account["email"])
        page.locator("input[name=password]").fill(account["password"])
        page.locator("form:has(input[name=password]) [type=submit]").first.click()
        if account["second_factor"]:
            page.locator("input[name=code]").fill(site.code(role))
            page.locator("form:has(input[name=code]) [type=submit]").first.click()
        page.wait_for_url(f"**/{language}/desk/**")
        _entered[role] = page.context.storage_state()
        return page

    return start


@pytest.fixture
def violations():
    """`violations(page)`: what axe finds against WCAG 2.2 A and AA, as lines; empty when all is well."""
    return looking.violations
