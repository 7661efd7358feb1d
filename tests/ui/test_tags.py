"""Tags and filters: the words and the language they are in go together."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.ui.reading import use_region
from portolan.ui.words import words

NAME = Text.of("fr", {"fr": "official", "ar": "working"}, fr="Antillia & Mayda", ar="أنتيليا")


@pytest.fixture(autouse=True)
def _no_region():
    yield
    use_region("")


def render(source, language="fr", **context):
    with translation.override(language):
        return Template("{% load portolan_ui %}" + source).render(Context(context))


def test_say_in_the_reader_s_language_is_escaped_and_bare():
    assert render("{{ name|say }}", name=NAME) == "Antillia &amp; Mayda"


def test_say_in_another_language_carries_lang_dir_and_a_mark():
    expected = (
        '<span lang="ar" dir="rtl">أنتيليا</span> <small class="tongue"><span aria-hidden="true">AR</span>'
        '<span class="sr">(arabe)</span></small>'
    )

    assert render("{{ name|say }}", name=Text.of("ar", ar="أنتيليا")) == expected


def test_say_unmarked_in_another_language_keeps_lang_and_dir():
    assert render("{{ name|say_unmarked }}", "en", name=NAME) == '<span lang="fr" dir="ltr">Antillia &amp; Mayda</span>'


def test_say_plain_is_words_only():
    assert render("{{ name|say_plain }}", "ar", name=NAME) == "أنتيليا"


def test_say_of_nothing_is_nothing():
    assert render("{{ name|say }}{{ other|say }}", name=None, other=Text()) == ""


@pytest.mark.parametrize(
    ("language", "mark"),
    [
        ("fr", ' <small class="label-mark official">libellé officiel</small>'),
        ("ar", ' <small class="label-mark working">ترجمة عمل غير رسمية</small>'),
    ],
)
def test_label_mark(language, mark):
    assert render("{{ name|label_mark }}", language, name=NAME) == mark


def test_label_mark_without_status_is_nothing():
    assert render("{{ name|label_mark }}", name=Text.of("fr", fr="Mayda")) == ""


@pytest.mark.parametrize(
    ("region", "said"), [("TN", "جوان 2017"), ("MA", "يونيو 2017"), ("JO", "حزيران ٢٠١٧"), ("", "جوان 2017")]
)
def test_day_follows_the_region_of_the_reader(region, said):
    request = SimpleNamespace(region=region)

    shown = render("{% day when %}", "ar", when=PartialDate(2017, 6), request=request)

    assert shown == f'<time datetime="2017-06">{said}</time>'


def test_day_filter_follows_the_region_in_use():
    use_region("MA")

    assert render("{{ when|day }}", "ar", when=PartialDate(2017, 6)) == "يونيو 2017"


def test_day_of_nothing_is_nothing():
    assert render("{% day when %}{{ when|day }}", when=None) == ""


def test_period_with_an_open_end():
    assert render('{% period start end "short" %}', start=PartialDate(2016, 7), end=None) == "juil. 2016"


def test_moment_carries_the_instant():
    when = dt.datetime(2025, 5, 9, 14, 32, tzinfo=dt.UTC)

    expected = '<time datetime="2025-05-09T14:32+00:00">9 mai 2025, 15:32</time>'
    assert render('{% moment when "Africa/Tunis" %}', when=when) == expected


def test_number_of_none_is_not_zero():
    assert (render("{{ n|number }}", n=None), render("{{ n|number }}", n=0)) == ("", "0")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (NAME, "Antillia &amp; Mayda"),
        (PartialDate(2017, 3), "mars 2017"),
        (Decimal("1.5"), "1,5"),
        (None, ""),
        ("<", "&lt;"),
    ],
)
def test_words_of_anything(value, said):
    with translation.override("fr"):
        assert words(value) == said


def test_country_uses_the_wording_of_the_united_nations():
    assert render("{{ code|country }}", code="PS") == "État de Palestine"


def test_jsonld_cannot_close_its_script():
    shown = render('<script type="application/ld+json">{{ data|jsonld }}</script>', data={"name": "</script><b>&"})

    assert shown.count("</script>") == 1
