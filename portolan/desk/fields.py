"""Form fields for what the network holds: texts in several languages, dates known in part, other names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portolan.kernel.languages import KNOWN, direction
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class TextWidget(forms.MultiWidget):
    """One input for each language of the site, each in its own direction."""

    template_name = "desk/widgets/text.html"
    use_fieldset = True

    def __init__(self, *, long: bool = False) -> None:
        kind = forms.Textarea if long else forms.TextInput
        extra = {"rows": 4, "cols": 60} if long else {"size": 60}
        self.codes = _codes()
        super().__init__({code: kind(attrs={"lang": code, "dir": direction(code), **extra}) for code in self.codes})

    def decompress(self, value: Any) -> list[str]:
        return [value.get(code) if isinstance(value, Text) else "" for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            part["own_name"], part["code"] = KNOWN[code].own_name, code
        return context


class TextField(forms.MultiValueField):
    """A text in several languages. Its source is the first language filled in, unless it had another that still is."""

    def __init__(self, *, long: bool = False, max_length: int = 300, **kwargs: Any) -> None:
        self.codes = _codes()
        fields = [forms.CharField(required=False, max_length=None if long else max_length) for _code in self.codes]
        super().__init__(fields, require_all_fields=False, widget=TextWidget(long=long), **kwargs)

    def compress(self, data_list: list[str]) -> Text:
        texts = dict(zip(self.codes, data_list, strict=True)) if data_list else {}
        source = next((code for code, words in texts.items() if words.strip()), "")
        return Text.of(source, **texts) if source else Text()


def retold(old: Text, new: Text) -> Text:
    """What a form gave, with what it cannot show: the source, the languages it has no input for, and the status of
    wordings that did not change."""
    texts = {**{code: words for code, words in old.texts.items() if code not in _codes()}, **new.texts}
    status = {code: state for code, state in old.status.items() if texts.get(code) == old.texts.get(code)}
    source = old.source if old.source in texts else new.source
    return Text(source if texts else "", texts, status)


class PartialDateField(forms.CharField):
    """A date that may be only a month or a year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("2017, 2017-03 or 2017-03-25"))
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        return PartialDate.parse(text) if text else None

    def prepare_value(self, value: Any) -> str:
        return str(value) if value else ""


class DayField(forms.DateField):
    """A day, with the browser's own calendar; always written as 2017-03-25, whatever the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


class NamesField(forms.CharField):
    """Further names, one a line."""

    MOST = 60

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > self.MOST or any(len(name) > 200 for name in names):
            raise ValidationError(_("At most 60 names of 200 characters."), code="too-many")
        return names

    def prepare_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else value or ""
