"""A file of ours that somebody worked on: what was changed is told, what was not stays exactly as it is."""

import copy
import datetime as dt

from portolan.documents.exports.word.read_model import ReadComment
from portolan.documents.exports.word.reading import read_docx
from portolan.documents.exports.word.remarks import WordRemark
from portolan.documents.exports.word.styles import fonts
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.exports.word.xml import el, text_el, w
from portolan.documents.rules.canonical import text_hash
from tests.documents.exports.papers import (
    FRENCH,
    KEYS,
    changed,
    paper,
    paragraphs,
    picture,
    with_parts,
    with_text,
)


def written(root, old, new):
    for text in root.iter(w("t")):
        if old in (text.text or ""):
            text.text = text.text.replace(old, new)


def section(read, key="framework"):
    return next(one for one in read.sections if one.key == key)


def edited(change, language="fr"):
    printed = paper(language)
    return read_docx(changed(write_docx(printed), change), printed)


def test_a_word_changed_is_one_block_changed():
    read = edited(lambda root: written(root, "Sans frais", "Gratuit"))

    assert section(read).html == FRENCH.replace("Sans frais", "Gratuit")
    assert (section(read).is_changed, section(read).blocks_changed) == (True, 1)
    assert [one.is_changed for one in read.sections] == [True, False, False]


def test_languages_that_word_guesses_by_itself_change_nothing():
    def guess(root):
        for properties in root.iter(w("rPr")):
            for child in properties.findall(w("lang")):
                child.set(w("val"), "en-US")
            style = properties.find(w("rStyle"))
            if style is not None and style.get(w("val"), "").startswith("Language"):
                properties.remove(style)

    read = edited(guess)

    assert section(read).html == FRENCH
    assert [one.is_changed for one in read.sections] == [False, False, False]


def test_a_paragraph_added_and_one_removed():
    def work(root):
        quote = paragraphs(root, "« Un bureau. »")[0]
        quote.addnext(el("p", el("r", text_el("Ajouté."))))
        quote.getparent().remove(quote)

    read = edited(work)

    assert section(read).html == FRENCH.replace("<blockquote><p>« Un bureau. »</p></blockquote>", "<p>Ajouté.</p>")
    assert section(read).blocks_changed == 1


def test_a_row_and_an_item_added_by_copying_are_like_those_beside():
    def work(root):
        row = paragraphs(root, "Frislandia")[-1].getparent().getparent()
        row.addnext(copy.deepcopy(row))
        item = paragraphs(root, "le lundi")[0]
        item.addnext(copy.deepcopy(item))

    read = edited(work)

    row = '<tr><th scope="row"><p>Frislandia</p></th><td><p>11\u202f300</p></td></tr>'
    html = FRENCH.replace(row, row * 2).replace("<li><p>le lundi</p></li>", "<li><p>le lundi</p></li>" * 2)
    assert section(read).html == html
    assert section(read).blocks_changed == 2


def test_text_under_an_empty_heading_is_the_sections_text():
    def work(root):
        heading = paragraphs(root, "Défis et enseignements")[-1]
        heading.addnext(el("p", el("r", text_el("Le logement."))))

    read = edited(work)

    assert section(read, "challenges").html == "<p>Le logement.</p>"
    assert section(read, "challenges").base_hash == text_hash("")


def test_tracked_changes_are_taken_as_accepted():
    def work(root):
        run = next(run for run in paragraphs(root, "Un bus juridique")[0].iter(w("r")))
        deleted = el("del", el("r", el("delText")), id=90, author="Hind")
        run.addprevious(deleted)
        run.addnext(el("ins", el("r", text_el(" Chaque semaine.")), id=91, author="Hind"))

    read = edited(work)

    assert section(read).html == FRENCH.replace("Un bus juridique.", "Un bus juridique. Chaque semaine.")
    assert [(line.kind, line.count) for line in read.report] == [("tracked", 2)]


def test_a_picture_replaced_is_a_new_picture():
    printed = paper()
    other = picture(size=(10, 10))

    read = read_docx(with_parts(write_docx(printed), {"word/media/image1.png": other}), printed)

    (digest,) = read.pictures
    assert read.pictures[digest] == other
    assert f'src="picture:{digest}" alt="Plan du guichet"' in section(read).html
    assert section(read).blocks_changed == 1


def test_a_citation_written_over_stays_and_is_told():
    read = edited(lambda root: written(root, "(INS, 2020, p. 12)", "(INS, 2020, p. 14)"))

    assert section(read).html == FRENCH
    (said,) = read.report
    assert (said.kind, said.count) == ("citations-rewritten", 1)
    assert said.words.endswith("(INS, 2020, p. 14)")


def test_headings_of_sections_stay_and_missing_sections_are_told():
    def work(root):
        written(root, "Le cadre institutionnel", "Le cadre")
        for paragraph in paragraphs(root, "Perceptions") + paragraphs(root, "Rumeurs."):
            paragraph.getparent().remove(paragraph)

    read = edited(work)

    assert [one.key for one in read.sections] == ["framework", "challenges"]
    assert {line.kind: line.count for line in read.report} == {"headings-changed": 1, "sections-missing": 1}


def test_a_new_heading_as_high_as_the_sections_stays_in_its_section():
    def work(root):
        heading = copy.deepcopy(paragraphs(root, "Perceptions")[-1])
        for mark in [*heading.iter(w("bookmarkStart")), *heading.iter(w("bookmarkEnd"))]:
            heading.remove(mark)
        written(heading, "Perceptions", "Médias")
        written(heading, "2\u00a0\u00a0", "")
        paragraphs(root, "Rumeurs.")[0].addnext(heading)

    read = edited(work)

    assert section(read, "perceptions").html == "<p>Rumeurs.</p><h3>Médias</h3>"
    assert [line.kind for line in read.report] == ["headings-inside"]


def test_a_file_tells_from_which_text_it_was_made():
    printed = paper()
    data = write_docx(printed)
    since = with_text(printed, "perceptions", "<p>Autre.</p>")

    read = read_docx(changed(data, lambda root: written(root, "Sans frais", "Gratuit")), since)

    assert section(read, "perceptions").html == "<p>Rumeurs.</p>"
    assert section(read, "perceptions").base_hash == text_hash("<p>Rumeurs.</p>")
    assert section(read, "perceptions").is_changed is False
    assert section(read, "framework").is_changed is True


def test_a_file_of_another_city_or_language_says_so():
    other = paper("ar", ["", "", ""])
    other = type(other)(**{**vars(other), "city": "Frislandia"})

    read = read_docx(write_docx(paper()), other)

    assert [line.kind for line in read.report] == ["headings-changed", "other-document", "other-language"]


def test_remarks_go_out_as_comments_and_are_known_when_they_return():
    printed = paper()
    at = dt.datetime(2021, 5, 3, 10, tzinfo=dt.UTC)
    remarks = [
        WordRemark("framework", "Hind", "Quel service ?\nLe sait-on ?", at, "le service social"),
        WordRemark("perceptions", "Salem", "Source ?", at, "rien de tel"),
    ]

    read = read_docx(write_docx(printed, remarks=remarks), printed)

    assert read.comments == [
        ReadComment("framework", "le service social", "Quel service ?\nLe sait-on ?", "Hind", at, is_known=True),
        ReadComment("perceptions", "2 Perceptions", "Source ?", "Salem", at, is_known=True),
    ]
    assert [one.is_changed for one in read.sections] == [False, False, False]


def test_a_comment_made_in_word_is_new():
    printed = paper()
    data = write_docx(printed, remarks=[WordRemark("framework", "Hind", "Oui.", None, "le service social")])

    def answer(root):
        made = copy.deepcopy(root[0])
        made.set(w("id"), "7")
        written(made, "Oui.", "Non.")
        root.append(made)

    def place(root):
        run = next(paragraphs(root, "Rumeurs.")[0].iter(w("r")))
        run.addprevious(el("commentRangeStart", id=7))
        run.addnext(el("commentRangeEnd", id=7))

    read = read_docx(changed(changed(data, answer, "word/comments.xml"), place), printed)

    assert read.comments[1] == ReadComment("perceptions", "Rumeurs.", "Non.", "Hind", None, is_known=False)


def test_what_is_typed_in_arabic_keeps_its_side_and_marks():
    def work(root):
        run = el("r", el("rPr", fonts(), el("bCs"), el("rtl")), text_el("مهم"))
        paragraphs(root, "أنتيليا، 2021")[0].append(run)

    read = edited(work, "ar")

    assert '<p class="end">أنتيليا، 2021<strong>مهم</strong></p>' in section(read).html


def test_the_order_of_sections_in_the_file_does_not_matter():
    def work(root):
        heading = paragraphs(root, "Perceptions")[-1]
        text = paragraphs(root, "Rumeurs.")[0]
        first = paragraphs(root, "Le cadre institutionnel")[-1]
        first.addprevious(heading)
        first.addprevious(text)

    read = edited(work)

    assert sorted(one.key for one in read.sections) == sorted(KEYS)
    assert [one.is_changed for one in read.sections] == [False, False, False]
