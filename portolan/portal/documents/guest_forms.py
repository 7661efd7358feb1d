"""Forms of a reader by link."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portolan.documents.enums import GIVEN_ANSWERS, Audience


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class _OnceForm(forms.Form):
    """A form that makes something: sent twice, it makes it once."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4


class GuestRemarkForm(_OnceForm):
    """A remark on a section, or on a passage copied from it."""

    text = forms.CharField(label=_("Remark"), max_length=10_000, widget=_long(4))
    quote = forms.CharField(
        label=_("Passage it is about"),
        required=False,
        max_length=2_000,
        widget=_long(2),
        help_text=_("Select it in the text, or copy it here. Empty: the whole section."),
    )
    before = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=_("Who may read it"), initial=Audience.AUTHORS)
    is_unnamed = forms.BooleanField(label=_("Without my name for other reviewers"), required=False)

    def __init__(self, *args: Any, has_body: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [Audience.AUTHORS, Audience.ALL, *([Audience.BODY] if has_body else [])]
        self.fields["audience"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]


class GuestReplyForm(_OnceForm):
    """An answer to a remark."""

    text = forms.CharField(label=_("Answer"), max_length=10_000, widget=_long(2))


class GuestAnswerForm(forms.Form):
    """The answer of a party, signed with a code sent to the reader's own address."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(each.value, each.label) for each in GIVEN_ANSWERS], widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=5_000,
        widget=_long(4),
        help_text=_("Needed for reservations, and to return the text."),
    )
    is_printed = forms.BooleanField(label=_("Print the reservation in the edition"), required=False)
    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
    )
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    language = forms.CharField(widget=forms.HiddenInput, max_length=8)
