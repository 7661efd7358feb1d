"""Word files that others wrote: placed by their headings, nothing lost, and a report on what became of what."""

import datetime as dt
import io
import zipfile

import mammoth
import pytest
from django.utils import translation

from portolan.documents.exports.word.read_model import ReadComment, Unplaced
from portolan.documents.exports.word.reading import read_docx
from portolan.documents.rules.words import count_words, plain_text
from tests.documents.exports.papers import (
    HEADINGS,
    KEYS,
    NAMES,
    PLAN,
    PLAN_DIGEST,
    drawing,
    field,
    foreign,
    line,
    paper,
    picture,
    related,
    run,
    table,
)

TITLES = {
    key: [HEADINGS[one][at] for one in HEADINGS] for at, key in enumerate(("framework", "perceptions", "challenges"))
}


def read(body, *, language="fr", **more):
    return read_docx(foreign(body, **more), paper(language, ["", "", ""]), headings=TITLES)


def html(body, **more):
    """What a body becomes as text of the first section."""
    found = read(line("Le cadre institutionnel", "Titre1") + body, **more)
    return found.sections[0].html


def report(found):
    return {one.kind: one.count for one in found.report}


@pytest.mark.parametrize(
    "headings",
    [
        [line("Le cadre institutionnel", "Titre1"), line("Défis et enseignements", "Titre1")],
        [line("1. LE CADRE INSTITUTIONNEL", "Titre2"), line("3) Défis  et enseignements", "Titre2")],
        [line("Institutional framework", "ChapitreCIDPM"), line("التحديات والدروس", "ChapitreCIDPM")],
        [line("1 – Cadre", "Titre1"), line("3 – Défis", "Titre1")],
        [line("", runs=run("Le cadre institutionnel", "<w:b/>")), line("3. Défis et enseignements")],
        [line("", properties='<w:outlineLvl w:val="0"/>', runs=run("Le cadre institutionnel")),
         line("Défis et enseignements", "Titre1")],
    ],
)  # fmt: skip
def test_sections_are_found_by_words_in_any_language_or_by_number(headings):
    first, last = headings

    found = read(f"{first}{line('Une loi.')}{last}{line('Un défi.')}")

    assert [(one.key, one.html, one.is_changed, one.base_hash) for one in found.sections] == [
        ("framework", "<p>Une loi.</p>", True, ""),
        ("challenges", "<p>Un défi.</p>", True, ""),
    ]
    assert (found.unplaced, found.is_ours) == ([], False)


def test_what_belongs_to_no_section_is_not_lost():
    found = read(
        line("Couverture") + line("Perceptions", "Titre1") + line("Rumeurs.") + line("Médias", "Titre2")
        + line("Radio.") + line("Annexe", "Titre1") + line("Sources", "Titre2") + line("Une carte.")
    )  # fmt: skip

    assert [(one.key, one.html) for one in found.sections] == [
        ("perceptions", "<p>Rumeurs.</p><h3>Médias</h3><p>Radio.</p>")
    ]
    assert found.unplaced == [
        Unplaced("", "<p>Couverture</p>"),
        Unplaced("Annexe", "<h3>Sources</h3><p>Une carte.</p>"),
    ]
    assert report(found) == {"unplaced": 2}


def test_a_typed_list_of_contents_and_a_field_of_contents_are_no_sections():
    contents = line("Perceptions") + line("Défis et enseignements")
    made = line("", "TM1", runs=field("TOC \\o 1-2", run("Perceptions 12")))

    found = read(contents + made + line("Perceptions", "Titre1") + line("Rumeurs."))

    assert [(one.key, one.html) for one in found.sections] == [("perceptions", "<p>Rumeurs.</p>")]
    assert found.unplaced == [Unplaced("", "<p>Perceptions</p><p>Défis et enseignements</p>")]


def test_text_of_every_section_stays_when_a_field_never_ends():
    broken = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r></w:p>'

    found = read(broken + line("Perceptions", "Titre1") + line("Rumeurs."))

    assert [(one.key, one.html) for one in found.sections] == [("perceptions", "<p>Rumeurs.</p>")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (line("", runs=run("a", "<w:b/>") + run("b", "<w:i/>") + run("c", '<w:rStyle w:val="Gras"/>')),
         "<p><strong>a</strong><em>b</em><strong>c</strong></p>"),
        (line("", runs=run("m") + run("2", '<w:vertAlign w:val="superscript"/>')), "<p>m<sup>2</sup></p>"),
        (line("", runs=run("a", '<w:b w:val="0"/>') + run("b", "<w:strike/>")), "<p>ab</p>"),
        (line("un", list=0) + line("deux", list=1) + line("trois", list=0),
         "<ul><li><p>un</p><ol><li><p>deux</p></li></ol></li><li><p>trois</p></li></ul>"),
        (line("Au centre", properties='<w:jc w:val="center"/>') + line("Justifié", properties='<w:jc w:val="both"/>'),
         '<p class="center">Au centre</p><p>Justifié</p>'),
        (line("Titre", "Titre2") + line("Sous", properties='<w:outlineLvl w:val="2"/>'), "<h3>Titre</h3><h4>Sous</h4>"),
        (line("Le mot ", runs=run("الشباك", "<w:rtl/>")), '<p>Le mot <span lang="ar" dir="rtl">الشباك</span></p>'),
        (line("a", runs="<w:r><w:noBreakHyphen/></w:r>" + run("b") + "<w:r><w:tab/></w:r>" + run("c")), "<p>a‑b c</p>"),
        (line("a", runs='<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "<p>a✓</p>"),
        (line("", runs=field('HYPERLINK "https://mayda.example/"', run("Mayda"))),
         '<p><a href="https://mayda.example/">Mayda</a></p>'),
        (line("", runs=field('HYPERLINK "https://portolan.example/fr/villes/mayda/"', run("Mayda"))),
         '<p><a href="to:network.organisation:12">Mayda</a></p>'),
        (line("", runs=field("PAGE", run("7"))), "<p>7</p>"),
        (table([line("Un encadré")]), '<aside class="box"><p>Un encadré</p></aside>'),
    ],
)  # fmt: skip
def test_what_word_says_becomes_what_a_text_may_hold(body, expected):
    assert html(body) == expected


def test_tables_keep_their_spans_captions_and_headings():
    head = '<w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + line("Tête") + "</w:tc>"
    rows = (
        f"<w:tr>{head}</w:tr>"
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{line("a")}</w:tc><w:tc>{line("b")}</w:tc></w:tr>'
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{line('')}</w:tc><w:tc>{line('c')}{line('d', list=0)}</w:tc></w:tr>"
    )
    expected = (
        '<figure class="table"><figcaption>Habitants</figcaption><table><tbody>'
        '<tr><th scope="col" colspan="2"><p>Tête</p></th></tr><tr><td rowspan="2"><p>a</p></td><td><p>b</p></td></tr>'
        "<tr><td><p>c</p><ul><li><p>d</p></li></ul></td></tr></tbody></table></figure>"
    )

    assert html(line("Tableau 3 : Habitants", "Lgende") + f"<w:tbl>{rows}</w:tbl>") == expected
    counted = line("Tableau ", "Lgende", runs=field("SEQ Tableau", run("3")) + run(" – Habitants"))
    assert html(f"<w:tbl>{rows}</w:tbl>" + counted) == expected


def test_a_table_in_a_cell_stands_after_the_table():
    found = read(
        line("Perceptions", "Titre1") + table([line("a"), line("") + table([line("x"), line("y")]) + line("")])
    )

    assert plain_text(found.sections[0].html).split() == ["a", "x", "y"]
    assert found.sections[0].html.count("<table>") == 2
    assert report(found) == {"tables": 2, "nested-tables": 1}


def test_pictures_come_with_caption_and_alternative_text():
    other = picture("GIF", (8, 8))
    body = line("Avant", runs=drawing("rId9")) + line("Figure 2. Le plan", "Lgende") + line("", runs=drawing("rId8"))

    found = read(
        line("Perceptions", "Titre1") + body,
        relations=related("rId9", "image", "media/a.png") + related("rId8", "image", "media/b.gif"),
        parts={"word/media/a.png": PLAN, "word/media/b.gif": other},
    )

    first, second = found.pictures
    assert (first, found.pictures[first]) == (PLAN_DIGEST, PLAN)
    assert found.pictures[second].startswith(b"\x89PNG")
    assert found.sections[0].html == (
        f'<p>Avant</p><figure class="picture"><img src="picture:{first}" alt="Un plan"><figcaption>Le plan</figcaption>'
        f'<small></small></figure><figure class="picture"><img src="picture:{second}" alt="Un plan">'
        "<figcaption></figcaption><small></small></figure>"
    )
    assert report(found) == {"pictures": 2}


def test_notes_of_both_kinds_become_footnotes():
    mark = "<w:r><w:footnoteRef/></w:r>"
    notes = (
        f'<w:{{0}}s {NAMES}><w:{{0}} w:id="0" w:type="separator"><w:p/></w:{{0}}>'
        f'<w:{{0}} w:id="2">{line("", runs=mark + run(" INS.", "<w:i/>"))}{line("p. 3")}</w:{{0}}>'
        f'<w:{{0}} w:id="3">{line("seule")}</w:{{0}}></w:{{0}}s>'
    )
    body = line(
        "a", runs='<w:r><w:footnoteReference w:id="2"/></w:r>' + run("b") + '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )
    more = {"footnotes": notes.format("footnote"), "endnotes": notes.format("endnote")}

    found = read(line("Perceptions", "Titre1") + body, parts=more)

    note = '<span class="note"><em>INS.</em><br>p. 3</span>'
    assert found.sections[0].html == f"<p>a{note}b{note}</p>"
    assert report(found) == {"footnotes": 1, "endnotes": 1, "notes-lost": 2}


def test_tracked_changes_moves_and_joined_paragraphs():
    deleted = '<w:del w:id="1"><w:r><w:delText>jamais </w:delText></w:r></w:del>'
    added = '<w:ins w:id="2"><w:r><w:t>toujours</w:t></w:r></w:ins>'
    moved = '<w:moveFrom w:id="3"><w:r><w:t>parti</w:t></w:r></w:moveFrom>'
    moved += '<w:moveTo w:id="4"><w:r><w:t>!</w:t></w:r></w:moveTo>'
    joined = line("Un", properties='<w:rPr><w:del w:id="5"/></w:rPr>') + line(" seul")
    row = f'<w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc>{line("ôté")}</w:tc></w:tr>'
    kept = f"<w:tr><w:tc>{line('x')}</w:tc><w:tc>{line('y')}</w:tc></w:tr>"

    found = read(
        line("Perceptions", "Titre1")
        + line("a ", runs=deleted + added + moved)
        + joined
        + f"<w:tbl>{row}{kept}</w:tbl>"
    )

    assert plain_text(found.sections[0].html).split("\n")[:2] == ["a toujours!", "Un seul"]
    assert "ôté" not in found.sections[0].html
    assert report(found)["tracked"] == 5


def test_comments_become_remarks_with_the_words_they_are_on():
    comments = (
        f'<w:comments {NAMES}><w:comment w:id="4" w:author="Hind B." w:date="2021-05-03T10:00:00Z">{line("Source ?")}'
        f'</w:comment><w:comment w:id="5" w:author="Salem">{line("")}</w:comment></w:comments>'
    )
    start, end = '<w:commentRangeStart w:id="4"/>', '<w:commentRangeEnd w:id="4"/>'
    body = line("Des ", runs=f"{start}{run('rumeurs')}") + f"<w:p>{run(' courent')}{end}{run('.')}</w:p>"

    found = read(line("Perceptions", "Titre1") + body, parts={"comments": comments})

    at = dt.datetime(2021, 5, 3, 10, tzinfo=dt.UTC)
    assert found.comments == [ReadComment("perceptions", "rumeurs courent", "Source ?", "Hind B.", at)]
    assert report(found) == {"comments": 1}


def test_text_boxes_equations_diagrams_and_the_rest_are_kept_or_told():
    box = f"<w:txbxContent>{line('Dans la boîte')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    equation = "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c²</m:t></m:r></m:e></m:sSup></m:oMath>"
    uri = "http://schemas.openxmlformats.org/drawingml/2006/{}"
    graphic = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="{}"><a:x r:dm="rId3"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    body = (
        line("Texte", runs=both)
        + line("", runs=equation)
        + line("", runs=graphic.format(uri.format("chart")) + graphic.format(uri.format("diagram")))
        + line("", runs=f"<w:r><w:object><v:shape/></w:object></w:r>{run('caché', '<w:vanish/>')}")
        + line("", runs=drawing("rId7", attribute="link") + drawing("rId6"))
        + line(
            "", runs=field('INCLUDETEXT "c:\\x.docx"', run("inclus")) + field('HYPERLINK "file:///c:/x"', run("lien"))
        )
        + '<w:altChunk r:id="rId5"/>'
    )
    data = f"<dgm:x xmlns:dgm='urn:d' {NAMES}><a:t>Élu</a:t><a:t>Agent</a:t></dgm:x>"
    found = read(
        line("Perceptions", "Titre1") + body,
        relations=related("rId3", "diagramData", "diagrams/data1.xml") + related("rId6", "image", "media/a.emf")
        + related("rId7", "image", "https://antillia.example/spy.png", external=True)
        + related("rId5", "aFChunk", "a.html"),
        parts={"word/diagrams/data1.xml": data, "word/media/a.emf": b"\x01\x00\x00\x00EMF", "word/a.html": "<p>x</p>",
               "header": f"<w:hdr {NAMES}>{line('Ville d’Antillia')}</w:hdr>"},
    )  # fmt: skip

    assert found.sections[0].html == (
        '<p>Texte</p><aside class="box"><p>Dans la boîte</p></aside><p>E=mc²</p><p>incluslien</p>'
    )
    expected = dict.fromkeys(
        ["text-boxes", "equations", "charts", "diagrams", "objects", "hidden", "pictures-elsewhere",
         "pictures-unreadable", "active-fields", "links-dropped", "chunks", "running-lines"], 1,
    )  # fmt: skip
    assert report(found) == expected
    words = {one.kind: one.words for one in found.report}
    assert ["E=mc²" in words["equations"], "Élu; Agent" in words["diagrams"], "caché" in words["hidden"]] == [True] * 3


def test_the_report_is_in_the_readers_language():
    with translation.override("ar"):
        in_arabic = read(line("Texte")).report
    with translation.override("en"):
        in_english = read(line("Texte")).report

    assert [one.kind for one in in_arabic] == [one.kind for one in in_english] == ["unplaced"]
    assert in_english[0].words.startswith("Passages under headings this document does not have")


def long_body(places):
    said = "Le paragraphe numéro {} parle de la ville et de ses habitants venus d’ailleurs. "
    for place in range(places):
        if place % 300 == 0:
            yield line(HEADINGS["fr"][place // 300], "Titre1")
        elif place % 30 == 0:
            yield line(f"Paragraphe {place} ", runs=run(f"gras{place}", "<w:b/>"))
            yield table([line(f"a{place}"), line(f"b{place}")])
        else:
            yield line(said.format(place) * 4)


def test_a_hundred_pages_lose_no_word_that_another_reader_finds():
    data = foreign("".join(long_body(900)))

    found = read_docx(data, paper("fr", ["", "", ""]))

    other = mammoth.extract_raw_text(io.BytesIO(data)).value
    here = "".join(plain_text(one.html) + "\n" for one in found.sections)
    assert count_words(here) == count_words(other) - sum(count_words(one) for one in HEADINGS["fr"])
    assert [one.key for one in found.sections] == list(KEYS)


def test_strict_files_and_other_names_of_parts_are_read():
    data = foreign(line("Perceptions", "Titre1") + line("Rumeurs."))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )  # fmt: skip
            copy.writestr(name, content)

    assert [one.html for one in read_docx(made.getvalue(), paper()).sections] == ["<p>Rumeurs.</p>"]


def test_without_a_document_everything_is_unplaced():
    found = read_docx(foreign(line("Perceptions", "Titre1") + line("Rumeurs.")), None)

    assert (found.sections, found.unplaced) == ([], [Unplaced("", "<h3>Perceptions</h3><p>Rumeurs.</p>")])
