"""The outbox: read, approve one or many, discard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.pages import attempt, crumbs, paged
from portolan.messages.domain import outbox as verbs
from portolan.messages.enums import MailState
from portolan.messages.models import Mail
from portolan.ui.access import needs

MARKS = {
    MailState.DRAFT: "todo",
    MailState.APPROVED: "part",
    MailState.SENT: "done",
    MailState.FAILED: "late",
    MailState.DISCARDED: "none",
    MailState.HELD: "stale",
}
MOST = 500


class ChosenForm(forms.Form):
    """The messages that were ticked, and how many they are."""

    mail = forms.ModelMultipleChoiceField(queryset=Mail.objects.none(), widget=forms.MultipleHiddenInput)
    count = forms.IntegerField(
        label=gettext_lazy("How many messages leave"), min_value=1, max_value=MOST, required=False
    )

    def __init__(self, *args: Any, mails: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].queryset = mails


@needs(Permission.OUTBOX_APPROVE)
def outbox(request: HttpRequest) -> HttpResponse:
    """The messages in one state, newest first; drafts can be ticked."""
    state = request.GET.get("state", MailState.DRAFT)
    state = state if state in MailState.values else MailState.DRAFT
    page = paged(request, Mail.objects.visible_to(request.user).filter(state=state).select_related("made_by"))
    here = reverse("desk:outbox")
    tabs = [
        {"url": f"{here}?state={each.value}", "label": each.label, "current": each.value == state} for each in MailState
    ]
    context = {
        "title": _("Outbox"),
        "lead": _("Mail to many, or that commits the programme, leaves only once somebody else has read it."),
        "crumbs": _way((_("Outbox"), "")),
        "tabs": tabs,
        "page_obj": page,
        "is_draft": state == MailState.DRAFT,
    }
    return render(request, "desk/messages/outbox.html", context)


def _way(*steps: tuple[Any, str]) -> list[dict[str, Any]]:
    return crumbs((_("Administration"), reverse("desk:administration")), *steps)


@needs(Permission.OUTBOX_APPROVE)
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Ask to restate how many messages leave, then let them."""
    mails = Mail.objects.visible_to(request.user).filter(state=MailState.DRAFT)
    form = ChosenForm(request.POST, mails=mails)
    if not form.is_valid() and "mail" in form.errors:
        messages.error(request, _("Choose at least one message that still waits."))
        return redirect("desk:outbox")
    chosen = list(form.cleaned_data["mail"])
    sent = "count" in request.POST and form.is_valid()
    if sent and attempt(form, lambda: verbs.approve_many(chosen, count=form.cleaned_data["count"], by=request.user)):
        said = ngettext("%(number)d message leaves.", "%(number)d messages leave.", len(chosen))
        messages.success(request, said % {"number": len(chosen)})
        return redirect("desk:outbox")
    if "count" not in request.POST:
        form = ChosenForm(initial={"mail": chosen}, mails=mails)
    form.fields["count"].required = True
    title = ngettext("Let %(number)d message leave?", "Let %(number)d messages leave?", len(chosen))
    context = {
        "title": title % {"number": len(chosen)},
        "text": _("Please write the number of messages, so that none leaves by mistake."),
        "form": form,
        "submit": _("Let them leave"),
        "cancel_url": reverse("desk:outbox"),
    }
    return render(request, "desk/confirm.html", context)


@needs(Permission.OUTBOX_APPROVE)
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One message, to be read; approved or discarded where it still can be."""
    shown = get_object_or_404(Mail.objects.visible_to(request.user).select_related("approved_by", "made_by"), pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        discarding = "discard" in request.POST
        verb = verbs.discard if discarding else verbs.approve
        if attempt(form, lambda: verb(shown, by=request.user)):
            messages.success(request, _("The message is discarded.") if discarding else _("The message leaves."))
            return redirect("desk:outbox")
    context = {
        "mail": shown,
        "title": shown.subject,
        "form": form,
        "crumbs": _way((_("Outbox"), reverse("desk:outbox")), (shown.subject, "")),
        "states": [
            {"label": _("State"), "value": shown.get_state_display(), "mark": MARKS[MailState(shown.state)]},
            {"label": _("To"), "value": shown.to},
            {"label": _("Written"), "value": shown.made_at},
            {"label": _("By"), "value": str(shown.made_by or _("the system"))},
        ],
        "may_approve": shown.state in {MailState.DRAFT, MailState.FAILED} and shown.made_by_id != request.user.pk,
        "may_discard": shown.state in {MailState.DRAFT, MailState.FAILED},
    }
    return render(request, "desk/messages/mail.html", context)
