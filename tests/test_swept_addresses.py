"""No address without a place in the sweep of the browser: a new page is looked at in three languages from its start."""

from tests.browser.addresses import ACCESS, BUTTONS, FILES, GROUPS, ON_THE_WAY

VISITED = [address.name for _, addresses in GROUPS.values() for address in addresses]


def test_every_address_is_visited_or_answers_no_page():
    assert sorted(set(ACCESS) - set(VISITED) - FILES - BUTTONS - ON_THE_WAY) == []


def test_no_list_names_an_address_that_is_not_there_or_stands_in_another():
    assert sorted((set(VISITED) | FILES | BUTTONS | ON_THE_WAY) - set(ACCESS)) == []
    assert sorted(set(VISITED) & (FILES | BUTTONS | ON_THE_WAY)) == []


def test_no_state_of_a_page_is_visited_twice():
    states = [
        (group, address.name, address.query, *address.keys.items())
        for group, (_, addresses) in GROUPS.items()
        for address in addresses
    ]

    assert len(states) == len(set(states))
