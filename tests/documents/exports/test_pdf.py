"""A document as a PDF file: what a reader sees in it, and what a reader of screens needs."""

import datetime as dt
import io

import pytest
from PIL import Image
from pypdf import PdfReader

from portolan.documents.exports.pdf import write_pdf
from portolan.documents.rules.printed import (
    PrintedDocument,
    PrintedReservation,
    PrintedSection,
    SourceWords,
)

TEXTS = {
    "fr": ("Profil migratoire d’Antillia", "Cadre institutionnel", "La ville compte 12 quartiers."),
    "en": ("Migration profile of Antillia", "Institutional framework", "The city has 12 districts."),
    "ar": ("ملف الهجرة لمدينة أنتيليا", "الإطار المؤسسي", "تضم المدينة اثني عشر حياً."),
}


def a_picture(width=40, height=30):
    """A picture's bytes."""
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(kept, "PNG")
    return kept.getvalue()


def a_document(language="fr", html=None, **more):
    """A published profile of one section in a language."""
    title, heading, words = TEXTS[language]
    section = PrintedSection("framework", 1, heading, f"<p>{words}</p>" if html is None else html, "1")
    facts = {"kind": "profil", "template": "cmp@1", "content_hash": "abcdef0123456789", "edition": "2"}
    return PrintedDocument(
        title=title, language=language, sections=[section], date=dt.date(2026, 5, 4), **{**facts, **more}
    )


def pages(printed):
    """What stands on each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(printed))).pages]


def words(printed):
    return " ".join(" ".join(pages(printed)).split())


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_file_says_what_it_is_and_in_which_language_for_readers_of_screens(language):
    read = PdfReader(io.BytesIO(write_pdf(a_document(language))))
    root = read.trailer["/Root"]

    assert read.metadata.title == TEXTS[language][0]
    assert str(root["/Lang"]).split("-")[0] == language
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  pypdf's own kind of true
    assert "pdfuaid:part>1<" in read.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_every_page_after_the_cover_bears_edition_fingerprint_and_its_number():
    long = "".join(f"<p>{TEXTS['fr'][2] * 20}</p>" for _ in range(30))
    read = pages(a_document(html=long))
    total = len(read)

    assert total > 4
    assert [("abcdef012345" in page) for page in read] == [True] * total
    assert [f"{number} / {total}" in page for number, page in enumerate(read, 1)] == [False] + [True] * (total - 1)


def test_work_text_says_on_each_page_that_it_is_one():
    read = pages(a_document("en", edition=""))

    assert ["work text" in page.lower() for page in read] == [True] * len(read)
    assert "Edition" not in " ".join(read)


def test_invented_document_says_so_on_its_cover():
    assert "This document is invented" in pages(a_document("en", is_invented=True))[0]
    assert "invented" not in words(a_document("en"))


def test_text_that_looks_like_code_stays_text():
    hostile = r'#{panic("x")} $x^2$ \ "quoted" #import "/etc/passwd": * // <label> @ref `raw` *bold*'
    escaped = hostile.replace("<", "&lt;").replace(">", "&gt;")

    assert hostile in words(a_document("en", html=f"<p>{escaped}</p>"))


def test_blocks_and_notes_stand_in_the_file():
    html = (
        "<h3>Part</h3><ul><li><p>first</p><ul><li><p>inner</p></li></ul></li></ul>"
        '<ol start="3"><li><p>third</p></li></ol><blockquote><p>said</p></blockquote>'
        '<aside class="box"><h4>Practice</h4><p>done</p></aside>'
        '<figure class="table"><figcaption>Schools</figcaption><table><tbody>'
        '<tr><th scope="col"><p>District</p></th><th scope="col"><p>Pupils</p></th></tr>'
        '<tr><th scope="row"><p>Medina</p></th><td><p>120</p></td></tr>'
        '<tr><td colspan="2"><p>all</p></td></tr></tbody></table></figure>'
        '<p>Counted<span class="note">In May.</span> by INS <cite data-source="ins" data-locator="p. 4"></cite>.</p>'
    )
    sources = {"ins": SourceWords("INS, 2020", "Institute, Survey, 2020", "https://ins.example/2020")}
    read = words(a_document("en", html=html, sources=sources))

    expected = ["Part", "first", "inner", "3. third", "said", "Practice", "done", "Table 1: Schools", "Medina", "120"]
    expected += ["all", "In May.", "(INS, 2020, p. 4)", "Institute, Survey, 2020 https://ins.example/2020"]
    assert [each for each in expected if each not in read] == []


def test_source_nobody_knows_is_shown_by_its_code():
    assert "(unknown-1)" in words(a_document("en", html='<p>x <cite data-source="unknown-1"></cite></p>'))


def test_pictures_keep_their_description_also_when_they_are_gone():
    html = (
        '<figure class="picture"><img src="picture:aa" alt="A market"><figcaption>Market</figcaption>'
        "<small>City archive</small></figure>"
        '<figure class="picture"><img src="picture:gone" alt="A harbour"><figcaption></figcaption></figure>'
        '<figure class="picture"><img src="picture:aa" alt=""><figcaption></figcaption></figure>'
    )
    kept = {"aa": a_picture()}
    made = write_pdf(a_document("en", html=html, pictures=kept.get))

    read = words(a_document("en", html=html, pictures=kept.get))
    assert [each for each in ("Figure 1: Market", "City archive", "A harbour") if each not in read] == []
    assert sorted({each.name for page in PdfReader(io.BytesIO(made)).pages for each in page.images}) != []


def test_reservations_that_a_party_asked_to_print_are_printed():
    reservation = PrintedReservation("Conseil municipal", "Les chiffres de 2014 sont contestés.", dt.date(2026, 4, 2))
    read = words(a_document(reservations=[reservation]))

    assert "Conseil municipal Les chiffres de 2014 sont contestés. 2 avril 2026" in read


@pytest.mark.parametrize("level", ["h3", "h4"])
def test_headings_never_leave_a_level_out(level):
    assert "Deep" in words(a_document("en", html=f"<{level}>Deep</{level}><p>x</p>"))


def test_letters_no_font_has_are_shown_as_missing_and_direction_marks_pass():
    read = words(a_document("en", html="<p>a ⴰ b \u200fc\u200e \u061cd e\u200df g\u00adh 😀</p>"))

    assert "a \ufffd b" in read
    assert read.count("\ufffd") == 2


def test_same_content_gives_the_same_file():
    assert write_pdf(a_document()) == write_pdf(a_document())


def test_section_without_text_keeps_its_heading():
    assert "1 Cadre institutionnel" in words(a_document(html=""))


def test_cell_spans_and_an_all_heading_table_pass():
    html = (
        '<figure class="table"><figcaption></figcaption><table><tbody><tr><th scope="col" rowspan="2"><p>A</p></th>'
        '<th scope="col" colspan="2"><p>B</p></th></tr><tr><th scope="col"><p>C</p></th>'
        '<th scope="col"><p>D</p></th></tr></tbody></table></figure>'
    )

    assert [each for each in "ABCD" if each not in words(a_document("en", html=html))] == []
