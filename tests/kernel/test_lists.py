"""Lists in a sentence."""

from portolan.kernel.lists import say_all, say_list


def test_list_is_parted_by_the_comma_of_the_script():
    assert say_list(["Mayda", "", "Drogeo"], language="fr") == "Mayda, Drogeo"
    assert say_list(["مايدا", "دروجيو"], language="ar") == "مايدا، دروجيو"


def test_list_as_a_sentence_ends_in_and():
    assert say_all(["Mayda", "Drogeo", "Antillia"], language="fr") == "Mayda, Drogeo et Antillia"
    assert say_all(["Mayda", "Drogeo"], language="en") == "Mayda and Drogeo"
    assert say_all([], language="en") == ""
