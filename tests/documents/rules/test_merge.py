"""Two versions of a text brought together: nothing lost, what only one changed taken from that side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portolan.documents.rules.merge import BOTH, MINE, THEIRS, Passage, merged, passages


def p(*words):
    return "".join(f"<p>{each}</p>" for each in words)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "expected"),
    [
        (p("a"), p("a"), p("a"), [Passage(p("a"), p("a"))]),
        (p("a", "b"), p("A", "b"), p("a", "B"), [Passage(p("A"), p("a"), THEIRS), Passage(p("b"), p("B"), MINE)]),
        (p("a"), p("A"), p("B"), [Passage(p("A"), p("B"))]),
        (p("a", "b"), p("a"), p("a", "b"), [Passage(p("a"), p("a")), Passage("", p("b"), THEIRS)]),
        (p("a"), p("a", "new"), p("a"), [Passage(p("a"), p("a")), Passage(p("new"), "", THEIRS)]),
        (p("a"), p("a"), p("a", "new"), [Passage(p("a"), p("a")), Passage("", p("new"), MINE)]),
        ("", p("a", "x"), p("a", "y"), [Passage(p("a"), p("a")), Passage(p("x"), p("y"))]),
        ("", p("a"), "", [Passage(p("a"), "", THEIRS)]),
        (p("a"), p("b"), p("b"), [Passage(p("b"), p("b"))]),
    ],
)
def test_passages(base, theirs, mine, expected):
    assert passages(base, theirs, mine) == expected


def test_choices_make_the_text():
    found = passages(p("a", "b"), p("A", "b"), p("a", "B"))

    texts = [merged(found, choices) for choices in ({0: THEIRS, 1: MINE}, {0: MINE, 1: BOTH}, {})]

    assert texts == [p("A", "B"), p("a", "b", "B"), p("A", "a", "b", "B")]


WORDS = st.lists(st.sampled_from("abcd"), max_size=6).map(lambda words: p(*words))


@given(WORDS, WORDS, WORDS)
def test_either_side_comes_back_whole_and_no_block_is_lost(base, theirs, mine):
    found = passages(base, theirs, mine)

    assert merged(found, dict.fromkeys(range(len(found)), THEIRS)) == theirs
    assert merged(found, dict.fromkeys(range(len(found)), MINE)) == mine
    both = merged(found, {})
    assert {each for each in "abcd" if p(each) in theirs + mine} == {each for each in "abcd" if p(each) in both}


@given(WORDS, WORDS)
def test_what_only_one_side_changed_is_proposed_from_it(base, changed):
    for theirs, mine in ((changed, base), (base, changed)):
        found = passages(base, theirs, mine)
        if base:
            assert merged(found, {number: each.proposed for number, each in enumerate(found)}) == changed
