"""The editor under the strict policy: each kind of block typed, pasted, saved and read back, in French and Arabic."""

import pytest
from playwright.sync_api import expect

pytest_plugins = ["tests.browser.editor_pages"]

PLACES = {"fr": "Le port accueille.", "ar": "يستقبل الميناء الوافدين."}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_paragraph_typed_is_what_is_stored(desk, language):
    section = desk(language=language, screen=language)

    section.at_end()
    section.type(PLACES[language])
    section.save()

    assert section.stored() == f"<p>{PLACES[language]}</p>"
