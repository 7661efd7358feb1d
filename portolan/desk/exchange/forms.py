"""Forms of imports and conflicts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.exchange.domain.imports import choices_of
from portolan.exchange.domain.reading import MAX_BYTES, MEGABYTE
from portolan.exchange.domain.wording import REFUSALS, say_reasons
from portolan.exchange.enums import Verdict
from portolan.exchange.models import StagedRow
from portolan.provenance.models import Conflict

FILTERS = (
    *((value, label) for value, label in Verdict.choices if value != Verdict.WARNED),
    ("warned", pgettext_lazy("filter of rows", "with a warning")),
    ("duplicates", pgettext_lazy("filter of rows", "likely duplicates")),
    ("moved", pgettext_lazy("filter of rows", "changed since the preview")),
)


class UploadForm(forms.Form):
    """A workbook, or a folder of CSV files as a ZIP."""

    file = forms.FileField(
        label=_("Workbook, or a folder of CSV files as a ZIP"),
        help_text=_("XLSX or ZIP. Nothing is taken over before you have seen the preview."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip"}),
    )

    def clean_file(self) -> Any:
        """Refuse at once what is too big to be read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(REFUSALS["too-big"] % {"limit": MAX_BYTES // MEGABYTE}, code="too-big")
        return file


class RowFilterForm(forms.Form):
    """Which rows of a preview to show."""

    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [("", _("all rows")), *FILTERS]  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [("", _("all sheets")), *((name, name) for name in sheets)]  # type: ignore[attr-defined]


class ChoicesForm(forms.Form):
    """For each row on the page with likely duplicates: is it one of them, or new?"""

    def __init__(self, *args: Any, rows: list[StagedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            offered = [(key, f"{label} ({say_reasons(reasons)})") for key, label, reasons, _score in row.candidates]
            self.fields[f"row-{row.pk}"] = forms.ChoiceField(
                label=_("Row %(row)s of “%(sheet)s”") % {"row": row.number, "sheet": row.sheet},
                choices=[("", _("not decided: taken as new")), ("new", _("somebody or something new")), *offered],
                initial=row.choice,
                required=False,
            )

    def chosen(self) -> dict[int, str]:
        """Row -> choice, of the rows where it differs from before."""
        return choices_of(self.cleaned_data, {name: field.initial or "" for name, field in self.fields.items()})


class CommitForm(forms.Form):
    """The agreement to take a file over."""

    leave_out_errors = forms.BooleanField(label=_("Leave out the rows in error"), required=False)


class DecisionForm(forms.Form):
    """Which statement to prefer, and why."""

    prefer: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Which source is shown from now on?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, conflict: Conflict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["prefer"]
        field.queryset = conflict.statements.select_related("source")
        field.label_from_instance = lambda statement: str(statement.source)


class ReasonForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
