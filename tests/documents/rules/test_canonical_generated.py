"""Generated texts: canonical ones stay as they are, anything at all becomes one."""

import re
from collections import Counter

import nh3
from hypothesis import given, settings
from hypothesis import strategies as st

from portolan.documents.rules.blocks import blocks, serialise
from portolan.documents.rules.canonical import canonical
from portolan.documents.rules.words import plain_text
from portolan.kernel.errors import DomainError
from tests.documents.generated import texts

# What may stand in a canonical text, said once more and independently.
BARE = "h3 h4 ul li blockquote figcaption table tbody tr small br strong em sub sup"
ALLOWED = {
    "p": {"class"},
    "ol": {"start"},
    "aside": {"class"},
    "figure": {"class"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "img": {"src", "alt"},
    "a": {"href"},
    "span": {"lang", "dir", "class"},
    "cite": {"data-source", "data-locator"},
    **{
        name: set()
        for name in [
            "h3",
            "h4",
            "ul",
            "li",
            "blockquote",
            "figcaption",
            "table",
            "tbody",
            "tr",
            "small",
            "br",
            "strong",
            "em",
            "sub",
            "sup",
        ]
    },
}


def cleaned(html):
    """What an independent cleaner (HTML5 parser, list of allowed names) leaves of it."""
    kept = nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes=ALLOWED,
        url_schemes={"http", "https", "mailto", "to", "picture"},
        link_rel=None,
    )
    return kept.replace("&nbsp;", "\u00a0")


@given(texts())
@settings(max_examples=100, deadline=None)
def test_a_canonical_text_is_a_fixed_point(html):
    assert canonical(html) == html
    assert serialise(blocks(html)) == html


@given(texts())
@settings(max_examples=40, deadline=None)
def test_an_independent_cleaner_finds_nothing_in_it(html):
    assert cleaned(html) == html


def loosened(html):
    """The same text as editors write it."""
    html = re.sub(r'<p class="(center|end|justify)">', r'<p style="text-align: \1">', html)
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i class=x>")
    html = html.replace("</em>", "</i>").replace("<tbody>", "<colgroup><col></colgroup><tbody>\n ")
    return html.replace("<td>", '<td colspan="1" rowspan="1" style="width:3cm">').replace("<li>", "\n<li><!-- x -->")


@given(texts())
@settings(max_examples=40, deadline=None)
def test_the_words_of_a_loosely_written_text_are_kept(html):
    assert canonical(loosened(html)) == html
    assert plain_text(canonical(re.sub(r"</?(?:ul|ol|li|blockquote|aside)[^>]*>", "<div>", html))) == plain_text(html)


TAGS = """
    <p> </p> <b> </b> <i> <li> <ul> </ul> <ol> </li> <table> <tr> <td> <th> </td> </table> <div> </div> <h1> <br> <pre>
    <blockquote> <figure> </figure> <figcaption> </figcaption> <small> <sub> <a> </a> </span>
"""
PIECES = [
    *TAGS.split(),
    "<span class=note>", "<span lang=ar>", '<aside class="box">', "</aside>", "<a href='javascript:alert(1)'>",
    '<a href="https://mayda.example/">', "<a href=' java\tscript:alert(1)'>", "<script>alert(1)</script>", "<script>",
    "<style>p{color:red}</style>", "<svg onload=alert(1)>", "<img src=x onerror=alert(1)>", "<p onclick='alert(1)'>",
    f"<img src='picture:{'a' * 64}' srcset='x 2x'>", "<form action=x>", "<input name=x>", "<iframe src=x></iframe>",
    "<a href='data:text/html,<script>1</script>'>", "<cite data-source='ins-2020'>", "<!-- ", " -->", "<![if x]>",
    "<p style='background:url(javascript:alert(1))'>", "<math><mi>", "<template>", "<textarea>", "<title>",
    "<o:p>", "</o:p>", "<p style='mso-list:l0 level2 lfo1'>", "<a href='#_ftn1'>", "<div id=ftn1>", "&nbsp;", "&#0;",
    "&lt;script&gt;", "<base href='//x'>", "<caption>", "<thead>", "<ol start=7>", "<td colspan=0>", "<xml>", "</xml>",
]  # fmt: skip
soups = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from(["ville", " ", "مدينة", "\u00a0", "e\u0301", "\u200b", "\u202e", "\n", "a\ud800", "x\x00y"]),
        st.text(max_size=3),
    ),
    max_size=25,
).map("".join)
ACTIVE = re.compile(
    r"<(?:script|style|svg|form|input|iframe|base|math|textarea|template|link|meta)|javascript:|data:", re.IGNORECASE
)
seen: Counter[str] = Counter()


@given(soups)
@settings(max_examples=250, deadline=None)
def test_anything_becomes_canonical_and_inactive(html):
    try:
        text = canonical(html)
    except DomainError:
        seen["refused"] += 1
        return
    seen["empty" if not text else "text"] += 1

    assert canonical(text) == text
    assert serialise(blocks(text)) == text
    assert cleaned(text) == text
    assert ACTIVE.findall(re.sub(r">[^<]*<", "><", text)) == []
    assert re.findall(r"<[^>]*\s(?:on\w+|style|srcset|id)=", text) == []


def test_of_the_generated_soups_most_gave_a_text():
    if not seen:
        test_anything_becomes_canonical_and_inactive()

    assert seen["text"] / seen.total() > 0.3
