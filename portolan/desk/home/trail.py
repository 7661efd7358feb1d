"""The audit trail, and the end of the demonstration."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.accounts.enums import Permission
from portolan.accounts.models import AuditEntry
from portolan.accounts.registry import say_verb
from portolan.desk.fields import DayField
from portolan.desk.history import said_entries
from portolan.desk.pages import attempt, crumbs, paged
from portolan.exchange.domain.demonstration import remove_demonstration
from portolan.meetings.models import Meeting
from portolan.network.domain.demonstration import remove_demonstration_work
from portolan.network.models import Organisation, Person, Place
from portolan.provenance.enums import RecordKind
from portolan.ui.access import needs


class TrailForm(forms.Form):
    """Which entries."""

    who = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=100)
    verb = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = DayField(label=gettext_lazy("Since"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = AuditEntry.objects.order_by().values_list("verb", flat=True).distinct()
        said = sorted((say_verb(verb), verb) for verb in verbs)
        self.fields["verb"].choices = [("", _("all")), *((verb, words) for words, verb in said)]


@needs(Permission.AUDIT_READ)
def audit(request: HttpRequest) -> HttpResponse:
    """Every entry, newest first, by actor, kind of deed and date."""
    form = TrailForm(request.GET)
    rows = AuditEntry.objects.order_by("-at", "-pk")
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    page = paged(request, rows)
    context = {
        "title": _("Audit trail"),
        "lead": _("Entries are only ever added. Of people they say that something changed, not what."),
        "crumbs": crumbs((_("Administration"), reverse("desk:administration")), (_("Audit trail"), "")),
        "form": form,
        "page_obj": page,
        "entries": said_entries(page.object_list, with_object=True),
    }
    return render(request, "desk/home/audit.html", context)


def _filtered(rows: QuerySet[AuditEntry], wanted: dict[str, Any]) -> QuerySet[AuditEntry]:
    if wanted["who"]:
        rows = rows.filter(actor_label__icontains=wanted["who"])
    if wanted["verb"]:
        rows = rows.filter(verb=wanted["verb"])
    if wanted["since"]:
        rows = rows.filter(at__gte=_midnight(wanted["since"]))
    if wanted["until"]:
        rows = rows.filter(at__lt=_midnight(wanted["until"] + dt.timedelta(days=1)))
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


@needs(Permission.DEMONSTRATION_REMOVE)
def demonstration(request: HttpRequest) -> HttpResponse:
    """Say how much is invented, then remove it."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: _removed(request)):
        messages.success(request, _("Everything invented is gone."))
        return redirect("desk:administration")
    counts = {
        _("organisations"): Organisation.objects,
        _("places"): Place.objects,
        _("people"): Person.objects,
        _("meetings"): Meeting.objects,
    }
    invented = {words: rows.filter(record__kind=RecordKind.DEMONSTRATION).count() for words, rows in counts.items()}
    context = {
        "title": _("Remove the demonstration?"),
        "text": _("Everything invented goes for good, with what hangs on it. Nothing real is touched."),
        "invented": invented,
        "nothing": not any(invented.values()),
        "form": form,
        "submit": _("Remove it"),
        "cancel_url": reverse("desk:administration"),
        "crumbs": crumbs((_("Administration"), reverse("desk:administration")), (_("Demonstration"), "")),
    }
    return render(request, "desk/home/demonstration.html", context)


def _removed(request: HttpRequest) -> bool:
    remove_demonstration(by=request.user)
    remove_demonstration_work()
    return True
