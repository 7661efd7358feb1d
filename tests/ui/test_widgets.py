"""Selects written in one go say what Django's say."""

import re

import pytest
from django import forms  # noqa: TID251  widgets are of the edge
from django.utils import translation

from portolan.kernel.texts import Text
from portolan.network.models import Place
from portolan.ui.widgets import NamedChoiceField, QuickSelect, QuickSelectMultiple
from tests.factories import PlaceFactory

CHOICES = [("", "tous"), ("a", "Antillia"), (2, "Deux & <trois>"), (None, "rien")]
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>(.*?)</option>')


def said(widget, value):
    """Attributes of the select, and its options."""
    html = widget.render("place", value, {"id": "id_place", "required": True})
    return sorted(re.match(r"\s*<select(.*?)>", html)[1].split()), OPTION.findall(html)


@pytest.mark.parametrize("value", ["a", 2, "", None, "other"])
def test_select_is_as_django_writes_it(value):
    assert said(QuickSelect(choices=CHOICES[:3]), value) == said(forms.Select(choices=CHOICES[:3]), value)


@pytest.mark.parametrize("value", [[], ["a", 2], None])
def test_select_of_several_is_as_django_writes_it(value):
    choices = CHOICES[1:3]

    assert said(QuickSelectMultiple(choices=choices), value) == said(forms.SelectMultiple(choices=choices), value)


def test_options_in_groups_are_left_to_django():
    groups = [("Isles", [("a", "Antillia")]), ("Others", [("b", "Mayda")])]

    assert QuickSelect(choices=groups).render("place", "b") == forms.Select(choices=groups).render("place", "b")


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_things_are_named_in_the_readers_language_by_one_query(many, django_assert_num_queries):
    for number in range(many):
        PlaceFactory(slug=f"p{number}", name=Text.of("fr", fr=f"Île {number}", en=f"Isle {number}"))

    class Form(forms.Form):
        place = NamedChoiceField(queryset=Place.objects.order_by("slug"))

    with translation.override("en"), django_assert_num_queries(1):
        html = str(Form()["place"])

    assert [label for _, _, label in OPTION.findall(html)] == ["---------", *(f"Isle {n}" for n in range(many))]


@pytest.mark.django_db
def test_what_is_not_among_the_things_is_refused():
    shown, hidden = PlaceFactory(slug="mayda"), PlaceFactory(slug="drogeo")

    class Form(forms.Form):
        place = NamedChoiceField(queryset=Place.objects.filter(pk=shown.pk))

    assert [Form({"place": place.pk}).is_valid() for place in (shown, hidden)] == [True, False]
