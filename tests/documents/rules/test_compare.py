"""What changed between two states of a text, as a person reads it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portolan.documents.rules.blocks import blocks, serialise
from portolan.documents.rules.canonical import canonical
from portolan.documents.rules.compare import Change, Summary, compare, summary
from tests.documents.generated import blocks as generated_blocks
from tests.documents.generated import texts

ACCESS = "<p>La ville accueille des personnes migrantes et leurs familles.</p>"


def changed(old, new):
    """The HTML of the one block that both texts are."""
    [change] = compare(canonical(old), canonical(new))
    assert change.kind == "changed"
    return change.html


def test_a_text_is_the_same_as_itself():
    assert compare(ACCESS, ACCESS) == [Change("same", ACCESS)]
    assert compare("", "") == []


def test_words_that_came_and_went_are_marked():
    assert changed(ACCESS, "<p>La ville accueille les personnes réfugiées et leurs familles.</p>") == (
        "<p>La ville accueille <del>des</del><ins>les</ins> personnes <del>migrantes</del><ins>réfugiées</ins> "
        "et leurs familles.</p>"
    )


def test_marks_never_hold_other_tags():
    assert changed("<p>Le guichet ouvre le lundi</p>", "<p>Le <b>guichet unique</b> ouvre le lundi</p>") == (
        "<p>Le <del>guichet</del><strong><ins>guichet unique</ins></strong> ouvre le lundi</p>"
    )


def test_what_is_alike_by_chance_is_not_kept_between_two_changes():
    old = "<p>Depuis longtemps la mairie de Mayda et ses agents savent compter les élèves de la ville.</p>"
    new = "<p>Depuis longtemps chaque commune voisine de Royllo et des îles sait compter les élèves de la ville.</p>"

    assert "<del>la mairie de Mayda et ses agents savent</del>" in changed(old, new)


def test_arabic_words_are_marked_whole():
    assert changed("<p>تستقبل المدينة المهاجرين وأسرهم</p>", "<p>تستقبل البلديّة المهاجرين وأسرهم</p>") == (
        "<p>تستقبل <del>المدينة</del><ins>البلديّة</ins> المهاجرين وأسرهم</p>"
    )


def test_blocks_come_and_go():
    changes = compare(f"<h3>Accès</h3>{ACCESS}", f"{ACCESS}<p>Trois écoles ouvrent à Mayda.</p>")

    assert [change.kind for change in changes] == ["removed", "same", "added"]
    assert summary(changes) == Summary(added=1, removed=1, changed=0, words_added=5, words_removed=1)


def test_a_moved_block_goes_and_comes():
    other = "<p>Le logement manque dans les trois îles depuis 2016.</p>"

    assert sorted(change.kind for change in compare(ACCESS + other, other + ACCESS)) == ["added", "removed", "same"]


def test_a_changed_note_shows_its_words():
    assert changed(
        '<p>Un quart<span class="note">Voir le rapport de 2019</span> des élèves</p>',
        '<p>Un quart<span class="note">Voir le rapport de 2020</span> des élèves</p>',
    ) == ('<p>Un quart<span class="note">Voir le rapport de <del>2019</del><ins>2020</ins></span> des élèves</p>')


def test_a_citation_that_came_is_marked():
    assert changed("<p>Un quart des élèves</p>", '<p>Un quart des élèves<cite data-source="ins"></cite></p>') == (
        '<p>Un quart des élèves<ins><cite data-source="ins"></cite></ins></p>'
    )


TABLE = (
    "<table><tr><th>Ville</th><th>2020</th></tr><tr><td>Mayda</td><td>12</td></tr>"
    "<tr><td>Royllo</td><td>9</td></tr></table>"
)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (TABLE.replace("12", "14"), '<td class="changed"><p><del>12</del><ins>14</ins></p></td>'),
        (
            TABLE.replace("<tr><td>Royllo", "<tr><td>Drogeo</td><td>7</td></tr><tr><td>Royllo"),
            '<tr class="added"><td class="added"><p><ins>Drogeo</ins></p></td>',
        ),
        (
            re.sub("<td>Mayda</td><td>12</td>", "<td>Mayda</td><td>8</td><td>12</td>", TABLE)
            .replace("<th>2020", "<th>2019</th><th>2020")
            .replace("<td>9", "<td>5</td><td>9"),
            '<td><p>Mayda</p></td><td class="added"><p><ins>8</ins></p></td><td><p>12</p></td>',
        ),
    ],
    ids=["a cell", "a row", "a column"],
)
def test_tables_are_compared_cell_by_cell(new, expected):
    html = changed(TABLE, new)

    assert expected in html
    assert "<del>Royllo" not in html


def test_lists_are_compared_item_by_item():
    assert changed(
        "<ul><li>un guichet</li><li>deux agents</li><li>trois langues</li></ul>",
        "<ul><li>un guichet unique</li><li>trois langues</li></ul>",
    ) == (
        '<ul><li><p>un guichet<ins> unique</ins></p></li><li class="removed"><p><del>deux agents</del></p></li>'
        "<li><p>trois langues</p></li></ul>"
    )


def test_another_picture_is_another_block():
    one, other = (f'<img src="picture:{letter * 64}" alt="Le guichet">' for letter in "ab")

    assert sorted(change.kind for change in compare(canonical(one), canonical(other))) == ["added", "removed"]


def letters(html, without):
    """The words of one side, without spaces."""
    text = re.sub(rf"<{without}>.*?</{without}>", "", html)
    return re.sub(r"<[^>]*>|\s", "", text)


def side(changes, whole):
    return "".join(change.html for change in changes if change.kind in {"same", "changed", whole})


@st.composite
def edited(draw):
    """A text, and the same with blocks taken out, put in and changed."""
    old = draw(st.lists(generated_blocks(), min_size=1, max_size=6))
    new = []
    for block in old:
        what = draw(st.integers(0, 4))
        if what == 1:
            new.append(draw(generated_blocks()))
        if what == 2:
            new.append(block.replace("L’accueil", "Le départ").replace("المدينة", "القرية").replace(" des", ""))
        elif what != 3:
            new.append(block)
    return canonical("".join(old)), canonical("".join(new))


@given(st.one_of(edited(), st.tuples(texts(), texts())))
@settings(max_examples=60, deadline=None)
def test_both_texts_can_be_read_in_the_comparison(pair):
    old, new = pair
    changes = compare(old, new)

    assert letters(side(changes, "added"), "del") == letters(new, "del")
    assert letters(side(changes, "removed"), "ins") == letters(old, "ins")
    for change in changes:
        assert serialise(blocks(change.html)) == change.html
        assert re.findall(r"<(?:ins|del)>[^<]*<(?!/ins>|/del>|cite)", change.html) == []
