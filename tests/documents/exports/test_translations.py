"""Files for translators: the two-column table and XLIFF come back without loss, and broken tags are told."""

import copy
import io
import re
from types import SimpleNamespace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from portolan.documents.exports.answer_table import write_answer_table
from portolan.documents.exports.two_columns import read_two_columns, write_two_columns
from portolan.documents.exports.word.reading import read_docx
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.exports.word.xml import el, text_el, w
from portolan.documents.exports.xliff import read_xliff, write_xliff
from portolan.documents.exports.xliff_format import n
from portolan.documents.rules.canonical import canonical, text_hash
from portolan.kernel.errors import DomainError
from tests.documents.exports.papers import ARABIC, FRENCH, changed, paper, paragraphs
from tests.documents.generated import texts


def pair(source, target):
    return paper("fr", [source]), paper("ar", [target])


def by_columns(source, target):
    return read_two_columns(write_two_columns(source, target), source, target)


def by_xliff(source, target):
    return read_xliff(write_xliff(source, target))


@pytest.mark.parametrize("there_and_back", [by_columns, by_xliff])
def test_an_untouched_file_changes_nothing(there_and_back):
    @settings(max_examples=12, deadline=None)
    @given(texts(3).filter(bool), texts(3), st.sampled_from(["other", "none", "same"]))
    def untouched(source, target, kind):
        target = {"other": target, "none": "", "same": source}[kind]
        read = there_and_back(*pair(source, target))

        assert read.sections == ({"framework": target} if target else {})
        assert read.source_hashes == {"framework": text_hash(source)}
        assert (read.language, list(read.errors), list(read.report), read.pictures) == ("ar", [], [], {})

    untouched()


def translated(root, row, words):
    """Write into the second column of a row."""
    cell = root.findall(f".//{w('tr')}")[row].findall(w("tc"))[1]
    paragraph = cell.find(w("p"))
    paragraph.append(el("r", text_el(words)))


def test_what_a_translator_writes_in_the_second_column_is_the_translation():
    source, target = pair("<p>Un</p><h3>Deux</h3><ul><li><p>Trois</p></li></ul>", "")

    def work(root):
        # Below the rows with the languages and the headings.
        translated(root, 2, "واحد")
        translated(root, 3, "اثنان")

    read = read_two_columns(changed(write_two_columns(source, target), work), source, target)

    assert read.sections == {"framework": "<p>واحد</p><h3>اثنان</h3>"}
    assert read.untranslated == {"framework": 1}


def test_notes_and_citations_copied_to_the_second_column_are_taken():
    source, target = pair('<p>Un<span class="note">INS</span> <cite data-source="ins-2020"></cite></p>', "")

    def work(root):
        source_cell, target_cell = root.findall(f".//{w('tr')}")[2].findall(w("tc"))
        target_cell.replace(target_cell.find(w("p")), copy.deepcopy(source_cell.find(w("p"))))

    read = read_two_columns(changed(write_two_columns(source, target), work), source, target)

    assert read.sections == {"framework": source.sections[0].html}


def test_tables_stand_ready_and_count_only_when_written_over():
    source, target = pair(FRENCH, "")
    data = write_two_columns(source, target)

    def work(root):
        for text in paragraphs(root, "Frislandia")[1].iter(w("t")):
            text.text = "فريسلانديا"

    untouched, read = read_two_columns(data, source, target), read_two_columns(changed(data, work), source, target)

    assert (untouched.sections, untouched.untranslated) == ({}, {"framework": 8})
    assert re.findall("<td>|فريسلانديا", read.sections["framework"]) == ["فريسلانديا", "<td>"]
    assert read.untranslated == {"framework": 7}


def test_files_are_told_apart():
    source, target = pair(FRENCH, ARABIC)
    columns = write_two_columns(source, target)
    cases = (
        (lambda: read_docx(columns, source), "translation"),
        (lambda: read_two_columns(write_docx(source), source, target), "not-translation"),
        (lambda: read_two_columns(columns, target, source), "other-language"),
        (lambda: read_xliff(b"<xliff/>"), "not-xliff"),
        (lambda: read_xliff(b"PK"), "damaged"),
        (lambda: read_xliff(b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>'), "not-xliff"),
        (lambda: read_xliff(re.sub(b"<header>.*?</header>", b"", write_xliff(source, target))), "not-xliff"),
        (lambda: read_xliff(write_xliff(source, target).replace(b'"parts": ["', b'"parts": [99, "')), "not-xliff"),
    )

    for read, code in cases:
        with pytest.raises(DomainError) as refusal:
            read()
        assert (refusal.value.code, refusal.value.field) == (code, "file")


# -- XLIFF

WORDS = '<p>Un <strong>deux</strong> trois<span class="note">INS</span>.</p>'
TAGGED = '<g id="1" ctype="x-strong">deux</g>'
NOTED = '<x id="2" ctype="x-note"/>'


def xliff_with(target, *, source=WORDS, unit="framework:0:0", state=""):
    """The file after a translator's program wrote `target` into a unit."""
    root = etree.fromstring(write_xliff(*pair(source, "")))
    found = next(one for one in root.iter(n("trans-unit")) if one.get("id") == unit)
    made = etree.fromstring(f'<target xmlns="{root.nsmap[None]}" {state}>{target}</target>')
    found.insert(1, made)
    return etree.tostring(root)


def test_units_hold_words_and_numbered_tags():
    root = etree.fromstring(write_xliff(*pair(WORDS, "")))
    sources = [etree.tostring(unit.find(n("source"))).decode() for unit in root.iter(n("trans-unit"))]

    assert [re.sub(r' xmlns="[^"]*"', "", one) for one in sources] == [
        f"<source>Un {TAGGED} trois{NOTED}.</source>", "<source>INS</source>"
    ]  # fmt: skip
    assert [(file.get("source-language"), file.get("target-language")) for file in root.iter(n("file"))] == [
        ("fr", "ar")
    ]


def test_tags_may_move_and_programs_may_mark_segments():
    read = read_xliff(
        xliff_with(f'<mrk mtype="seg" mid="1">ثلاثة {NOTED} {TAGGED.replace("deux", "اثنان")}</mrk> واحد')
    )

    assert read.sections == {"framework": '<p>ثلاثة <span class="note">INS</span> <strong>اثنان</strong> واحد</p>'}
    assert list(read.errors) == []


@pytest.mark.parametrize(
    "target",
    [
        "واحد اثنان ثلاثة",
        f"واحد {TAGGED}",
        f"واحد {TAGGED}{NOTED}{NOTED}",
        f'واحد {TAGGED}{NOTED}<g id="7">x</g>',
        f'واحد {TAGGED}{NOTED}<bpt id="1">x</bpt>',
        f'واحد <x id="1"/>{NOTED}',
        f'واحد {TAGGED}<g id="2">x</g>',
        f'واحد <g id="one">x</g>{NOTED}',
    ],
)
def test_a_broken_tag_is_an_error_of_its_segment(target):
    source, empty = paper("fr", [WORDS, "<p>Autre</p>"]), paper("ar", ["", ""])
    root = etree.fromstring(write_xliff(source, empty))
    units = {unit.get("id"): unit for unit in root.iter(n("trans-unit"))}
    units["framework:0:0"].insert(1, etree.fromstring(f'<target xmlns="{root.nsmap[None]}">{target}</target>'))
    units["perceptions:0:0"].insert(1, etree.fromstring(f'<target xmlns="{root.nsmap[None]}">آخر</target>'))

    read = read_xliff(etree.tostring(root))

    (error,) = read.errors
    assert (error.section_key, error.segment) == ("framework", "framework:0:0")
    assert error.words != ""
    assert error.target.startswith("واحد")
    assert read.sections == {"perceptions": "<p>آخر</p>"}


def test_a_unit_that_is_gone_is_an_error_too():
    root = etree.fromstring(write_xliff(*pair(FRENCH, FRENCH)))
    unit = next(root.iter(n("trans-unit")))
    unit.getparent().remove(unit)

    read = read_xliff(etree.tostring(root))

    assert [error.segment for error in read.errors] == ["framework:0:0"]
    assert read.sections == {}


@pytest.mark.parametrize(("state", "taken"), [("", False), ('state="translated"', True)])
def test_the_source_copied_into_the_target_is_no_translation_unless_somebody_says_so(state, taken):
    words = f"Un {TAGGED} trois{NOTED}."

    read = read_xliff(xliff_with(words, state=state))

    assert read.sections == ({"framework": WORDS} if taken else {})
    assert read.untranslated["framework"] == (0 if taken else 1)


def test_harm_in_a_translation_comes_through_as_words():
    read = read_xliff(xliff_with("&lt;script&gt;alert(1)&lt;/script&gt;", source="<p>Un</p>"))
    spoiled = write_xliff(*pair("<p>Un</p>", "<p>x</p>")).replace(b"&lt;p&gt;", b"&lt;script&gt;&lt;p onclick=1&gt;")

    assert read.sections == {"framework": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"}
    assert b"&lt;p onclick=1&gt;" in spoiled
    assert [one for one in ("script", "onclick") if one in str(read_xliff(spoiled).sections)] == []


def test_a_section_without_text_asks_for_no_translation():
    assert etree.fromstring(write_xliff(*pair("", ""))).findall(n("file")) == []


# -- the answer table


def remark(number, **more):
    given = {
        "number": number, "heading": "Perceptions", "quote": "", "is_lost": False, "text": "Source ?", "writer": "Hind",
        "body": "Ville d’Antillia", "answers": (), "resolution": "", "change_made": "", "is_resolved": False,
    }  # fmt: skip
    return SimpleNamespace(**(given | more))


def test_the_answer_table_has_a_row_for_each_remark():
    rows = [
        remark(1, quote="des rumeurs", answers=(("Salem", "Ajoutée."),), resolution="INS.", change_made="p. 3",
               is_resolved=True),
        remark(2, writer="", body="", text="Un.\nDeux.", is_lost=True),
    ]  # fmt: skip

    document = docx.Document(io.BytesIO(write_answer_table(rows, "fr", title="Profil d’Antillia")))

    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert cells[0] == [
        "1",
        "Perceptions\ndes rumeurs",
        "Hind, Ville d’Antillia\nSource ?",
        "Salem\nAjoutée.\nINS.",
        "p. 3",
    ]
    assert [cells[1][0], cells[1][2], cells[1][4]] == ["2", "Un.\nDeux.", ""]
    assert "Profil d’Antillia" in [paragraph.text for paragraph in document.paragraphs]


def test_the_answer_table_in_arabic_is_from_the_right_and_takes_no_row():
    data = write_answer_table([], "ar")

    (table,) = docx.Document(io.BytesIO(data)).tables
    assert table._tbl.find(f"{w('tblPr')}/{w('bidiVisual')}") is not None
    assert len(table.rows) == 1


def test_canonical_text_is_all_that_a_file_gives():
    source, target = pair(FRENCH, ARABIC)
    for read in (by_columns(source, target), by_xliff(source, target)):
        assert all(canonical(html) == html for html in read.sections.values())
