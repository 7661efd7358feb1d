"""Partial dates, and dates as each region writes them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portolan.kernel.countries import say_country
from portolan.kernel.dates import say_date, say_moment, say_number, say_percent, say_period
from portolan.kernel.periods import PartialDate, Period

P = PartialDate.parse


@pytest.mark.parametrize("text", ["2017", "2017-03", "2017-03-25", "2016-02-29"])
def test_partial_date_keeps_its_precision(text):
    assert str(P(text)) == text


@pytest.mark.parametrize("text", ["", "17", "2017-13", "2017-02-29", "2017-3", "mars 2017", "2017-03-25T00:00", "0000"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        P(text)

    assert refusal.value.code == "bad-date"


def test_days_inside_a_month_refine_it():
    assert Period(P("2016-07")).contains(Period(P("2016-07-12"), P("2016-07-13"))) is True


def test_days_of_another_month_contradict_it():
    assert Period(P("2017-03")).contains(Period(P("2017-04-25"), P("2017-04-26"))) is False


@pytest.mark.parametrize(
    ("language", "region", "said"),
    [
        ("ar", "TN", "جوان 2019"),
        ("ar", "DZ", "جوان 2019"),
        ("ar", "MA", "يونيو 2019"),
        ("ar", "JO", "حزيران ٢٠١٩"),
        ("fr", "", "juin 2019"),
        ("en", "", "June 2019"),
    ],
)
def test_a_month_is_said_as_the_region_says_it(language, region, said):
    assert say_date(P("2019-06"), language=language, region=region) == said


def test_days_of_one_month_are_said_together():
    assert say_period(P("2016-07-12"), P("2016-07-13"), language="fr") == "12–13 juillet 2016"


def test_the_first_of_a_month_is_said_as_the_french_say_it():
    assert say_date(P("2024-03-01"), language="fr") == "1er mars 2024"
    assert say_date(P("2024-03-01"), language="fr", width="short") == "1er mars 2024"
    assert say_date(P("2024-03-11"), language="fr") == "11 mars 2024"


def test_a_year_is_said_as_a_year():
    assert say_date(P("2015"), language="ar") == "2015"


def test_months_of_two_years_are_said_both():
    assert say_period(P("2018-10"), P("2021-03"), language="en") == "October 2018 – March 2021"


def test_a_moment_is_said_in_its_zone():
    moment = dt.datetime(2021, 7, 8, 22, 59, tzinfo=dt.UTC)

    assert say_moment(moment, zone=dt.timezone(dt.timedelta(hours=1)), language="fr") == "8 juillet 2021, 23:59"


def test_numbers_follow_the_reader():
    assert say_number(Decimal(5155), language="fr") == "5\u202f155"
    assert say_number(5155, language="ar", region="JO") == "٥٬١٥٥"
    assert say_number(5155, language="ar", region="TN") == "5.155"


def test_percentages_are_given_in_percent():
    assert say_percent(Decimal(60), language="en") == "60%"


def test_palestine_is_named_as_the_united_nations_do():
    assert [say_country("PS", language=code) for code in ("fr", "en", "ar")] == [
        "État de Palestine",
        "State of Palestine",
        "دولة فلسطين",
    ]
