"""Files of editions nobody asked for are made by the clock, once; those of withdrawn ones are not."""

import pytest

from portolan.documents.domain.editions import withdraw
from portolan.documents.models import EditionFile
from portolan.documents.tasks import make_missing_files
from tests.factories.editions import published
from tests.factories.signing import AT


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def files():
    """Document, language and ending of every file that is made."""
    rows = EditionFile.objects.exclude(made_at=None)
    return sorted(rows.values_list("document__slug", "language", "ending"))


def test_missing_files_of_current_editions_are_made_once_in_each_language():
    texts = {key: {"fr": "<p>Le port.</p>", "en": "<p>The port.</p>"} for key in ("framework", "perceptions")}
    published(texts, slug="mayda")
    withdraw(published(texts, slug="drogeo"), by=None, at=AT, reason="Wrong map")

    make_missing_files.call()
    first = list(EditionFile.objects.order_by("pk").values_list("pk", "made_at"))
    make_missing_files.call()

    assert files() == [("mayda", code, ending) for code in ("en", "fr") for ending in ("docx", "pdf")]
    assert list(EditionFile.objects.order_by("pk").values_list("pk", "made_at")) == first
