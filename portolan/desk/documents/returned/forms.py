"""Forms of files that come back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portolan.desk.documents.shelf.forms import language_choices
from portolan.desk.pages import OnceForm
from portolan.documents.models import Document


class ReturnForm(OnceForm):
    """A file to read back, and the language of the text in it."""

    language = forms.ChoiceField(label=_("Language of the text in it"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("A Word file (.docx), a translation in two columns, or an XLIFF file. Nothing is changed yet."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [pair for pair in language_choices() if pair[0] in document.languages]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]
