"""All that is held about one person: taken out for them, or erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.desk.network.forms import ReasonForm
from portolan.desk.network.views.people import person_or_404
from portolan.desk.pages import attempt, crumbs
from portolan.network.domain import personal_data as verbs
from portolan.ui.access import needs, require

FORMS = ("json", "csv", "html")


@needs(Permission.PEOPLE_EDIT)
@require_POST
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Everything held about a person, as JSON, CSV or a page to read and print. A POST, since each is written down."""
    person = person_or_404(request, pk)
    require(request.user, Permission.PEOPLE_EDIT, on=person)
    exported = verbs.export_person(person, by=request.user)
    name = f'attachment; filename="person-{pk}.{form}"'
    if form == "json":
        options = {"ensure_ascii": False, "indent": 1}
        return JsonResponse(exported, json_dumps_params=options, headers={"Content-Disposition": name})
    if form == "csv":
        body = "\ufeff" + verbs.as_csv(exported)
        return HttpResponse(body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    way = crumbs(
        (_("People"), reverse("desk:people")), (str(person), reverse("desk:person", args=[pk])), (_("Data"), "")
    )
    return render(request, "desk/network/person_data.html", {"exported": exported, "person": person, "crumbs": way})


@needs(Permission.PEOPLE_MERGE)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, then erase."""
    person = person_or_404(request, pk)
    require(request.user, Permission.PEOPLE_MERGE, on=person)
    form = ReasonForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: verbs.erase_person(person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The person is erased. The counts stay as they were."))
        return redirect("desk:people")
    words = _(
        "Names, addresses, letters and agreements are deleted for good, the account is closed, earlier merges can no "
        "longer be undone. That somebody took part stays, without a name."
    )
    context = {
        "title": _("Erase %(name)s?") % {"name": person},
        "text": words,
        "form": form,
        "submit": _("Erase for good"),
        "cancel_url": reverse("desk:person", args=[pk]),
    }
    return render(request, "desk/confirm.html", context)
