"""What stands in another language than the page is marked so; numbers of a page are written by one rule."""

import re

import pytest
from django.utils import translation

from portolan.kernel.texts import Text
from portolan.portal.figures import value_words
from portolan.results.enums import Operator, Unit
from tests.factories import KeyFigureFactory, SourceFactory

SLIDE = "diapositive « Villes », ligne 5"


@pytest.fixture
def french_figure(db):
    """A figure of a French source."""
    source = SourceFactory(language="fr", title="Instructions nautiques")
    return KeyFigureFactory(source=source, locator=SLIDE, value=5155, display=Text.of("fr", fr="5 155", ar="5155"))


@pytest.mark.parametrize(
    ("language", "marks"), [("ar", '<bdi lang="fr" dir="ltr">'), ("en", '<bdi lang="fr" dir="ltr">')]
)
def test_title_and_place_in_a_source_say_their_language(client, french_figure, language, marks):
    page = client.get(f"/{language}/figures/{french_figure.code}/").text

    assert f"{marks}Instructions nautiques</bdi>" in page
    assert f"{marks}{SLIDE}</bdi>" in page


@pytest.mark.parametrize(("language", "said"), [("fr", "5\u202f155"), ("en", "5,155"), ("ar", "5.155")])
def test_number_is_written_as_all_numbers_of_the_page(client, french_figure, language, said):
    page = client.get(f"/{language}/figures/{french_figure.code}/").text

    assert re.search(r'<span class="value">([^<]+)</span>', page).group(1) == said


@pytest.mark.parametrize(
    ("written", "value", "unit", "operator", "said"),
    [
        ("1 migrant in 5", "0.2", Unit.SHARE, Operator.EQUAL, "1 migrant in 5"),
        ("about 4.0 million", "4000000", Unit.NUMBER, Operator.ABOUT, "about 4.0 million"),
        ("more than 1450", "1450", Unit.NUMBER, Operator.MORE, "more than 1,450"),
        ("17,5 %", "17.5", Unit.PERCENT, Operator.EQUAL, "17.5%"),
    ],
)
def test_wording_stays_where_it_says_more_than_the_number(db, written, value, unit, operator, said):
    figure = KeyFigureFactory(value=value, unit=unit, operator=operator, display=Text.of("en", en=written))
    figure.refresh_from_db()

    with translation.override("en"):
        assert str(value_words(figure)) == said
