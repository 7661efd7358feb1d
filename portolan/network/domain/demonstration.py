"""Work for the accounts of the demonstration, so that every role finds something to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from portolan.accounts.models import User
from portolan.kernel.periods import PartialDate
from portolan.messages.domain.notices import notify
from portolan.messages.domain.outbox import draft_mail
from portolan.messages.domain.tasks import assign
from portolan.messages.models import Mail, Task
from portolan.network.domain.city_file import Agreed, add_note, set_office
from portolan.network.domain.focal_points import nominate, scope_of
from portolan.network.domain.people import add_affiliation, create_person
from portolan.network.enums import (
    CITY_BODIES,
    DemonstrationWork,
    NoteKind,
    NoteReaders,
    OfficeKind,
    Rank,
    Role,
    Seat,
)
from portolan.network.models import CityNote, Organisation, Person, RoleAssignment
from portolan.provenance.enums import RecordKind

_WORK = {
    Role.MANAGER: (DemonstrationWork.APPROVE, DemonstrationWork.READ_TRAIL),
    Role.OFFICER: (DemonstrationWork.COMPARE, DemonstrationWork.READ_CITY),
    Role.FOCAL_POINT: (DemonstrationWork.READ_CITY,),
    Role.DONOR_READER: (DemonstrationWork.READ_NETWORK,),
    Role.AUDITOR: (DemonstrationWork.READ_NETWORK, DemonstrationWork.READ_TRAIL),
}
# Two messages in the words of an invented island, as drafts nobody has read yet.
_DRAFTS = (
    ("fr", "Rencontre de Mayda : ordre du jour", "Bonjour,\n\nvoici l’ordre du jour de la rencontre de Mayda.\n"),
    ("ar", "لقاء مايدا: جدول الأعمال", "تحية طيبة،\n\nتجدون جدول أعمال لقاء مايدا.\n"),
)


def give_demonstration_work() -> int:
    """Give every demonstration account a task and a notice, and the invented cities a file; how many tasks stand.

    Called when the demonstration is loaded and its accounts are made; called again it changes nothing.
    """
    cities = Organisation.objects.standing().filter(record__kind=RecordKind.DEMONSTRATION, kind__in=CITY_BODIES)
    with transaction.atomic():
        for city in cities.order_by("slug")[:3]:
            _write_file(city)
        _make_twin()
        first = cities.order_by("slug").first()
        for user in User.objects.filter(is_demonstration=True, is_active=True).order_by("pk"):
            _give(user, first)
        for number, (language, subject, body) in enumerate(_DRAFTS, start=1):
            texts: dict[str, Any] = {"language": language, "subject": subject, "body": body}
            key, to = f"demonstration:{number}", f"pilote{number}@mayda.example"
            draft_mail(key=key, kind="demonstration", to=to, by=None, **texts)
    return Task.objects.filter(is_demonstration=True).count()


def remove_demonstration_work() -> None:
    """Take these tasks and messages out again; the cities' files go with their cities."""
    Task.objects.filter(is_demonstration=True).delete()
    Mail.objects.filter(kind="demonstration").delete()


def _give(user: User, first: Organisation | None) -> None:
    assignments = list(RoleAssignment.objects.filter(user=user).select_related("organisation").order_by("pk"))
    roles = [Role(each.role) for each in assignments]
    city = next((each.organisation for each in assignments if each.organisation), first)
    given = [work for role in roles for work in _WORK.get(role, ())] or [DemonstrationWork.LOOK_AROUND]
    now = timezone.now()
    for days, work in enumerate(dict.fromkeys(given)):
        values = {"what": str(work), "slug": city.slug if city else ""}
        if work == DemonstrationWork.READ_CITY and city is None:
            continue
        key = f"demonstration:{user.pk}:{work}"
        due = now + dt.timedelta(days=7 * days + 2)
        scope = scope_of(city) if city else ""
        task: dict[str, Any] = {"on": city, "scope": scope, "values": values, "due_at": due, "is_demonstration": True}
        if not Task.objects.filter(key=key).exists():
            assign("demonstration", key=key, to=user, by=None, **task)
            notify(user, "city-note", on=city, values={"note": str(NoteKind.MEETING)})


def _make_twin() -> None:
    """Enter one person a second time, as happens, so that there is a pair to compare."""
    invented = Person.objects.standing().filter(record__kind=RecordKind.DEMONSTRATION).select_related("record")
    first = invented.exclude(affiliations=None).order_by("pk").first()
    if first is None or invented.filter(match_key=first.match_key).count() > 1:
        return
    names = {"given_name": first.given_name, "family_name": first.family_name.replace("-", " ")}
    twin = create_person(by=None, record=first.record, email=f"twin{first.pk}@antillia.example", **names)
    add_affiliation(twin, by=None, organisation=first.affiliations.order_by("pk")[0].organisation)


def _name_focal_points(city: Organisation) -> None:
    """The first two people of a city as focal point and deputy."""
    people = Person.objects.standing().filter(affiliations__organisation=city, user=None).distinct().order_by("pk")
    start = timezone.now().date() - dt.timedelta(days=400)
    for person, rank in zip(people[:2], (Rank.HOLDER, Rank.DEPUTY), strict=False):
        if not city.focal_points.filter(rank=rank).exists():
            nominate(city, person, rank=rank, start=start, by=None, reference="MAYDA/1")


def _write_file(city: Organisation) -> None:
    if CityNote.objects.filter(organisation=city).exists():
        return
    _name_focal_points(city)
    today = timezone.now().date()
    agreed = [Agreed("Envoyer la liste des participants", "la ville", today + dt.timedelta(days=14))]
    values: dict[str, Any] = {"kind": NoteKind.CALL, "on": today - dt.timedelta(days=5), "with_whom": "Port de Mayda"}
    text = "La ville confirme la rencontre et demande l’ordre du jour en arabe."
    add_note(city, by=None, agreed=agreed, text=text, readers=NoteReaders.CITY, **values)
    values = {"kind": NoteKind.LETTER, "on": today - dt.timedelta(days=40), "readers": NoteReaders.TEAM}
    add_note(city, by=None, text="Lettre reçue : le conseil sera renouvelé au printemps.", **values)
    start, election = PartialDate(today.year - 3, 6), PartialDate(today.year + 3)
    office: dict[str, Any] = {"kind": OfficeKind.ELECTED, "start": start, "next_election": election}
    set_office(city, by=None, seat=Seat.EXECUTIVE, holder="Capitaine Antil", **office)
