"""From text to the words it is found by."""

import pytest

from portolan.search.domain.analysis import analyse, words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", "réfugiés refugies réfugié réfugiée RÉFUGIÉES réfugié·e·s"),
        ("fr", "municipaux municipal"),
        ("en", "cities city"),
        ("en", "refugees refugee"),
        ("ar", "السكن سكن والسكن بالسكن"),
        ("ar", "المدينة بالمدينة مدينة مدن المدن والمدن"),
        ("ar", "الأولويات اولويات أولوية"),
        ("ar", "الاندماج اندماج"),
        ("ar", "للاجئين اللاجئين لاجئ لاجئون لاجئات"),
        ("ar", "بلديات البلدية"),
        ("ar", "الهجرة هجرة"),
        ("ar", "مشاريع مشروع المشروع"),
        ("ar", "عمّان عمان"),
        ("ar", "إشبيلية اشبيلية"),
    ],
)
def test_stem_same_for_forms_of_one_word(language, forms):
    found = {stem for form in forms.split() for stem in analyse(form, language)}

    assert len(found) == 1


@pytest.mark.parametrize(
    ("language", "forms"),
    [("ar", "عمل عمان"), ("fr", "ville vie"), ("en", "port portal"), ("ar", "تونس سوسة")],
)
def test_stem_differs_for_different_words(language, forms):
    found = {analyse(form, language)[0] for form in forms.split()}

    assert len(found) == len(forms.split())


def test_words_of_elided_and_hyphenated_text():
    assert words("L’accueil, l'Île-de-Mayda : 3 ½") == ["l", "accueil", "l", "ile", "de", "mayda", "3", "1", "2"]


def test_words_of_arabic_with_vowel_signs_stay_whole():
    assert words("التعلّمُ بينَ النظراء") == ["التعلم", "بين", "النظراء"]
