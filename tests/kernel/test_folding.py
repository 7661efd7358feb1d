"""Names that are one name, and orders that both databases share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portolan.kernel.folding import fold, match_key, slug, sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Séville", "SEVILLE"),
        ("FAMSİ", "famsi"),
        ("Cádiz", "Cadiz"),
        ("expert·e", "experte"),
        ("أولويات", "اولويات"),
        ("المدينة", "المدينه"),
        ("عمّان", "عمان"),
        ("Saint-Brandan", "saint  brandan"),
        ("Straße", "strasse"),
    ],
)
def test_two_spellings_have_one_key(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("Vienne", "Vienna"), ("تونس", "تونسي"), ("Irbid", "Irbil")])
def test_two_names_have_two_keys(one, other):
    assert match_key(one) != match_key(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert match_key(match_key(text)) == match_key(text)


@given(st.lists(st.text(alphabet="abcdefzyx ", max_size=8), max_size=6))
def test_sort_keys_order_as_the_folded_names(names):
    assert sorted(names, key=sort_key) == sorted(names, key=match_key)


def test_slug_of_an_accented_name():
    assert slug("Saint-Brandan, l’Île") == "saint-brandan-l-ile"
