"""What a text holds, its blocks and its words."""

import pytest
from hypothesis import given, settings

from portolan.documents.rules.blocks import (
    Counts,
    block_hash,
    blocks,
    citations_in,
    counts,
    links_in,
    notes_in,
    pictures_in,
    serialise,
)
from portolan.documents.rules.canonical import canonical
from portolan.documents.rules.words import count_words, plain_text
from tests.documents.generated import texts

PICTURE = (
    '<figure class="picture"><img src="picture:{}" alt="Vu"><figcaption>Le port</figcaption>'
    "<small>Mairie</small></figure>"
)
TEXT = (
    '<h3>Accès</h3><p>Un<br>quart<span class="note">Voir <a href="to:network.organisation:12">Mayda</a>'
    '<cite data-source="hcp-2014"></cite></span> des <strong>élèves</strong><cite data-source="ins-2020"></cite>.</p>'
    '<aside class="box"><h4>Une pratique</h4><figure class="table"><figcaption>Élèves</figcaption><table><tbody><tr>'
    '<th scope="row"><p>Mayda</p></th><td><ul><li><p>12</p></li></ul></td></tr></tbody></table></figure></aside>'
    '<p>Voir <a href="to:vocabulary.theme:3">ici</a>, <a href="to:network.organisation:12">Mayda</a>, '
    '<a href="https://mayda.example/">là</a><cite data-source="ins-2020" data-locator="p. 2"></cite></p>'
    + PICTURE.format("b" * 64) + PICTURE.format("a" * 64) + PICTURE.format("b" * 64)
)  # fmt: skip


def test_what_a_text_refers_to_is_named_once_in_its_order():
    assert canonical(TEXT) == TEXT
    assert pictures_in(TEXT) == ["b" * 64, "a" * 64]
    assert citations_in(TEXT) == ["hcp-2014", "ins-2020"]
    assert links_in(TEXT) == ["network.organisation:12", "vocabulary.theme:3"]
    assert notes_in(TEXT) == 1


def test_an_empty_text_holds_nothing():
    assert blocks("") == pictures_in("") == citations_in("") == links_in("") == []
    assert counts("") == Counts(words=0, tables=0, pictures=0, boxes=0, notes=0, citations=0)
    assert plain_text("") == ""


def test_counts():
    assert counts(TEXT) == Counts(words=25, tables=1, pictures=3, boxes=1, notes=1, citations=3)


def test_plain_text_has_lines_and_notes_in_their_place():
    assert plain_text(TEXT) == (
        "Accès\nUn\nquart [Voir Mayda] des élèves.\nUne pratique\nÉlèves\nMayda\n12\nVoir ici, Mayda, là"
        "\nLe port\nMairie\nLe port\nMairie\nLe port\nMairie"
    )


def test_blocks_are_the_same_wherever_they_stand():
    one, other = blocks("<p>x</p><h3>y</h3><p>x</p>"), blocks("<h3>y</h3>")

    assert block_hash(one[0]) == block_hash(one[2]) != block_hash(one[1])
    assert block_hash(one[1]) == block_hash(other[0])
    assert len(block_hash(one[0])) == 16
    assert serialise(one[1:]) == "<h3>y</h3><p>x</p>"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ce n’est pas l'école : 12,5 % en 2020 !", 7),
        ("وبالمدينة ٢٠٢٠ مهاجِرون، والأُسَر", 4),
        ("one-stop shop — habitant·e·s", 3),
        (" \n… – ", 0),
    ],
)
def test_words_are_counted(text, number):
    assert count_words(text) == number


@given(texts())
@settings(max_examples=40, deadline=None)
def test_the_blocks_of_a_text_have_its_words(html):
    lines = [plain_text(serialise([block])) for block in blocks(html)]

    assert "\n".join(line for line in lines if line) == plain_text(html)
    assert counts(html).words == sum(count_words(line) for line in lines)
