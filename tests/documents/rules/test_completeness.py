"""What a text lacks before it can be published."""

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from portolan.documents.rules.completeness import Lack, lacks
from tests.documents.generated import texts

PICTURE = (
    '<figure class="picture"><img src="picture:{digest}" alt="Le guichet"><figcaption></figcaption>'
    "<small>Mairie de Mayda</small></figure>"
).format(digest="a" * 64)
TABLE = (
    '<figure class="table"><figcaption>Élèves</figcaption><table><tbody><tr><th scope="row"><p>Mayda</p></th>'
    "<td><p>12</p></td></tr></tbody></table></figure>"
)
TEXT = f"<h3>Accès</h3><h4>Écoles</h4><p>Trois écoles.</p>{TABLE}{PICTURE}"


def test_a_complete_text_lacks_nothing():
    assert lacks(TEXT, least_words=5) == []


def test_an_empty_text_lacks_only_a_text():
    assert lacks("", least_words=100) == [Lack("empty")]


def test_a_short_text_says_by_how_much():
    [lack] = lacks("<p>Trois écoles.</p>", least_words=100)

    assert lack == Lack("short", has=2, least=100)
    with override("en"):
        assert lack.words == "This section has 2 words; at least 100 are expected."


@pytest.mark.parametrize(
    ("old", "new", "lack"),
    [
        ("Élèves</figcaption>", "</figcaption>", Lack("table-without-caption", 3, 1)),
        ('th scope="row"><p>Mayda</p></th', "td><p>Mayda</p></td", Lack("table-without-headers", 3, 1)),
        ('alt="Le guichet"', 'alt=""', Lack("picture-without-alternative", 4, 1)),
        ("Mairie de Mayda", "", Lack("picture-without-credit", 4, 1)),
        ("<h3>Accès</h3>", "<p>Accès</p>", Lack("heading-order", 1, heading="Écoles")),
    ],
)
def test_each_lack_is_told_where_it_is(old, new, lack):
    assert lacks(TEXT.replace(old, new)) == [lack]


def test_what_a_box_holds_is_looked_at_and_its_title_is_no_minor_heading():
    bare = TABLE.replace("Élèves", "")

    assert lacks(f'<p>x</p><aside class="box"><h4>Une pratique</h4>{TABLE}{bare}</aside>') == [
        Lack("table-without-caption", 1, 2)
    ]


@given(texts())
@settings(max_examples=40, deadline=None)
def test_every_lack_has_a_sentence_in_every_generated_text(html):
    with override("en"):
        assert all("%(" not in lack.words and lack.words.endswith(".") for lack in lacks(html, least_words=30))
