"""Selects of many options, written in one go: Django renders a template for every option, a thousand times a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString


class QuickSelect(forms.Select):
    """One of many. Options in groups are left to Django."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select with its options; the chosen ones are marked."""
        # `iter`, since the length of choices from the database is a question of its own.
        choices = list(iter(self.choices))
        if any(isinstance(label, (list, tuple)) for _value, label in choices):
            return super().render(name, value, attrs, renderer)
        written = {"name": name, **self.build_attrs(self.attrs, attrs), "multiple": self.allow_multiple_selected}
        chosen = set(self.format_value(value))
        return SafeString(f"<select{flatatt(written)}>{''.join(_options(choices, chosen))}</select>")


def _options(choices: list[tuple[Any, Any]], chosen: set[str]) -> Iterator[str]:
    for value, label in choices:
        written = "" if value is None else str(value)
        selected = " selected" if written in chosen else ""
        yield f'<option value="{escape(written)}"{selected}>{escape(str(label))}</option>\n'
