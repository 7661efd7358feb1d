"""What documents hold about a person: taken out for them, and emptied on erasure while the counts stay."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from portolan.accounts.models import User
from portolan.documents.domain.guests import CODE_MAIL, LINK_MAIL
from portolan.documents.models import Guest, GuestCode, Remark, SignOff
from portolan.kernel.folding import fold, match_key
from portolan.messages.enums import MailState
from portolan.messages.models import Mail
from portolan.network.models import Person


def remarks_as_data(user: User) -> list[dict[str, Any]]:
    """The remarks and answers of an account's owner, by account or by link, for the personal-data export."""
    rows = Remark.objects.filter(_of(user)).select_related("section__document", "revision")
    return [
        {
            "document": str(row.section.document),
            "section": str(row.section),
            "made": row.made_at.isoformat(),
            "audience": row.audience,
            "passage": row.quote,
            "text": row.text,
            "unnamed": row.is_unnamed,
            "state": row.state,
        }
        for row in rows.order_by("made_at", "pk")
    ]


def signoffs_as_data(user: User) -> list[dict[str, Any]]:
    """The answers they gave, entered or confirmed, for the personal-data export."""
    mine = _of(user) | Q(recorded_by=user) | Q(confirmed_by=user)
    rows = SignOff.objects.filter(mine).select_related("step__document")
    return [
        {
            "document": str(row.step.document),
            "party": str(row.step.party),
            "part": _part(row, user),
            "answer": row.answer,
            "language": row.language,
            "comment": row.comment,
            "capacity": row.capacity,
            "date": row.signed_on.isoformat(),
            "made": row.made_at.isoformat(),
        }
        for row in rows.order_by("made_at", "pk")
    ]


def _part(signoff: SignOff, user: User) -> str:
    if signoff.recorded_by_id == user.pk:
        return "recorded"
    return "confirmed" if signoff.confirmed_by_id == user.pk else "answered"


def _of(user: User) -> Q:
    return Q(user=user) | Q(guest__person__user=user)


def erase(person: Person) -> None:
    """Take a person's names out of guests and remarks; remarks and answers stay, as those of somebody erased.

    Runs before the person's own names go, since some rows know them by name and address only.
    """
    known = Q(person=person) | Q(person__redirect_to=person)
    guests = list(Guest.objects.filter(known)) + _by_name(person)
    ids = [guest.pk for guest in guests]
    _forget_mails(ids)
    GuestCode.objects.filter(guest__in=ids).delete()
    rows = Guest.objects.filter(pk__in=ids)
    rows.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    rows.update(name="", email="", capacity="")
    SignOff.objects.filter(Q(guest__in=ids) | known).update(capacity="")
    _forget_written(person)


def _forget_mails(guest_ids: list[int]) -> None:
    """Their links and codes: what has not left yet leaves no more."""
    codes = GuestCode.objects.filter(guest__in=guest_ids).values_list("pk", flat=True)
    named = Q(key__in=[f"{CODE_MAIL}:{pk}" for pk in codes])
    for pk in guest_ids:
        named |= Q(key__startswith=f"{LINK_MAIL}:{pk}:")
    mails = Mail.objects.filter(named, kind__in=(LINK_MAIL, CODE_MAIL))
    mails.exclude(state__in=(MailState.SENT, MailState.HELD)).update(state=MailState.DISCARDED)
    mails.update(to="", body="")


def _by_name(person: Person) -> list[Guest]:
    """Guests nobody linked to a person: the same address and the same name. A shared mailbox alone says nothing."""
    if not person.email_key:
        return []
    rows = Guest.objects.filter(person=None, email__iexact=person.email)
    return [each for each in rows if fold(each.email) == person.email_key and match_key(each.name) == person.match_key]


def _forget_written(person: Person) -> None:
    """Names that came with comments of Word files."""
    if not person.match_key:
        return
    named = Remark.objects.exclude(written_by="").values_list("pk", "written_by")
    same = [pk for pk, name in named if match_key(name) == person.match_key]
    Remark.objects.filter(pk__in=same).update(written_by="")
