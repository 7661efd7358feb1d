"""Forms of those who read and answer: remarks, answers of a party, papers, readers by link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portolan.desk.documents.shelf.forms import language_choices
from portolan.desk.fields import DayField
from portolan.desk.pages import OnceForm
from portolan.documents.enums import GIVEN_ANSWERS, Audience
from portolan.documents.models import Document, Step


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class RemarkForm(OnceForm):
    """A remark on a section, or on a passage of it copied from the text."""

    text = forms.CharField(label=_("Remark"), max_length=10_000, widget=_long(4))
    quote = forms.CharField(
        label=_("Passage it is about"),
        required=False,
        max_length=2_000,
        widget=_long(2),
        help_text=_("Select it in the text, or copy it here. Empty: the whole section."),
    )
    before = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=_("Who may read it"))
    is_unnamed = forms.BooleanField(label=_("Without my name for other reviewers"), required=False)

    def __init__(self, *args: Any, audiences: tuple[Audience, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [(each.value, each.label) for each in audiences]  # type: ignore[attr-defined]


class ReplyForm(OnceForm):
    """An answer to a remark."""

    text = forms.CharField(label=_("Answer"), max_length=10_000, widget=_long(2))


class ResolveForm(forms.Form):
    """How a remark ends."""

    resolution = forms.CharField(label=_("What became of it"), max_length=10_000, widget=_long(2))
    change_made = forms.CharField(
        label=_("Change made in the text"), required=False, max_length=10_000, widget=_long(2)
    )


class AnswerForm(OnceForm):
    """What a party says to the text it read."""

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
    capacity = forms.CharField(label=_("In which capacity"), required=False, max_length=200)
    # The text that was before the reader: an answer to another one is refused.
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    language = forms.CharField(widget=forms.HiddenInput, max_length=8)


class PaperForm(OnceForm):
    """What a body answered on paper."""

    body = forms.CharField(label=_("Body that answered"), max_length=200)
    reference = forms.CharField(label=_("Reference of the minutes or letter"), max_length=100)
    signed_on = DayField(label=_("Date on it"))
    language = forms.ChoiceField(label=_("Language of the text it read"))
    content_hash = forms.CharField(
        label=_("Fingerprint printed on the pages"),
        max_length=64,
        help_text=_("The twelve signs at the foot of each page."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )
    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(each.value, each.label) for each in GIVEN_ANSWERS], widget=forms.RadioSelect
    )
    comment = forms.CharField(label=_("What it says"), required=False, max_length=5_000, widget=_long(4))
    is_printed = forms.BooleanField(label=_("Print the reservation in the edition"), required=False)
    evidence = forms.FileField(label=_("Scan: PDF, PNG or JPEG"))

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [pair for pair in language_choices() if pair[0] in document.languages]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]


class GuestForm(OnceForm):
    """Somebody to read by a link."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=language_choices)
    capacity = forms.CharField(label=_("In which capacity"), required=False, max_length=200)
    step = forms.ModelChoiceField(
        label=_("Answers for"),
        required=False,
        queryset=Step.objects.none(),
        empty_label=_("nobody: reads and remarks"),
        help_text=_("To answer, a code is sent to this address."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = Step.objects.standing().filter(document=document)  # type: ignore[attr-defined]
