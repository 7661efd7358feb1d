"""Each public page asks the database the same number of times whatever the number of rows, and ten times at most."""

import pytest

from portolan.results.domain.standing import rebuild_counts
from portolan.vocabulary.models import Framework, GlossaryTerm
from tests.portal.conftest import furnished

PAGES = [
    ("", 8),
    ("cities/", 2),
    ("cities/mayda/", 10),
    ("events/", 7),
    ("events/event-mayda/", 9),
    ("programme/", 5),
    ("organisations/city-mayda/", 4),
    ("figures/", 4),
    ("figures/figure-mayda/", 3),
    ("figures/counted/events-held/", 4),
    ("figures/counted/member-cities/", 4),
    ("figures/counted/hosts/", 4),
    ("figures/counted/participants/", 5),
    ("themes/", 3),
    ("themes/theme-mayda/", 4),
    ("frameworks/", 2),
    ("frameworks/sdg/", 3),
    ("glossary/", 2),
    ("contact/", 2),
    ("legal/", 1),
    ("privacy/", 1),
    ("accessibility/", 1),
]


@pytest.fixture
def words():
    """A framework and a term of the glossary."""
    from portolan.kernel.texts import Text

    text = Text.of("en", en="Anchorage", fr="Mouillage", ar="مرسى")
    framework = Framework.objects.create(code="sdg", name=text)
    framework.nodes.create(code="16.10", label=text)
    GlossaryTerm.objects.create(code="anchorage", label=text, arabic_status="seen")


@pytest.mark.parametrize(("path", "number"), PAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_public_page_asks_the_same_number_of_times(
    path, number, rows, client, network, words, programme, django_assert_num_queries
):
    for slug in ("drogeo", "sanzorzo")[: rows - 1]:
        furnished(programme, slug)
    rebuild_counts()
    client.get(f"/fr/{path}")

    with django_assert_num_queries(number):
        response = client.get(f"/fr/{path}")

    assert response.status_code == 200
