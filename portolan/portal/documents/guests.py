"""The pages of a reader by link: read, remark, decide. One link, one person, no account."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portolan.documents.domain.guests import guest_of, send_code
from portolan.documents.domain.pictures import may_read_picture
from portolan.documents.domain.reading import languages_with_text, shown_section
from portolan.documents.domain.remarks import answer, remark
from portolan.documents.domain.signing import sign_as_guest
from portolan.documents.domain.standing import hashes_of, standing
from portolan.documents.domain.threads import threads_of
from portolan.documents.models import Guest, Picture, Remark, Section
from portolan.documents.rules.anchors import mark
from portolan.documents.rules.quoting import anchored
from portolan.documents.rules.stages import is_reached
from portolan.kernel.errors import DomainError
from portolan.kernel.languages import KNOWN, current_language, direction
from portolan.messages.domain.submissions import do_once
from portolan.portal.documents.guest_forms import GuestAnswerForm, GuestRemarkForm, GuestReplyForm
from portolan.ui.access import public


def _guest(secret: str) -> Guest:
    """Whose link it is. Raises Http404 for one that never was, is withdrawn or too old: all look the same."""
    found = guest_of(secret)
    if found is None:
        raise Http404
    return found


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it is neither kept on the way nor told to other sites.

    Not `no-referrer`: browsers then say that a form comes from nowhere, and it is refused as forged.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _language(guest: Guest) -> str:
    """The language version this reader gets first: that of the page, where there is a text in it."""
    wanted = current_language()
    return wanted if wanted in languages_with_text(guest.document) else guest.document.source_language


@public
def guest(request: HttpRequest, secret: str) -> HttpResponse:
    """What the reader is asked, the sections to read, and, for whoever answers for a party, the answer."""
    found = _guest(secret)
    language = _language(found)
    fingerprint = hashes_of(found.document, [language])[language]
    form = _answer_form(request, found, language, fingerprint)
    if request.method == "POST" and form is not None and form.is_valid() and _answered(found, form):
        messages.success(request, _("Your answer is on record. Thank you."))
        return _private(redirect("portal:guest", secret))
    sections = [
        (row, reverse("portal:guest-section", args=[secret, language, row.key]))
        for row in found.document.sections.filter(texts__language=language).order_by("position")
    ]
    context = {
        **_frame(found, secret, language),
        "sections": sections,
        "form": form,
        "standing": _standing(found) if found.step else None,
        "fingerprint": fingerprint[:12],
    }
    return _private(render(request, "portal/guest.html", context))


def _standing(found: Guest) -> Any:
    step = found.step
    assert step is not None  # noqa: S101  asked for before
    return standing(step, hashes_of(found.document, {each.language for each in step.signoffs.all()}))


def _answer_form(request: HttpRequest, found: Guest, language: str, fingerprint: str) -> GuestAnswerForm | None:
    """For whoever answers for a party, while it is asked."""
    step = found.step
    if step is None or not is_reached(step.stage, found.document.stage):
        return None
    initial = {"language": language, "content_hash": fingerprint}
    return GuestAnswerForm(request.POST or None, initial=initial)


def _answered(found: Guest, form: GuestAnswerForm) -> bool:
    """Give the answer; what the verb refuses stands in the form, and nothing typed is lost.

    Not inside `do_once`: the verb counts a wrong code in a transaction of its own. Sent twice, it is one answer.
    """
    try:
        sign_as_guest(found.step, guest=found, at=timezone.now(), capacity=found.capacity, **form.cleaned_data)  # type: ignore[arg-type]
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        if refused.code == "changed-meanwhile":
            # The form goes on from the text as it is now; the code is still good.
            now = hashes_of(found.document, [form.cleaned_data["language"]])
            form.data = {**form.data.dict(), "content_hash": now[form.cleaned_data["language"]]}  # type: ignore[attr-defined]
        return False
    return True


@public
@require_POST
def code(request: HttpRequest, secret: str) -> HttpResponse:
    """Send a one-time code to the reader's own address."""
    found = _guest(secret)
    try:
        send_code(found, at=timezone.now())
        messages.success(request, _("A code is on its way to your own e-mail address. It is good for 15 minutes."))
    except DomainError as refused:
        messages.error(request, str(refused.message))
    return _private(redirect(reverse("portal:guest", args=[secret]) + "#answer"))


@public
def section(request: HttpRequest, secret: str, language: str, key: str) -> HttpResponse:
    """One section with the remarks this reader may see, and a form to remark."""
    found = _guest(secret)
    rows = list(found.document.sections.filter(texts__language=language).order_by("position"))
    here = next((row for row in rows if row.key == key), None)
    if here is None:
        raise Http404
    here.document = found.document
    texts = {text.language: text for text in here.texts.select_related("current")}
    current = texts[language].current
    form = GuestRemarkForm(request.POST or None, has_body=found.organisation_id is not None)
    if request.method == "POST" and form.is_valid() and _remarked(found, here, current, form):
        messages.success(request, _("The remark is kept."))
        return _private(redirect("portal:guest-section", secret, language, key))
    threads = threads_of(here, language, found)
    marked = mark(current.html, [thread.span for thread in threads if thread.span is not None])
    place = rows.index(here)
    context = {
        **_frame(found, secret, language),
        "section": here,
        "offered": [KNOWN[each] for each in found.document.languages if each in texts and each in KNOWN],
        "direction": direction(language),
        "shown": shown_section(
            current.html, language=language, pictures=lambda digest: _picture(secret, digest), marked=marked
        ),
        "threads": [(thread, uuid.uuid4()) for thread in threads],
        "form": form,
        "before": _address(secret, language, rows[place - 1]) if place else "",
        "after": _address(secret, language, rows[place + 1]) if place + 1 < len(rows) else "",
    }
    return _private(render(request, "portal/guest_section.html", context))


def _picture(secret: str, digest: str) -> str:
    return reverse("portal:guest-picture", args=[secret, digest])


@public
def picture(request: HttpRequest, secret: str, digest: str) -> HttpResponse:
    """A picture of the text this reader was invited to."""
    found = _guest(secret)
    row = Picture.objects.filter(digest=digest).first()
    if row is None or not may_read_picture(AnonymousUser(), digest, guest=found):
        raise Http404
    with row.file.open("rb") as file:
        return _private(HttpResponse(file.read(), content_type=f"image/{row.file.name.rpartition('.')[2]}"))


def _address(secret: str, language: str, row: Section) -> str:
    return reverse("portal:guest-section", args=[secret, language, row.key])


def _remarked(found: Guest, here: Section, current: Any, form: GuestRemarkForm) -> bool:
    typed = form.cleaned_data

    def work() -> str:
        row = remark(
            here,
            revision=current,
            text=typed["text"],
            audience=typed["audience"],
            quote=anchored(current.text, typed["quote"], before=typed["before"]),
            is_unnamed=typed["is_unnamed"],
            guest=found,
            at=timezone.now(),
        )
        return str(row.pk)

    try:
        do_once(typed["token"], work)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return False
    return True


@public
@require_POST
def reply(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """Answer a remark this reader may see."""
    found = _guest(secret)
    row = Remark.objects.for_guest(found).roots().select_related("section", "revision").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = GuestReplyForm(request.POST)
    if form.is_valid():
        try:
            do_once(form.cleaned_data["token"], lambda: str(_reply(row, found, form).pk))
            messages.success(request, _("The answer is kept."))
        except DomainError as refused:
            messages.error(request, str(refused.message))
    return _private(redirect("portal:guest-section", secret, row.revision.language, row.section.key))


def _reply(row: Remark, found: Guest, form: GuestReplyForm) -> Remark:
    return answer(row, text=form.cleaned_data["text"], guest=found, at=timezone.now())


def _frame(found: Guest, secret: str, language: str) -> dict[str, Any]:
    """What both pages show around the text."""
    document = found.document
    return {
        "guest": found,
        "secret": secret,
        "document": document,
        "kind": capfirst(document.get_kind_display()),
        "language": language,
        "demonstration": document.is_invented,
        "page_title": str(document.title),
    }
