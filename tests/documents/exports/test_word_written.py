"""What a Word file of ours is made of: real styles, notes, captions, headings, alternative texts, directions."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import docx
import pytest

from portolan.documents.exports.word.read_package import Package
from portolan.documents.exports.word.reading import read_docx
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.exports.word.xml import W, w
from portolan.documents.rules.printed import PrintedReservation
from tests.documents.exports.papers import PLAN, PLAN_DIGEST, paper, paragraphs, part, picture

NS = {"w": W}


def values(root, path):
    return [node.get(w("val")) for node in root.iterfind(path, NS)]


def styles(data):
    return [paragraph.style.name for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_every_part_of_the_text_has_a_style_of_word():
    found = styles(write_docx(paper()))

    assert [name for name in found if name not in {"Normal", "Spacer"}] == [
        "Cover Kind", "Title", "Subtitle", "Cover Mark", "Cover Line", "Heading 1", "Heading 2", "List Bullet",
        "List Bullet", "List Bullet", "List Continue", "List Number", "Caption", "Quote", "Picture", "Caption",
        "Credit", "Heading 1", "Heading 1", "End Heading", "Bibliography",
    ]  # fmt: skip


def test_headings_carry_their_numbers_and_long_documents_their_contents():
    data = write_docx(paper(texts=["<h3>Un</h3>", "<p>a</p>", "", ""]))

    heads = [one.text for one in docx.Document(io.BytesIO(data)).paragraphs if one.style.name == "Heading 1"]
    entries = ["".join(node.itertext()) for node in part(data).iterfind(".//w:sdtContent/w:p/w:hyperlink", NS)]
    assert heads[0] == "1\u00a0\u00a0Le cadre institutionnel"
    assert entries == [heads[0], "Un", *heads[1:]]
    anchors = {node.get(w("anchor")) for node in part(data).iterfind(".//w:sdtContent//w:hyperlink", NS)}
    assert anchors <= {node.get(w("name")) for node in part(data).iter(w("bookmarkStart"))}


def test_notes_captions_and_header_rows_are_words_own():
    data = write_docx(paper())
    root, notes = part(data), part(data, "word/footnotes.xml")

    (reference,) = root.iter(w("footnoteReference"))
    (note,) = [one for one in notes if one.get(w("id")) == reference.get(w("id"))]
    assert "".join(text.text for text in note.iter(w("t"))) == "\u00a0INS, Recensement, 2020."
    assert [node.get(w("instr")).split()[1] for node in root.iter(w("fldSimple"))] == ["Table", "Figure"]
    table = paragraphs(root, "Frislandia")[0].xpath("ancestor::w:tbl", namespaces=NS)[0]
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in table.iter(w("tr"))] == [True, False, False]
    assert values(table, ".//w:gridSpan") == ["2"]


def test_pictures_carry_their_alternative_text_and_what_is_missing_is_said():
    data = write_docx(paper())
    (about,) = part(data).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")

    assert (about.get("descr"), about.get("name")) == ("Plan du guichet", f"picture:{PLAN_DIGEST} 1")
    without = replace(paper(), pictures=lambda digest: None)
    assert len(paragraphs(part(write_docx(without)), "[")) == 1
    assert [one.is_changed for one in read_docx(write_docx(without), without).sections] == [False] * 3


@pytest.mark.parametrize(("form", "kept"), [("PNG", True), ("JPEG", True), ("WEBP", False)])
def test_pictures_that_word_cannot_open_become_png_and_come_back_as_they_were(form, kept):
    data = picture(form)
    printed = replace(paper(), pictures=lambda digest: data if digest == PLAN_DIGEST else None)

    file = write_docx(printed)

    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        (name,) = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert (archive.read(name) == data) is kept
    assert read_docx(file, printed).sections[0].is_changed is False


def test_citations_say_their_source_and_lead_to_the_list():
    root = part(write_docx(paper()))
    (link,) = [node for node in root.iter(w("hyperlink")) if "INS, 2020" in "".join(node.itertext())]

    assert "".join(link.itertext()) == "(INS, 2020, p. 12)"
    (source,) = [node for node in root.iter(w("bookmarkStart")) if node.get(w("name")) == link.get(w("anchor"))]
    assert "Institut national de la statistique, 2020" in "".join(source.getparent().itertext())


def test_arabic_is_from_the_right_in_paragraphs_runs_and_tables():
    root = part(write_docx(paper("ar")))

    text = paragraphs(root, "تستقبل")[0]
    assert all(paragraph.find("w:pPr/w:bidi", NS) is not None for paragraph in root.iter(w("p")))
    assert all(table.find("w:tblPr/w:bidiVisual", NS) is not None for table in root.iter(w("tbl")))
    runs = {"".join(run.itertext()): run.find("w:rPr", NS) for run in text.iter(w("r")) if run.find(w("t")) is not None}
    arabic, french = runs["تستقبل أنتيليا 25\u00a0000 نسمة"], runs["guichet unique"]
    assert (arabic.find(w("rtl")) is not None, arabic.find(w("lang")).get(w("bidi"))) == (True, "ar-SA")
    assert arabic.find(w("rFonts")).get(w("cs")) == "Arial"
    assert (french.find(w("rtl")), french.find(w("lang")).get(w("val"))) == (None, "fr-FR")
    assert values(paragraphs(root, "أنتيليا، 2021")[0], "w:pPr/w:jc") == ["right"]


def test_arabic_words_in_french_are_from_the_right():
    text = paragraphs(part(write_docx(paper())), "accueille")[0]
    (run,) = [run for run in text.iter(w("r")) if "".join(run.itertext()) == "الشباك الموحد"]

    assert (run.find("w:rPr/w:rtl", NS) is not None, text.find("w:pPr/w:bidi", NS)) == (True, None)


def test_the_cover_says_what_it_is_and_the_properties_by_what_it_is_recognised():
    printed = paper(
        date=dt.date(2021, 6, 1), edition="2", address="https://portolan.example/2/", validation="Validé le 3 mai.",
        network="Réseau", reservations=[PrintedReservation("Conseil", "Revoir le chiffre.", dt.date(2021, 5, 3))],
    )  # fmt: skip
    data = write_docx(printed)
    words = " ".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)

    said = ("Réseau", "Profil migratoire d’Antillia", "1er juin 2021", "Validé le 3 mai.", "0f1e2d3c0f1e",
            "Revoir le chiffre.", "3 mai 2021")  # fmt: skip
    assert [one for one in said if one not in words] == []
    custom = {node.get("name"): "".join(node.itertext()) for node in part(data, "docProps/custom.xml")}
    assert (custom["Portolan fingerprint"], custom["Edition"], custom["City"]) == ("0f1e2d3c" * 8, "2", "Antillia")
    assert docx.Document(io.BytesIO(data)).core_properties.title == "Profil migratoire d’Antillia"
    assert [one.is_changed for one in read_docx(data, printed).sections] == [False] * 3


def test_a_file_holds_nothing_but_the_document():
    package = Package(write_docx(paper()))

    assert [name for name in package.names() if "customXml" in name or "thumbnail" in name or "Effects" in name] == []
    external = [one.target for one in package.relations.values() if one.is_external]
    assert external == ["https://portolan.example/fr/villes/mayda/", "https://ins.example/"]
    assert package.data("word/media/image1.png") == PLAN
