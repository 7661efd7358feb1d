"""A large file being read: its page says how far it is, by itself, and stops asking when it is done."""

import pytest
from playwright.sync_api import expect

from tests.operations.processes import run_python

START = """
from django.utils import timezone
from portolan.exchange.models import ImportRun
print(ImportRun.objects.create(name="large.xlsx", state="reading", made_at=timezone.now(), rows_total=1000,
                               rows_done=100).pk)
"""
MOVE = "from portolan.exchange.models import ImportRun\nImportRun.objects.filter(pk={pk}).update({values})"


@pytest.fixture
def large(site):
    """A run whose reading goes on only as the test says: `large(rows_done=500)`."""
    pk = int(run_python(site.folder, START))

    def move(**values):
        said = ", ".join(f"{name}={value!r}" for name, value in values.items())
        run_python(site.folder, MOVE.format(pk=pk, values=said))

    move.pk = pk
    yield move
    move(state="discarded")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_progress_is_followed_and_ends_with_the_preview(open_as, violations, large, language):
    page = open_as("manager", language=language, width=390)
    page.goto(f"/{language}/desk/imports/{large.pk}/")
    progress = page.locator("progress")
    expect(progress).to_have_attribute("value", "100")
    assert violations(page) == []

    large(rows_done=600)
    expect(progress).to_have_attribute("value", "600")
    assert violations(page) == []
    large(rows_done=1000, state="ready", columns={"places": ["code"]}, counts={"places": {"added": 1000}})

    expect(page.locator("#summary")).to_be_visible()
    expect(progress).to_have_count(0)
    assert page.locator("[hx-get], [hx-trigger]").count() == 0


def test_without_a_script_one_looks_again(open_as, open_browser, large):
    state = open_as("manager").context.storage_state()
    page = open_browser(javascript=False, storage_state=state)
    page.goto(f"/fr/desk/imports/{large.pk}/")
    expect(page.locator("progress")).to_have_attribute("value", "100")

    large(rows_done=600)
    page.locator(f"main a[href$='/desk/imports/{large.pk}/']").click()

    expect(page.locator("progress")).to_have_attribute("value", "600")
