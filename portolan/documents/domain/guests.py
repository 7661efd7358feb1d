"""Guests: people who read and remark by a link of their own, and sign with a code sent to their own address."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.chain import lock
from portolan.documents.models import Document, Guest, GuestCode, Step
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import fold
from portolan.messages.enums import MailState
from portolan.messages.models import Mail
from portolan.network.domain.changes import check
from portolan.network.domain.invitations import digest_of
from portolan.network.models import Organisation, Person

LIFETIME = dt.timedelta(days=90)
CODE_LIFETIME = dt.timedelta(minutes=15)
MOST_TRIES = 5
MOST_CODES_AN_HOUR = 5
# Mails that hold a secret: neither shown in the outbox nor kept once sent.
LINK_MAIL, CODE_MAIL = "account.document-link", "account.document-code"

# The address of the page a guest reads on, from a secret and a language: the edge knows it, this app does not.
AddressOf = Callable[[str, str], str]


def invite_guest(
    document: Document,
    *,
    name: str,
    email: str,
    language: str,
    by: User,
    at: dt.datetime,
    address_of: AddressOf,
    organisation: Organisation | None = None,
    person: Person | None = None,
    capacity: str = "",
    step: Step | None = None,
) -> tuple[Guest, str]:
    """Send somebody a link by which to read and remark, and, with `step`, to answer for that party.

    Returns the guest and the link's secret, of which only a digest is kept. Raises DomainError by field, when the same
    address has an open link to this document, and for whoever invites themselves.
    """
    secret = secrets.token_urlsafe(32)
    who = {"name": name.strip(), "email": email.strip(), "language": language, "capacity": capacity.strip()}
    part = {"organisation": organisation, "person": person, "step": step}
    life = {"digest": digest_of(secret), "made_at": at, "made_by": by, "expires_at": at + LIFETIME}
    with transaction.atomic():
        held = lock(document)
        guest = Guest(document=held, **who, **part, **life)
        _require_invitable(guest, held, by=by, at=at)
        guest.save()
        audit.record("guest-invited", guest, by=by, at=at, changes={"document": [None, held.slug]})
        _write_link(guest, address_of(secret, language), at=at)
    return guest, secret


def _require_invitable(guest: Guest, document: Document, *, by: User, at: dt.datetime) -> None:
    check(guest, leave_out=("made_by", "document", "person", "organisation", "step"))
    if fold(guest.email) == by.email_key:
        raise DomainError(_("Nobody invites themselves."), code="own-link", field="email")
    step = guest.step
    if step is not None and (step.document_id != document.pk or step.left_at is not None):
        raise DomainError(_("This party is not in the document's chain."), code="foreign-step", field="step")
    others = [other for other in (guest.organisation, guest.person) if other is not None]
    if any(other.is_invented != document.is_invented for other in others):
        raise DomainError(_("Something real cannot point at something invented."), code="mixed-records")
    if any(fold(each.email) == fold(guest.email) for each in document.guests.open_at(at)):
        words = _("This address has a link to the document already: send it again.")
        raise DomainError(words, code="invited", field="email")


def send_link_again(guest: Guest, *, by: User, at: dt.datetime, address_of: AddressOf) -> str:
    """Send a new link with a new time to live; the old one dies. Returns the secret."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        held = _held(guest)
        if held.withdrawn_at is not None:
            raise DomainError(_("This link was withdrawn."), code="link-withdrawn")
        held.digest, held.expires_at = digest_of(secret), at + LIFETIME
        held.save(update_fields=["digest", "expires_at"])
        audit.record("guest-link-sent-again", held, by=by, at=at)
        _write_link(held, address_of(secret, held.language), at=at)
    return secret


def withdraw_guest(guest: Guest, *, by: User | None, at: dt.datetime) -> None:
    """Take a link back: it dies at once, with any code. What the guest wrote and signed stays."""
    with transaction.atomic():
        held = _held(guest)
        if held.withdrawn_at is None:
            held.withdrawn_at = at
            held.save(update_fields=["withdrawn_at"])
            held.codes.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
            audit.record("guest-withdrawn", held, by=by, at=at)
    guest.withdrawn_at = held.withdrawn_at


def guest_of(secret: str, *, at: dt.datetime | None = None) -> Guest | None:
    """Whose link this is; None for an unknown one, one withdrawn and one past its time."""
    found = Guest.objects.open_at(at or timezone.now()).filter(digest=digest_of(secret))
    return found.select_related("document__city", "organisation", "person", "step").first()


def require_open(guest: Guest, *, at: dt.datetime) -> Guest:
    """The guest as it is, or a DomainError when the link is withdrawn or past its time."""
    held = Guest.objects.select_related("person__user", "organisation").get(pk=guest.pk)
    if held.withdrawn_at is not None:
        raise DomainError(_("This link was withdrawn."), code="link-withdrawn")
    if held.expires_at <= at:
        raise DomainError(_("This link is too old. Ask for a new one."), code="link-expired")
    return held


def is_author(guest: Guest, authors: set[int]) -> bool:
    """Whether a guest is one of these accounts under another name: by person or by address."""
    if guest.person is not None and guest.person.user_id in authors:
        return True
    return User.objects.filter(pk__in=authors, email_key=fold(guest.email)).exists()


def send_code(guest: Guest, *, at: dt.datetime) -> None:
    """Send six digits to the guest's own address, good for one signature within 15 minutes; earlier ones die.

    Raises DomainError for a dead link, for a guest who only reads, and for more than five an hour.
    """
    with transaction.atomic():
        _held(guest)
        held = require_open(guest, at=at)
        if held.step_id is None:
            raise DomainError(_("By this link you read and remark; it signs nothing."), code="reads-only")
        if held.codes.filter(made_at__gt=at - dt.timedelta(hours=1)).count() >= MOST_CODES_AN_HOUR:
            words = _("Too many codes were asked for. Wait an hour, or ask whoever invited you.")
            raise DomainError(words, code="too-many-codes")
        held.codes.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
        digits = f"{secrets.randbelow(10**6):06d}"
        code = GuestCode.objects.create(
            guest=held, digest=_digest(held, digits), made_at=at, expires_at=at + CODE_LIFETIME
        )
        audit.record("guest-code-sent", held, by=None, at=at)
        _write(held, CODE_MAIL, f"{CODE_MAIL}:{code.pk}", "code", {"code": digits}, at=at)


def check_code(guest: Guest, typed: str, *, at: dt.datetime) -> GuestCode:
    """The code a guest typed, if it is theirs and open. Every try is counted first, so that two at once are two.

    Never inside another transaction, whose end would forget the try. Raises DomainError for a wrong, used, old or worn
    out code, and when none was sent.
    """
    code = GuestCode.objects.filter(guest=guest).order_by("-made_at", "-pk").first()
    if code is None:
        raise DomainError(_("Ask for a code first."), code="no-code", field="code")
    if code.used_at is not None:
        raise DomainError(_("This code has been used. Ask for a new one."), code="code-used", field="code")
    if code.expires_at <= at:
        raise DomainError(_("This code is too old. Ask for a new one."), code="code-expired", field="code")
    with transaction.atomic(durable=True):
        tried = GuestCode.objects.filter(pk=code.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    if not tried:
        words = _("This code was tried too often. Ask for a new one.")
        raise DomainError(words, code="code-worn-out", field="code")
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    if not constant_time_compare(code.digest, _digest(guest, digits)):
        raise DomainError(_("This is not the code we sent last."), code="code-wrong", field="code")
    return code


def spend_code(code: GuestCode, *, at: dt.datetime) -> None:
    """Use a code, once: of two at the same time one gets a DomainError."""
    if not GuestCode.objects.filter(pk=code.pk, used_at=None).update(used_at=at):
        raise DomainError(_("This code has been used. Ask for a new one."), code="code-used", field="code")


def _held(guest: Guest) -> Guest:
    return Guest.objects.select_for_update(of=("self",)).select_related("document", "made_by").get(pk=guest.pk)


def _digest(guest: Guest, digits: str) -> str:
    """Keyed with the installation's secret: a million codes are soon tried on a bare digest."""
    return salted_hmac("portolan.documents.guest-code", f"{guest.pk}:{digits}", algorithm="sha256").hexdigest()


def _write_link(guest: Guest, address: str, *, at: dt.datetime) -> None:
    key = f"{LINK_MAIL}:{guest.pk}:{guest.digest[:16]}"
    _write(guest, LINK_MAIL, key, "link", {"address": address, "days": LIFETIME.days}, at=at)


def _write(guest: Guest, kind: str, key: str, template: str, context: dict[str, object], *, at: dt.datetime) -> None:
    """Put a message into the outbox, approved: it is personal and commits nobody."""
    with translation.override(guest.language):
        filled = {**context, "guest": guest, "document": guest.document}
        subject = render_to_string(f"documents/mail/{template}_subject.txt", filled)
        body = render_to_string(f"documents/mail/{template}.txt", filled)
    Mail.objects.create(
        key=key,
        kind=kind,
        to=guest.email,
        language=guest.language,
        subject=" ".join(subject.split())[:300],
        body=body.strip() + "\n",
        state=MailState.APPROVED,
        made_at=at,
    )
