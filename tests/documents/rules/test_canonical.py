"""Texts as editors, Word and others write them, and the one form they get."""

import pytest

from portolan.documents.rules import markup
from portolan.documents.rules.canonical import canonical, is_empty, text_hash
from portolan.kernel.errors import DomainError

DIGEST = "a" * 64
EMPTY_FIGURE = f'<figure class="picture"><img src="picture:{DIGEST}" alt="">{{}}</figure>'
NO_CAPTION = "<figcaption></figcaption><small></small>"


def table(rows, caption=""):
    return f'<figure class="table"><figcaption>{caption}</figcaption><table><tbody>{rows}</tbody></table></figure>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Mayda <b>accueille</b>", "<p>Mayda <strong>accueille</strong></p>"),
        ("un<br><br>deux<br>trois<br>", "<p>un</p><p>deux<br>trois</p>"),
        ("<p>un<p>deux", "<p>un</p><p>deux</p>"),
        ("<div><div>un<section>deux</section></div>trois</div>", "<p>un</p><p>deux</p><p>trois</p>"),
        ("<p>\n  un \n <i>deux</i>  </p>\n<p>&nbsp;</p>", "<p>un <em>deux</em></p>"),
        ("<h1>A</h1><h2>B</h2><h4>C</h4><h6>D</h6>", "<h3>A</h3><h3>B</h3><h4>C</h4><h4>D</h4>"),
        ("<p>« oui\u00a0» à 25\u202f000\u2009km</p>", "<p>« oui\u00a0» à 25\u202f000\u202fkm</p>"),
        ("<p>e\u0301te\u0301 \u202eabc\u202c \u200bx\u00ad\ufeff</p>", "<p>été abc x</p>"),
        ("<p>می\u200cخواهم \u200fx</p>", "<p>می\u200cخواهم \u200fx</p>"),
        ("<p>a\x00b\ud800c&#0;</p>", "<p>abc\ufffd</p>"),
        ("<p>1 &lt; 2 &amp; &quot;x&quot; &eacute;</p>", '<p>1 &lt; 2 &amp; "x" é</p>'),
        ("<pre>un\n  deux\n\ntrois</pre>", "<p>un<br>deux</p><p>trois</p>"),
        ("<dl><dt>Guichet</dt><dd>Lieu d’accueil</dd></dl>", "<p><strong>Guichet</strong></p><p>Lieu d’accueil</p>"),
        ("<p><strong>a</strong><b>b </b><b>c</b></p>", "<p><strong>ab c</strong></p>"),
        ("<sup><em><strong>x</strong></em></sup>", "<p><strong><em><sup>x</sup></em></strong></p>"),
        ("<p>un<!-- deux --><!--[if mso]>trois<![endif]--><![if x]>quatre<![endif]></p>", "<p>unquatre</p>"),
        ("<html><head><title>T</title></head><body>a</body></html>b", "<p>ab</p>"),
        ("", ""),
        ("<p></p><ul><li></li></ul><table><tr></tr></table><blockquote> </blockquote>", ""),
    ],
)
def test_lines_and_words(html, expected):
    assert canonical(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p style="text-align:center">x</p>', '<p class="center">x</p>'),
        ('<p style="text-align: right">x</p>', '<p class="end">x</p>'),
        ('<p dir="rtl" style="text-align: right">س</p>', "<p>س</p>"),
        ('<p dir="rtl" align="left">س</p>', '<p class="end">س</p>'),
        ('<p class="x justify">x</p>', '<p class="justify">x</p>'),
        ("<center>x<p>y</p></center>", '<p class="center">x</p><p class="center">y</p>'),
        ('<h3 style="text-align:center">x</h3>', "<h3>x</h3>"),
    ],
)
def test_alignment_is_a_class_by_logical_side(html, expected):
    assert canonical(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>un<li>deux</ul>", "<ul><li><p>un</p></li><li><p>deux</p></li></ul>"),
        (
            "<ul><li>un</li><ul><li>deux</li></ul></ul>",
            "<ul><li><p>un</p><ul><li><p>deux</p></li></ul></li></ul>",
        ),
        ("<ol start=3><li><h2>un</h2></li></ol>", '<ol start="3"><li><p>un</p></li></ol>'),
        ("<ol start=1><li>un</li></ol>", "<ol><li><p>un</p></li></ol>"),
        ("<ul>un<li>deux</ul>", "<ul><li><p>un</p></li><li><p>deux</p></li></ul>"),
        ("<li>un<li>deux", "<ul><li><p>un</p></li><li><p>deux</p></li></ul>"),
        ("<ul><li><ol><li>un</li></ol></li></ul>", "<ul><li><p>un</p></li></ul>"),
        (f"<ul><li>un<img src='picture:{DIGEST}'></li><li>deux</li></ul>", (
            f"<ul><li><p>un</p></li><li><p>deux</p></li></ul>{EMPTY_FIGURE.format(NO_CAPTION)}"
        )),
        ("<blockquote><h3>un</h3><blockquote>deux</blockquote></blockquote>", (
            "<blockquote><p>un</p><p>deux</p></blockquote>"
        )),
        ('<div class="box"><h2>T</h2>x<aside class="box">y</aside></div>', (
            '<aside class="box"><h4>T</h4><p>x</p><p>y</p></aside>'
        )),
    ],
)  # fmt: skip
def test_lists_quotations_and_boxes(html, expected):
    assert canonical(html) == expected


def test_items_deeper_than_nine_lists_come_up():
    text = canonical("".join(f"<ul><li>{level}" for level in range(1, 13)))

    assert text.count("<ul>") == 9
    assert text.endswith(
        "<ul><li><p>9</p></li><li><p>10</p></li><li><p>11</p></li><li><p>12</p></li></ul>" + "</li></ul>" * 8
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><th>A<th>B<tr><th>C<td>1</table>", table(
            '<tr><th scope="col"><p>A</p></th><th scope="col"><p>B</p></th></tr>'
            '<tr><th scope="row"><p>C</p></th><td><p>1</p></td></tr>'
        )),
        ("<table><thead><tr><td>A</td></tr></thead><tr><td>1</td></tr></table>", table(
            '<tr><th scope="col"><p>A</p></th></tr><tr><td><p>1</p></td></tr>'
        )),
        ('<table><colgroup><col></colgroup><tr><td colspan="1" rowspan="2" style="width:1px"><p></p></td></tr></table>',
         table('<tr><td rowspan="2"></td></tr>')),
        ("<table><caption>Élèves</caption>perdu<tr><td>1</table>", (
            "<p>perdu</p>" + table("<tr><td><p>1</p></td></tr>", "Élèves")
        )),
        ("<table><tr><td>1<table><tr><td>2</table></table>", (
            table("<tr><td><p>1</p></td></tr>") + table("<tr><td><p>2</p></td></tr>")
        )),
        (f"<figure><table><tr><td><img src='picture:{DIGEST}'>1</table><figcaption>De la table</figcaption></figure>", (
            table("<tr><td><p>1</p></td></tr>", "De la table") + EMPTY_FIGURE.format(NO_CAPTION)
        )),
        ("<figure><figcaption>Sans rien</figcaption></figure>", "<p>Sans rien</p>"),
    ],
)  # fmt: skip
def test_tables(html, expected):
    assert canonical(html) == expected


@pytest.mark.parametrize(
    "source", [f"picture:{DIGEST}", f"/fr/pictures/{DIGEST}/800.webp", f"https://portolan.example/p/{DIGEST}"]
)
def test_our_pictures_are_known_by_their_digest_wherever_they_were_copied(source):
    html = f'<p>Vue <img src="{source}" alt=" Le  guichet " width="9" onerror="x"> du port</p>'

    assert canonical(html) == (
        f'<p>Vue du port</p><figure class="picture"><img src="picture:{DIGEST}" alt="Le guichet">{NO_CAPTION}</figure>'
    )


def test_other_pictures_leave_nothing():
    assert canonical(f'<img src="data:image/png;base64,/{DIGEST}/"><img src="https://x.example/a.png" alt="a">') == ""


def test_a_picture_keeps_its_caption_and_the_plain_words_of_its_credit():
    words = "<figcaption>Le <b>port</b></figcaption><small>Mairie <b>x</b></small>"
    html = f'<figure><img src="picture:{DIGEST}">{words}</figure>'

    assert canonical(html) == EMPTY_FIGURE.format(
        "<figcaption>Le <strong>port</strong></figcaption><small>Mairie x</small>"
    )


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://mayda.example/a b?c=1&d=2", "https://mayda.example/a%20b?c=1&amp;d=2"),
        ("HTTP://mayda.example", "http://mayda.example"),
        ("mailto:guichet@mayda.example", "mailto:guichet@mayda.example"),
        ("to:network.organisation:12", "to:network.organisation:12"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("&#106;avascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//mayda.example/", None),
        ("/fr/", None),
        ("#_ftnref1", None),
        ("to:network.organisation:../x", None),
        ("https://", None),
        ("file:///C:/a.doc", None),
    ],
)
def test_links(href, kept):
    words = "<em>ici</em>"

    assert canonical(f'<p><a href="{href}" target="_blank">{words}</a></p>') == (
        f'<p><a href="{kept}">{words}</a></p>' if kept else f"<p>{words}</p>"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<bdi lang="ar">مدينة</bdi>', '<span lang="ar" dir="rtl">مدينة</span>'),
        ('<span lang="en-GB" class="x">one-stop shop</span>', '<span lang="en" dir="ltr">one-stop shop</span>'),
        ('<span lang="fa">شهر</span>', '<span lang="fa" dir="rtl">شهر</span>'),
        ('<span lang="?">x</span>', "x"),
        ('x<span class="note"> <p>un</p><p>deux<span class="note">trois</span></p></span>', (
            'x<span class="note">un deuxtrois</span>'
        )),
        ('x<span class="note"> </span>', "x"),
        ('<strong>x<span class="note"><em>y</em></span>z</strong>', (
            '<strong>x</strong><span class="note"><em>y</em></span><strong>z</strong>'
        )),
        ('<a href="https://a.example">x<span class="note"><a href="https://b.example">y</a></span></a>', (
            '<a href="https://a.example">x</a><span class="note"><a href="https://b.example">y</a></span>'
        )),
        ('x<cite data-source="ins-2020" data-locator=" p.  12 ">(INS, 2020)</cite>', (
            'x<cite data-source="ins-2020" data-locator="p. 12"></cite>'
        )),
        ('<cite data-source="../x">Le Port</cite>, <cite>Atlas</cite>', "<em>Le Port</em>, <em>Atlas</em>"),
    ],
)  # fmt: skip
def test_words_in_other_languages_notes_and_citations(html, expected):
    assert canonical(html) == f"<p>{expected}</p>"


def test_nothing_a_browser_would_run_or_fetch_is_left():
    html = (
        "<script>alert(1)</script><style>p{}</style><p onclick='x' style='background:url(x)'>Mayda"
        "<svg onload=x><title>t</title></svg><iframe src=x></iframe></p><form action=x><input value=y>"
        "<button>z</button></form><img src=x srcset='y 2x' onerror=z><object data=x></object><link href=x>"
    )

    assert canonical(html) == "<p>Mayda</p>"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<div>" * 1000 + "x", "too-deep"),
        ("<b>" * 50_000 + "x", "too-deep"),
        ("<p>" * (markup.MOST_TAGS + 1), "too-long"),
        ("x" * (markup.LONGEST + 1), "too-long"),
        # What it would become is longer than what may be read again.
        ("<table>" + "<td>" * (markup.MOST_TAGS // 2 + 1), "too-long"),
    ],
    ids=["blocks", "marks", "tags", "characters", "cells"],
)
def test_what_is_too_long_or_too_deep_is_refused(html, code):
    with pytest.raises(DomainError) as refusal:
        canonical(html)

    assert (refusal.value.code, refusal.value.field) == (code, "text")


def test_what_is_nested_as_deep_as_allowed_is_read():
    assert canonical("<div>" * 240 + "x") == "<p>x</p>"


def test_marks_heaped_on_a_letter_are_cut():
    marks = "\u0316\u0301"

    assert canonical(f"<p>Zalgo{marks * 400_000}</p>") == canonical(f"<p>Zalgo{marks * 15}</p>")


def test_the_hash_is_that_of_the_text():
    assert text_hash("<p>x</p>") == "31d8e07ec305ac4e2515d1f0b1c8c603b3858044eb7d97807d6d0970838cb0be"
    assert is_empty(canonical("<p> </p>"))
    assert not is_empty(canonical(f"<img src='picture:{DIGEST}'>"))
