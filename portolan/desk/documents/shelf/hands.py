"""Who works on a document: given and ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.desk.documents.shelf.forms import HandForm
from portolan.desk.documents.shelf.found import found_document, way_to
from portolan.desk.pages import attempt
from portolan.documents.domain.hands import end_hand, give_hand, hands_of
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold
from portolan.network.enums import DOCUMENT_ROLES, Role
from portolan.ui.access import needs


@needs(Permission.DOCUMENT_MANAGE)
def hands(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has which part, and a form to give one."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    form = HandForm(request.POST or None, document=found)
    if request.method == "POST" and form.is_valid():
        role, section = Role(form.cleaned_data["role"]), form.cleaned_data["section"]

        def work() -> object:
            user = _account(form.cleaned_data["email"])
            return give_hand(found, user=user, role=role, section=section, by=request.user, at=timezone.now())  # type: ignore[arg-type]

        if attempt(form, work):
            messages.success(request, _("The part is given; a notice says so."))
            return redirect("desk:document-hands", found.slug)
    context = {
        "document": found,
        "crumbs": way_to(found, _("Who works on it")),
        "hands": hands_of(found),
        "form": form,
        "cancel_url": reverse("desk:document", args=[found.slug]),
    }
    return render(request, "desk/documents/hands.html", context)


def _account(email: str) -> User:
    """The account of an address. Raises DomainError when there is none."""
    found = User.objects.filter(email_key=fold(email.strip()), is_active=True).first()
    if found is None:
        words = _("No account has this e-mail: invite the person first.")
        raise DomainError(words, code="no-account", field="email")
    return found


@needs(Permission.DOCUMENT_MANAGE)
@require_POST
def end(request: HttpRequest, slug: str, user: int, role: str) -> HttpResponse:
    """End somebody's part, in the whole or in the section named."""
    found = found_document(request, slug, Permission.DOCUMENT_MANAGE)
    account = get_object_or_404(User, pk=user)
    section = get_object_or_404(found.sections, key=request.POST["section"]) if request.POST.get("section") else None
    if role in {each.value for each in DOCUMENT_ROLES}:
        who = {"by": request.user, "at": timezone.now()}
        if end_hand(found, user=account, role=Role(role), section=section, **who):  # type: ignore[arg-type]
            messages.success(request, _("The part is ended."))
    return redirect("desk:document-hands", found.slug)
