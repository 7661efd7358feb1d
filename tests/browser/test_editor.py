"""The editor under the strict policy: each kind of block typed or pasted, saved and read back, French and Arabic."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.word_pages import WORD_ARABIC, WORD_ARABIC_STORED, WORD_FRENCH, WORD_FRENCH_STORED

pytest_plugins = ["tests.browser.editor_pages"]

BOTH = pytest.mark.parametrize("language", ["fr", "ar"])
SAID = {
    "fr": {"line": "Le port accueille.", "a": "Année", "b": "Personnes", "caption": "Arrivées", "note": "Registre"},
    "ar": {"line": "يستقبل الميناء الوافدين.", "a": "السنة", "b": "العدد", "caption": "الوافدون", "note": "السجل"},
}


def started(desk, language, *keys):
    """A fresh section in a language, its first line typed, the cursor on a new one."""
    section = desk(language=language, screen=language)
    section.at_end()
    section.type(SAID[language]["line"])
    section.keys("Enter", *keys)
    return section


@BOTH
def test_paragraphs_and_marks(desk, language):
    section, said = started(desk, language), SAID[language]

    section.tool("bold")
    section.type(said["a"])
    section.tool("bold")
    section.type(" H")
    section.keys("Control+,")
    section.type("2")
    section.keys("Control+,")
    section.type("O ")
    section.keys("Control+i")
    section.type(said["b"])
    section.save()

    line = f"<p>{said['line']}</p>"
    assert section.stored() == f"{line}<p><strong>{said['a']}</strong> H<sub>2</sub>O <em>{said['b']}</em></p>"


@BOTH
def test_headings(desk, language):
    section, said = started(desk, language), SAID[language]

    section.tool("heading")
    section.type(said["a"])
    section.keys("Enter")
    section.keys("Control+Alt+4")
    section.type(said["b"])
    section.save()

    assert section.stored() == f"<p>{said['line']}</p><h3>{said['a']}</h3><h4>{said['b']}</h4>"


@BOTH
def test_lists_within_lists(desk, language):
    section, said = started(desk, language), SAID[language]

    section.type("3. ")
    section.type(said["a"])
    section.keys("Enter", "Tab")
    section.tool("bullets")
    section.type(said["b"])
    section.keys("Enter", "Enter", "Enter")
    section.type(said["line"])
    section.save()

    inner = f"<ul><li><p>{said['b']}</p></li></ul>"
    items = f'<ol start="3"><li><p>{said["a"]}</p>{inner}</li></ol>'
    assert section.stored() == f"<p>{said['line']}</p>{items}<p>{said['line']}</p>"


@BOTH
def test_quotation_and_alignment(desk, language):
    section, said = started(desk, language), SAID[language]

    section.tool("quote")
    section.type(said["a"])
    section.keys("Enter", "Enter")
    section.type(said["b"])
    section.tool("align")
    section.page.locator("dialog select").select_option("center")
    section.page.locator("dialog [type=submit]").click()
    section.save()

    quote = f"<blockquote><p>{said['a']}</p></blockquote>"
    assert section.stored() == f'<p>{said["line"]}</p>{quote}<p class="center">{said["b"]}</p>'


@BOTH
def test_table_with_caption_and_headers(desk, language):
    section, said = started(desk, language), SAID[language]

    section.tool("table")
    section.keys("Enter")
    section.type(said["caption"])
    section.keys("Enter")
    section.type(said["a"])
    section.keys("Tab")
    section.type(said["b"])
    section.keys("Tab")
    section.tool("columnDelete")
    section.tool("headColumn")
    section.page.locator(".ProseMirror tr:nth-child(2) > :first-child").click()
    section.settle()
    section.type("2020")
    section.keys("Tab")
    section.type("980")
    section.keys("Tab")
    section.tool("rowDelete")
    section.save()

    heads = f'<tr><th scope="col"><p>{said["a"]}</p></th><th scope="col"><p>{said["b"]}</p></th></tr>'
    table = f'<table><tbody>{heads}<tr><th scope="row"><p>2020</p></th><td><p>980</p></td></tr></tbody></table>'
    figure = f'<figure class="table"><figcaption>{said["caption"]}</figcaption>{table}</figure>'
    assert section.stored() == f"<p>{said['line']}</p>{figure}"


def test_cells_merged_and_split_again(desk):
    table = (
        '<figure class="table"><figcaption>Port</figcaption><table><tbody><tr><td><p>1</p></td><td><p>2</p></td></tr>'
    )
    section = desk(text=f"{table}<tr><td><p>3</p></td><td></td></tr></tbody></table></figure>")
    cells = section.page.locator(".ProseMirror td")

    cells.nth(2).hover()
    section.page.mouse.down()
    cells.nth(3).hover()
    section.page.mouse.up()
    section.settle()
    section.tool("merge")
    section.save()
    merged = section.stored()
    section.tool("split")
    section.save()

    assert merged == f'{table}<tr><td colspan="2"><p>3</p></td></tr></tbody></table></figure>'
    assert section.stored() == f"{table}<tr><td><p>3</p></td><td></td></tr></tbody></table></figure>"


def test_removing_a_table_takes_its_caption_along(desk):
    table = (
        '<figure class="table"><figcaption>Port</figcaption><table><tbody><tr><td><p>1</p></td></tr></tbody></table>'
    )
    section = desk(text=f"<p>Un.</p>{table}</figure><p>Deux.</p>")

    section.page.locator(".ProseMirror td").click()
    section.settle()
    section.tool("tableDelete")
    section.save()

    assert section.stored() == "<p>Un.</p><p>Deux.</p>"


@BOTH
def test_box(desk, language):
    section, said = started(desk, language), SAID[language]

    section.tool("box")
    section.type(said["a"])
    section.keys("Enter")
    section.type(said["b"])
    section.keys("Enter", "Enter")
    section.type(said["line"])
    section.save()

    box = f'<aside class="box"><h4>{said["a"]}</h4><p>{said["b"]}</p></aside>'
    assert section.stored() == f"<p>{said['line']}</p>{box}<p>{said['line']}</p>"


@BOTH
def test_footnote_is_written_at_its_mark_and_changed_later(desk, language):
    section, said = desk(language=language, screen=language), SAID[language]

    section.at_end()
    section.type(said["line"])
    section.tool("note")
    section.type(f"{said['note']} ")
    section.keys("Control+b")
    section.type("2020")
    section.keys("Escape")
    section.type(f" {said['b']}")
    section.save()

    note = f'<span class="note">{said["note"]} <strong>2020</strong></span>'
    assert section.stored() == f"<p>{said['line']}{note} {said['b']}</p>"

    section.open()
    section.page.locator(".note-mark").click()
    section.settle()
    section.type(".")
    section.keys("Escape")
    section.save()

    assert section.stored() == f"<p>{said['line']}{note.replace('</strong>', '.</strong>')} {said['b']}</p>"


def test_footnote_left_empty_is_gone(desk):
    section = desk()
    section.at_end()
    section.type("Le port.")

    section.tool("note")
    section.keys("Escape")
    section.type(" Oui.")
    section.save()

    assert section.stored() == "<p>Le port. Oui.</p>"


@BOTH
def test_citation_chosen_from_the_sources(desk, language):
    section, said = desk(language=language, screen=language), SAID[language]

    section.at_end()
    section.type(said["line"])
    section.tool("source")
    section.page.locator("dialog input[type=search]").fill("mayda registre")
    section.page.locator("dialog .found button:only-child", has_text="Port de Mayda").click()
    section.page.locator("dialog input[type=text]").fill("p. 12")
    section.page.locator("dialog [type=submit]").click()
    section.save()

    cite = '<cite data-source="mayda-2020" data-locator="p. 12"></cite>'
    assert section.stored() == f"<p>{said['line']}{cite}</p>"
    expect(section.page.locator("[data-beside]")).to_contain_text("Registre du port")


@BOTH
def test_link_to_the_web_and_to_a_thing_of_the_site(desk, language):
    section, said = desk(language=language, screen=language), SAID[language]

    section.at_end()
    section.type(said["line"])
    section.keys("Control+a", "Control+k")
    section.type("www.mayda.example")
    section.keys("Enter", "Control+End")
    section.type(" ")
    section.tool("link")
    section.page.locator("dialog input[type=search]").fill("Antillia")
    first = section.page.locator("dialog .found button").first
    name = first.locator("b").text_content()
    first.click()
    section.save()

    stored = section.stored()
    start, _, rest = stored.partition('<a href="to:')
    assert start == f'<p><a href="https://www.mayda.example">{said["line"]}</a> '
    assert rest.partition(">")[2] == f"{name}</a></p>"


@BOTH
def test_words_in_another_language(desk, language):
    other = {"fr": ("ar", "من الجزيرة"), "ar": ("fr", "l’île")}[language]
    section = desk(language=language, screen=language)

    section.at_end()
    section.type(other[1])
    section.keys("Control+a")
    section.tool("foreign")
    section.page.locator("dialog select").select_option(other[0])
    section.page.locator("dialog [type=submit]").click()
    section.save()

    side = "rtl" if other[0] == "ar" else "ltr"
    assert section.stored() == f'<p><span lang="{other[0]}" dir="{side}">{other[1]}</span></p>'


def picture_file():
    """A small picture, as somebody would choose it."""
    file = io.BytesIO()
    Image.new("RGB", (60, 40), (15, 66, 101)).save(file, "PNG")
    return {"name": "port.png", "mimeType": "image/png", "buffer": file.getvalue()}


@BOTH
def test_picture_with_its_words_caption_and_credit(desk, language):
    section, said = started(desk, language), SAID[language]

    section.tool("picture")
    dialog = section.page.locator("dialog")
    dialog.locator("input[type=file]").set_input_files(picture_file())
    dialog.locator("input[type=text]").first.fill(said["a"])
    dialog.locator("input[type=text]").last.fill(said["b"])
    dialog.locator("[type=submit]").click()
    shown = section.page.locator(".picture-shown img")
    expect(shown).to_be_visible()
    section.page.locator("figure.picture figcaption").click()
    section.settle()
    section.type(said["caption"])
    section.page.locator(".picture-shown input").fill(f"{said['a']}.")
    section.save()

    digest = shown.get_attribute("src").rstrip("/").rpartition("/")[2]
    figure = (
        f'<figure class="picture"><img src="picture:{digest}" alt="{said["a"]}.">'
        f"<figcaption>{said['caption']}</figcaption><small>{said['b']}</small></figure>"
    )
    assert section.stored() == f"<p>{said['line']}</p>{figure}"
    assert shown.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [60, 40]


def test_file_that_is_no_picture_is_refused_in_words(desk):
    section = desk(refused=True)
    section.at_end()

    section.tool("picture")
    file = {"name": "port.png", "mimeType": "image/png", "buffer": b"not a picture"}
    section.page.locator("dialog input[type=file]").set_input_files(file)
    section.page.locator("dialog [type=submit]").click()
    expect(section.page.locator("dialog [role=alert]")).to_contain_text("PNG")

    section.page.locator("dialog .quiet").click()
    expect(section.page.locator("figure.picture")).to_have_count(0)


def test_paste_from_word_in_french(desk):
    section = desk()
    section.at_end()

    section.paste(WORD_FRENCH)
    section.save()

    assert section.stored() == WORD_FRENCH_STORED


def test_paste_from_word_in_arabic(desk):
    section = desk(language="ar", screen="ar")
    section.at_end()

    section.paste(WORD_ARABIC)
    section.save()

    assert section.stored() == WORD_ARABIC_STORED


def test_hostile_paste_leaves_nothing_active(desk):
    section = desk()
    section.at_end()

    section.paste(
        '<p onclick="alert(1)">Le <a href="javascript:alert(1)">port</a><img src=x onerror="alert(1)"></p>'
        "<script>alert(1)</script><iframe src=//mayda.example></iframe><style>p{}</style>"
        '<table><tr><td style="background:url(//mayda.example)">A</td></tr></table>'
    )
    section.save()

    table = '<figure class="table"><figcaption></figcaption><table><tbody><tr><td><p>A</p></td></tr></tbody></table>'
    assert section.stored() == f"<p>Le port</p>{table}</figure>"


WHOLE = (
    '<h3>Le port</h3><p>Un <strong>guichet <em>du</em></strong> port<span class="note">Voir <em>ici</em>.</span>'
    '<cite data-source="mayda-2020"></cite>.</p><p class="justify">Fin<br>de ligne</p><ul><li><p>un</p><ol start="3">'
    "<li><p>deux</p></li></ol></li></ul><blockquote><p>Dit</p></blockquote>"
    '<aside class="box"><h4>Boîte</h4><p>x</p><figure class="table"><figcaption>T</figcaption><table><tbody><tr>'
    '<th scope="col"><p>A</p></th><th scope="col"><p>B</p></th></tr><tr><th scope="row" rowspan="2"><p>1</p></th>'
    "<td><p>2</p></td></tr><tr><td><p>3</p><ul><li><p>4</p></li></ul></td></tr></tbody></table></figure></aside>"
    '<p><span lang="ar" dir="rtl"><a href="https://mayda.example/">ميناء</a></span> CO<sub>2</sub></p>'
)


def test_text_with_every_block_passes_through_unchanged(desk):
    section = desk(text=WHOLE)
    section.at_end()

    section.type("!")
    section.save()

    assert section.stored() == WHOLE.replace("2</sub></p>", "2!</sub></p>")


def test_saving_what_was_not_touched_makes_no_version(desk):
    section = desk(text=WHOLE)

    section.save()

    section.page.goto(f"{section.root}/history/")
    expect(section.page.locator(".versions tbody tr")).to_have_count(1)


def test_undo_and_redo(desk):
    section = desk(text="<p>Le port.</p>")
    section.at_end()

    section.tool("box")
    section.type("Pratique")
    section.keys("Control+z", "Control+z", "Control+z")
    expect(section.page.locator(".ProseMirror aside")).to_have_count(0)
    expect(section.page.locator("[data-tool=undo]")).to_have_attribute("aria-disabled", "true")
    section.keys("Control+Shift+z", "Control+Shift+z", "Control+Shift+z")
    section.save()

    assert section.stored() == '<p>Le port.</p><aside class="box"><h4>Pratique</h4></aside>'


def test_tools_by_keyboard(desk):
    section = desk(text="<p>Le port.</p>")
    section.at_end()
    focused = "document.activeElement.dataset.tool"

    section.keys("Escape")
    assert section.page.evaluate(focused) == "heading"
    section.keys("ArrowRight", "ArrowRight")
    assert section.page.evaluate(focused) == "bold"
    section.keys("End")
    assert section.page.evaluate(focused) == "picture"
    section.keys("Home", "Enter")

    expect(section.page.locator("[data-tool=heading]")).to_have_attribute("aria-pressed", "true")
    expect(section.page.locator(".ProseMirror h3")).to_have_text("Le port.")
    assert section.page.locator("[data-tools] [tabindex='0']").count() == 1


def test_tools_by_keyboard_go_the_other_way_in_arabic(desk):
    section = desk(language="ar", screen="ar")
    section.at_end()

    section.keys("Escape", "ArrowLeft")

    assert section.page.evaluate("document.activeElement.dataset.tool") == "subheading"
