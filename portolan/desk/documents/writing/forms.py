"""The form of a section's text, and of choosing between two versions of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.documents.rules.merge import BOTH, MINE, THEIRS, Passage
from portolan.kernel.languages import direction


class WritingForm(forms.Form):
    """A text with the number of the revision it began from. Without a script the text is typed as HTML."""

    base = forms.IntegerField(required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    html = forms.CharField(label=_("Text of the section"), required=False, strip=False)
    note = forms.CharField(label=_("What changed"), required=False, max_length=300)
    # Of a translation: it is done, as a rendering of this version of the source.
    done = forms.BooleanField(required=False)
    renders = forms.IntegerField(required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = {"lang": language, "dir": direction(language)}
        self.fields["html"].widget = forms.Textarea(attrs={**written, "rows": 24, "spellcheck": "true"})
        self.fields["html"].help_text = _(
            "Without its script this page shows the text with its marks: <p> is a paragraph, <h3> a heading."
        )
        self.fields["note"].widget.attrs |= {"dir": "auto"}


class MergeForm(forms.Form):
    """For each passage in which two versions differ: theirs, mine, or both."""

    base = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    mine = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, passages: Sequence[Passage] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, passage in enumerate(passages):
            if not passage.is_same:
                self.fields[f"passage-{number}"] = forms.ChoiceField(
                    label=_("What stands here"),
                    choices=_choices(passage),
                    initial=passage.proposed,
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Say what is to stand here.")},
                )

    def choices(self) -> dict[int, str]:
        """Number of a passage -> what was chosen."""
        named = {name: value for name, value in self.cleaned_data.items() if name.startswith("passage-")}
        return {int(name.removeprefix("passage-")): value for name, value in named.items()}


def _choices(passage: Passage) -> list[tuple[str, Any]]:
    if not passage.theirs:
        return [(MINE, _("Keep what I added")), (THEIRS, _("Leave it out"))]
    if not passage.mine:
        return [(THEIRS, _("Keep what stands there")), (MINE, _("Leave it out, as I did"))]
    return [
        (THEIRS, pgettext_lazy("of two versions", "What stands there")),
        (MINE, pgettext_lazy("of two versions", "Mine")),
        (BOTH, pgettext_lazy("of two versions", "Both, one after the other")),
    ]
