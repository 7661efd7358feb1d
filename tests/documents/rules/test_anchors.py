"""A passage is followed through edits of its text."""

import re
from html import unescape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portolan.documents.rules.anchors import Finder, find, mark, take
from portolan.documents.rules.canonical import canonical
from portolan.documents.rules.words import plain_text
from tests.documents.generated import texts

TEXT = (
    "Le guichet de Mayda a reçu 1 200 familles en 2020. Le guichet de Royllo a reçu 300 familles en 2020.\n"
    "Les agents y voient le principal progrès ; les familles citent plutôt les interprètes du samedi."
)
ARABIC = "تستقبل مدينة مايدا المهاجرين في مركزين. وتستقبل مدينة رويلو المهاجرين في مركز واحد منذ سنة ٢٠٢٠."


def passage(text, words, number=0):
    """Where the words stand, the `number`th time from 0."""
    start = [match.start() for match in re.finditer(re.escape(words), text)][number]
    return take(text, start, start + len(words))


def found(anchor, text):
    span = find(anchor, text)
    return None if span is None else text[slice(*span)]


def test_a_passage_outside_the_text_is_refused():
    for start, end in [(-1, 3), (3, 3), (5, 4), (0, 1000)]:
        with pytest.raises(ValueError, match="No passage"):
            take(TEXT, start, end)


@pytest.mark.parametrize("number", [0, 1])
def test_repeated_words_are_told_apart_by_what_stands_around_them(number):
    anchor = passage(TEXT, "familles en 2020", number)
    longer = "En 2020, les familles sont venues. " + TEXT

    assert find(anchor, longer) == (anchor.starts_at + 35, anchor.starts_at + 35 + 16)


def test_of_repeated_words_the_deleted_ones_are_gone():
    anchor = passage(TEXT, "Le guichet de", 1)

    assert find(anchor, TEXT.replace("Le guichet de Royllo", "Celui d’à côté")) is None


def test_a_changed_passage_is_found_between_what_stayed():
    anchor = passage(TEXT, "Les agents y voient le principal progrès")

    assert found(anchor, TEXT.replace("principal", "plus grand")) == "Les agents y voient le plus grand progrès"


def test_a_word_corrected_is_the_same_passage():
    assert found(passage(TEXT, "interprètes"), TEXT.replace("interprètes", "interprète")) == "interprète"
    assert found(passage(TEXT, "citent"), TEXT.replace("citent", "citaient")) == "citaient"


def test_a_long_passage_is_known_wherever_it_was_moved():
    anchor = passage(TEXT, "Les agents y voient le principal progrès ; les familles citent plutôt les interprètes")
    moved = f"{anchor.quote} toujours.\nTout le reste fut écrit de nouveau."

    assert found(anchor, moved) == anchor.quote


def test_arabic_passages_are_followed():
    anchor = passage(ARABIC, "المهاجرين", 1)

    assert find(anchor, "مقدمة. " + ARABIC) == (anchor.starts_at + 7, anchor.starts_at + 16)
    assert found(passage(ARABIC, "في مركز واحد"), ARABIC.replace("مركز واحد", "مركزٍ واحد")) == "في مركزٍ واحد"
    assert find(anchor, ARABIC.partition(". ")[0]) is None


def test_passages_of_common_words_are_found_in_one_reading_of_the_text():
    """Of `le pont de la ville` only `pont` is rare: what is like it is looked for there, wherever it went."""
    common = "de la ville et de la mer, le port et la rue de la ville. " * 40
    text = f"{common}Voici enfin le pont de la ville haute, dit le maire. {common}"
    anchors = [passage(text, "enfin le pont de la ville haute, dit"), passage(text, "la mer, le port", 20)]
    changed = text.replace("enfin le pont de la ville haute, dit", "donc le pont de la ville haute, dira")
    finder = Finder("Un début. " + changed)

    assert [finder.find(anchor) for anchor in anchors] == [find(anchor, finder.text) for anchor in anchors]
    assert finder.text[slice(*finder.find(anchors[0]))] == "donc le pont de la ville haute, dira"


# Words of which no two are alike, so that a passage has one place only.
words = st.lists(st.integers(0, 10**6), min_size=12, max_size=60, unique=True).map(
    lambda numbers: [f"{'مدينة' if number % 3 == 0 else 'ville'}{number}" for number in numbers]
)


@st.composite
def passages(draw, least=1):
    """(words before, of the passage, after)."""
    all_words = draw(words)
    start = draw(st.integers(0, len(all_words) - least))
    end = draw(st.integers(start + least, min(len(all_words), start + 20)))
    return all_words[:start], all_words[start:end], all_words[end:]


def joined(before, middle, after):
    """(text, start, end) of the middle."""
    lead = " ".join(before) + " " if before else ""
    text = lead + " ".join(middle) + (" " + " ".join(after) if after else "")
    return text, len(lead), len(lead) + len(" ".join(middle))


edits = st.tuples(
    st.integers(0, 60), st.integers(0, 12), st.lists(st.sampled_from(["île", "port", "مرفأ"]), max_size=15)
)


def edit(some, change):
    """Words with a stretch replaced by others."""
    at, length, new = change
    at = min(at, len(some))
    return some[:at] + new + some[at + length :]


@given(passages(), edits, st.booleans())
@settings(max_examples=120, deadline=None)
def test_an_edit_outside_never_loses_a_passage(parts, change, is_before):
    before, middle, after = parts
    anchor = take(*joined(before, middle, after))

    text, start, end = joined(
        edit(before, change) if is_before else before, middle, after if is_before else edit(after, change)
    )

    assert find(anchor, text) == (start, end)


@given(passages(least=4), st.integers(1, 18), st.sampled_from(["île", "مرفأ", "", "deux mots"]))
@settings(max_examples=120, deadline=None)
def test_a_small_edit_inside_keeps_a_passage(parts, at, new):
    before, middle, after = parts
    at = min(at, len(middle) - 2)
    anchor = take(*joined(before, middle, after))

    text, start, end = joined(before, [*middle[:at], *new.split(), *middle[at + 1 :]], after)

    assert find(anchor, text) == (start, end)


@given(passages())
@settings(max_examples=120, deadline=None)
def test_a_deleted_passage_is_lost(parts):
    before, middle, after = parts
    anchor = take(*joined(before, middle, after))

    assert find(anchor, " ".join([*before, *after])) is None


@st.composite
def marked_texts(draw):
    html = draw(texts())
    length = len(plain_text(html))
    sides = st.integers(0, length + 5)
    spans = draw(st.lists(st.tuples(sides, sides), max_size=4))
    return html, [(min(span), max(span), str(number)) for number, span in enumerate(spans) if span[0] != span[1]]


@given(marked_texts())
@settings(max_examples=60, deadline=None)
def test_marking_changes_nothing_but_the_marks(marked):
    html, spans = marked

    shown = mark(html, spans)

    assert re.sub(r"</?mark[^>]*>", "", shown) == html
    assert canonical(shown) == html
    assert plain_text(shown) == plain_text(html)


@given(marked_texts())
@settings(max_examples=60, deadline=None)
def test_the_words_of_a_passage_are_the_marked_ones(marked):
    html, spans = marked
    assume(spans)
    start, end, name = spans[0]

    shown = mark(html, [(start, end, name)])

    inside = "".join(re.findall(rf'<mark data-remark="{name}">([^<]*)</mark>', shown))
    # Ends of lines and the brackets of notes are nobody's words: no mark holds them.
    assert re.sub(r"\s", "", unescape(inside)) == re.sub(r"[\s\[\]]", "", plain_text(html)[start:end])


def test_overlapping_passages_stand_in_each_other():
    assert mark("<p>un <strong>deux</strong> trois</p>", [(0, 7, "a"), (3, 13, "b")]) == (
        '<p><mark data-remark="a">un </mark><strong><mark data-remark="a"><mark data-remark="b">deux</mark></mark>'
        '</strong><mark data-remark="b"> trois</mark></p>'
    )
