"""A Word file of ours that nobody touched changes nothing, whoever saved it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portolan.documents.exports.word.reading import read_docx
from portolan.documents.exports.word.shape import worded
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.rules.blocks import blocks, serialise
from tests.documents.exports.papers import KEYS, PLAN_DIGEST, paper
from tests.documents.generated import DIGESTS, texts

SAVED = Path(__file__).parent / "saved"


def stands(read):
    return [(one.key, one.html, one.is_changed, one.blocks_changed) for one in read.sections]


@settings(max_examples=15, deadline=None)
@given(st.lists(texts(4), min_size=1, max_size=3), st.sampled_from(["fr", "ar"]))
def test_an_untouched_file_comes_back_as_it_went(written, language):
    printed = paper(language, written)

    read = read_docx(write_docx(printed), printed)

    assert stands(read) == [(one.key, one.html, False, 0) for one in printed.sections]
    assert (read.report, read.unplaced, read.pictures) == ([], [], {})


@settings(max_examples=12, deadline=None)
@given(texts(4), st.sampled_from(["fr", "ar"]))
def test_a_file_says_all_of_the_text_by_itself(written, language):
    # Without the text at hand nothing can be taken from it: what is read is what the file says.
    as_held = "".join(serialise([worded(block)]) for block in blocks(written)).replace(DIGESTS[0], PLAN_DIGEST)

    read = read_docx(write_docx(paper(language, [written])), None)

    assert [one.html for one in read.sections] == [as_held]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_file_saved_by_libreoffice_comes_back_as_it_went(language):
    # Saved by LibreOffice 7.4: `soffice --headless --convert-to docx` of what `write_docx(paper(language))` gave.
    printed = paper(language)

    read = read_docx((SAVED / f"{language}-libreoffice.docx").read_bytes(), printed)

    assert stands(read) == [(one.key, one.html, False, 0) for one in printed.sections]
    assert [one.key for one in read.sections] == list(KEYS)
    assert (read.report, read.unplaced, read.pictures, read.is_ours) == ([], [], {}, True)


def test_sections_without_text_come_back_without_text():
    printed = paper("ar", ["", "", ""])

    assert stands(read_docx(write_docx(printed), printed)) == [(key, "", False, 0) for key in KEYS]
