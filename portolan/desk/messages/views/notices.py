"""Notices, how they come by mail, and what went wrong."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.pages import crumbs, paged
from portolan.messages.domain import notices as verbs
from portolan.messages.enums import DigestRhythm
from portolan.messages.models import Fault, Notice, Preference
from portolan.messages.registry import notice_kind
from portolan.ui.access import needs, signed_in
from portolan.ui.tables import Cell, Column, Table


class RhythmForm(forms.Form):
    """How often notices come by mail."""

    digest = forms.ChoiceField(
        label=gettext_lazy("Mail about notices"), choices=DigestRhythm.choices, widget=forms.RadioSelect
    )


@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, grouped by the thing they are about, newest first."""
    page = paged(request, Notice.objects.visible_to(request.user).order_by("-at", "-pk"))
    groups = [
        {
            "label": label,
            "notices": [
                {"row": row, "said": verbs.said(row), "url": notice_kind(row.kind).url(row.object_id, row.values)}
                for row in rows
            ],
        }
        for label, rows in verbs.grouped(page.object_list)
    ]
    context = {"title": _("Notices"), "groups": groups, "page_obj": page}
    return render(request, "desk/messages/notices.html", context)


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Set all as read."""
    verbs.mark_read(Notice.objects.visible_to(request.user), at=timezone.now())
    return redirect("desk:notices")


@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose how often notices come by mail."""
    held = Preference.objects.filter(user=request.user).first()
    form = RhythmForm(request.POST or None, initial={"digest": held.digest if held else DigestRhythm.DAILY})
    if request.method == "POST" and form.is_valid():
        verbs.set_rhythm(request.user, DigestRhythm(form.cleaned_data["digest"]))
        messages.success(request, _("Your choice is kept."))
        return redirect("desk:notices")
    context = {
        "title": _("Notices by mail"),
        "lead": _("Notices are always on your desk. Mail about invitations and your account comes in any case."),
        "crumbs": crumbs((_("Notices"), reverse("desk:notices")), (_("By mail"), "")),
        "form": form,
        "submit": _("Keep my choice"),
        "cancel_url": reverse("desk:notices"),
    }
    return render(request, "desk/form.html", context)


@needs(Permission.FAULTS_READ)
def faults(request: HttpRequest) -> HttpResponse:
    """Errors nobody foresaw: what and where, never whose data."""
    page = paged(request, Fault.objects.order_by("-last_at", "-pk"))
    columns = [
        Column(_("Error")),
        Column(_("Where")),
        Column(_("Times"), numeric=True),
        Column(_("First")),
        Column(_("Last")),
    ]
    rows = [
        [
            Cell(row.kind, note=row.pattern or None),
            Cell(row.place, note=row.request_id or None),
            row.count,
            row.first_at,
            row.last_at,
        ]
        for row in page.object_list
    ]
    context = {
        "title": _("Faults"),
        "lead": _("Each line is a kind of error at one place; the request’s number leads to the line in the log."),
        "crumbs": crumbs((_("Administration"), reverse("desk:administration")), (_("Faults"), "")),
        "page_obj": page,
        "table": Table(columns=columns, rows=rows),
        "empty_title": _("No fault."),
        "empty_text": _("Nothing unforeseen has happened."),
    }
    return render(request, "desk/list.html", context)
