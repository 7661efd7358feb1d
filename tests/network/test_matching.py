"""Who may be whom among people, and why."""

import pytest

from portolan.kernel.folding import match_key
from portolan.network.domain.matching import CROWD, Known, likely_duplicates


def known(key: str, name: str, email: str = "", body: str = "") -> Known:
    return Known(key, match_key(name), email, body or None)


def reasons(incoming: Known, *present: Known) -> list[tuple[str, tuple[str, ...]]]:
    found = likely_duplicates([incoming], present).get(incoming.key, [])
    return [(one.other.key, one.reasons) for one in found]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ALIDADE VERGUE", ("same-name",)),
        ("Alidade Vergué", ("same-name",)),
        ("Vergue Alidade", ("swapped-name",)),
        ("Alidade Vergues", ("similar-name",)),
        ("Cabestan Amarre", ()),
    ],
)
def test_likeness_of_names(name, why):
    found = reasons(known("row:2", name), known("person:1", "Alidade Vergue"))

    assert found == ([("person:1", why)] if why else [])


def test_one_mailbox_is_a_reason_and_so_is_the_same_body_beside_another():
    present = known("person:1", "Alidade Vergue", "port@mayda.example", "guild")

    assert reasons(known("row:2", "Misaine Largue", "port@mayda.example"), present) == [("person:1", ("same-email",))]
    assert reasons(known("row:3", "Alidade Vergue", "", "guild"), present) == [
        ("person:1", ("same-name", "same-organisation"))
    ]


def test_arabic_names_are_compared_without_variants():
    assert reasons(known("row:2", "أحمد الفاسي"), known("person:1", "احمد الفاسى")) == [("person:1", ("same-name",))]


def test_a_mailbox_of_a_crowd_says_nothing():
    crowd = [
        known(f"person:{number}", f"{chr(97 + number) * 9} {chr(98 + number) * 7}", "info@mayda.example")
        for number in range(CROWD + 1)
    ]

    assert reasons(known("row:2", "Misaine Largue", "info@mayda.example"), *crowd) == []


def test_those_present_are_never_compared_among_themselves():
    assert likely_duplicates([], [known("person:1", "Alidade Vergue"), known("person:2", "Alidade Vergue")]) == {}
