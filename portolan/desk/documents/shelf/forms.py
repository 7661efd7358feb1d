"""Forms about documents as things: filters, making one, who works on it, who answers, what is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.desk.fields import DayField, TextField
from portolan.desk.pages import OnceForm, SeenForm
from portolan.documents.enums import REVIEW_STAGES, DocumentKind, Stage
from portolan.documents.models import Document, DocumentTemplate, Section
from portolan.kernel.languages import site_languages
from portolan.network.enums import DOCUMENT_ROLES, Component, Role
from portolan.network.models import Organisation

_ALL = ("", pgettext_lazy("filter", "all"))
_NONE = ("", pgettext_lazy("choice", "none"))
# Who may answer on the site; a party without a role answers by link or on paper.
ANSWERING = (Role.SUPERVISOR, Role.QUALITY_OFFICER, Role.VALIDATOR, Role.FOCAL_POINT, Role.OFFICER, Role.MANAGER)


def language_choices() -> list[tuple[str, str]]:
    """The site's languages by their own names."""
    return [(language.code, language.own_name) for language in site_languages()]


class ShelfFilter(forms.Form):
    """Kind, stage and words of the title; each may be left out."""

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=pgettext_lazy("filter", "Kind"), required=False, choices=[_ALL, *DocumentKind.choices]
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[_ALL, *Stage.choices])


class DocumentForm(OnceForm):
    """A document to make."""

    template = forms.ModelChoiceField(label=_("Template"), queryset=DocumentTemplate.objects.none())
    title = TextField(label=_("Title"))
    source_language = forms.ChoiceField(label=_("Language it is written in"), choices=language_choices)
    languages = forms.MultipleChoiceField(
        label=_("Languages it is to exist in"), choices=language_choices, widget=forms.CheckboxSelectMultiple
    )
    city = forms.ModelChoiceField(label=_("City"), required=False, queryset=Organisation.objects.none())
    component = forms.ChoiceField(label=_("Component"), required=False, choices=[_NONE, *Component.choices])
    due_on = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, templates: QuerySet[Any], cities: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["template"].label_from_instance = lambda row: f"{row.title} ({row.get_kind_display()})"  # type: ignore[attr-defined]
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]


class EditForm(SeenForm):
    """Title, languages and date of a document."""

    title = TextField(label=_("Title"))
    languages = forms.MultipleChoiceField(
        label=_("Languages it is to exist in"), choices=language_choices, widget=forms.CheckboxSelectMultiple
    )
    due_on = DayField(label=_("Due"), required=False)


class HandForm(forms.Form):
    """Give somebody a part in a document."""

    email = forms.EmailField(label=_("E-mail of the account"))
    role = forms.ChoiceField(label=_("As"), choices=[(role.value, role.label) for role in DOCUMENT_ROLES])
    section = forms.ModelChoiceField(
        label=_("Section"),
        required=False,
        queryset=Section.objects.none(),
        empty_label=_("the whole document"),
        help_text=_("Only co-authors work on single sections."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = document.sections.all()  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A party of the chain; emptied, it goes."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=[_NONE, *((stage.value, stage.label) for stage in REVIEW_STAGES)], required=False
    )
    party = TextField(label=_("Party"), required=False)
    role = forms.ChoiceField(
        label=_("Answers on this site as"),
        required=False,
        choices=[("", _("by link or on paper")), *((role.value, role.label) for role in ANSWERING)],
    )
    due_on = DayField(label=_("Answer by"), required=False)
    silence_basis = forms.CharField(
        label=_("Where it is written that no answer means no objection"), required=False, max_length=300
    )

    def clean(self) -> dict[str, Any]:
        """Stage and party belong together."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("stage")) != bool(cleaned.get("party")):
            self.add_error("party" if cleaned.get("stage") else "stage", _("A party needs a stage and a name."))
        return cleaned


StepFormSet = forms.formset_factory(StepForm, extra=2, max_num=30, validate_max=True, absolute_max=40)


class SectionForm(OnceForm):
    """A section to add."""

    heading = TextField(label=_("Heading"))
    after = forms.ModelChoiceField(
        label=_("After"), required=False, queryset=Section.objects.none(), empty_label=_("at the beginning")
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = document.sections.all()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))


class PublishForm(OnceForm):
    """What changed since the edition before."""

    note = TextField(label=_("What changed since the last edition"), required=False, long=True)
