"""Who answers for a document, stage by stage."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.desk.documents.shelf.forms import StepFormSet
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.documents.domain.chain import StepPlan, set_chain, standard_chain
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Step
from portolan.kernel.errors import DomainError
from portolan.network.enums import Role
from portolan.ui.access import needs


@needs(Permission.DOCUMENT_MANAGE)
def chain(request: HttpRequest, slug: str) -> HttpResponse:
    """The parties in their stages; before any is set, those usual for the kind of document."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    steps = list(Step.objects.standing().filter(document=found).select_related("organisation"))
    plan = [_as_plan(step) for step in steps] or standard_chain(found)
    forms = StepFormSet(request.POST or None, initial=[_initial(each) for each in plan])
    error = ""
    if request.method == "POST" and forms.is_valid():
        error = _keep(request, found, forms, plan)
        if not error:
            messages.success(request, _("The chain is kept."))
            return redirect("desk:document", found.slug)
    context = {
        "document": found,
        "crumbs": way_to(found, _("Who answers for it")),
        "forms": forms,
        "error": error,
        "is_set": bool(steps),
        "is_draft": found.stage == Stage.DRAFT,
        "cancel_url": reverse("desk:document", args=[found.slug]),
    }
    return render(request, "desk/documents/chain.html", context)


def _as_plan(step: Step) -> StepPlan:
    return StepPlan(step.stage, step.party, step.role, step.organisation, step.due_on, step.silence_basis)


def _initial(step: StepPlan) -> dict[str, Any]:
    return {
        "stage": step.stage,
        "party": step.party,
        "role": step.role,
        "due_on": step.due_on,
        "silence_basis": step.silence_basis,
    }


def _keep(request: HttpRequest, found: Document, forms: Any, plan: list[StepPlan]) -> str:
    """Set the chain; what the verb refuses, in words. The city's own step answers for the city."""
    typed = [form.cleaned_data for form in forms if form.cleaned_data.get("stage")]
    known = {each.party: each.organisation for each in plan}
    steps = [
        StepPlan(
            Stage(row["stage"]),
            row["party"],
            Role(row["role"]) if row["role"] else "",
            known.get(row["party"]),
            row["due_on"],
            row["silence_basis"],
        )
        for row in typed
    ]
    try:
        set_chain(found, steps, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as refused:
        return str(refused.message)
    return ""
