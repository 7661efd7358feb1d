"""Selects written in one go say what Django's say."""

import re

import pytest
from django import forms  # noqa: TID251  widgets are of the edge

from portolan.ui.widgets import QuickSelect

CHOICES = [("", "tous"), ("a", "Antillia"), (2, "Deux & <trois>"), (None, "rien")]
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>(.*?)</option>')


def said(widget, value):
    """Attributes of the select, and its options."""
    html = widget.render("place", value, {"id": "id_place", "required": True})
    return sorted(re.match(r"\s*<select(.*?)>", html)[1].split()), OPTION.findall(html)


@pytest.mark.parametrize("value", ["a", 2, "", None, "other"])
def test_select_is_as_django_writes_it(value):
    assert said(QuickSelect(choices=CHOICES[:3]), value) == said(forms.Select(choices=CHOICES[:3]), value)


def test_options_in_groups_are_left_to_django():
    groups = [("Isles", [("a", "Antillia")]), ("Others", [("b", "Mayda")])]

    assert QuickSelect(choices=groups).render("place", "b") == forms.Select(choices=groups).render("place", "b")
