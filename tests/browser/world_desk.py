"""The desk's part of the world: a body, its people and its file, and what waits in the outbox and the notices."""

import datetime as dt

from django.core.files.base import ContentFile

from portolan.accounts.domain.accounts import make_account
from portolan.accounts.models import User
from portolan.kernel.texts import Text
from portolan.messages.domain.notices import mark_read, notify
from portolan.messages.domain.tasks import assign, finish_by_key
from portolan.messages.enums import MailState
from portolan.messages.models import Fault, Notice
from portolan.network.domain import merging
from portolan.network.domain.city_file import settle
from portolan.network.domain.invitations import digest_of
from portolan.network.domain.people import edit_person, give_consent, withdraw_consent
from portolan.network.domain.roles import Limits, give_role
from portolan.network.enums import ConsentPurpose, DemonstrationWork, MemberRole, NoteKind, NoteReaders, Rank, Role
from portolan.network.models import Affiliation, Handover, Invitation, Office, Organisation, OrganisationName, Person
from tests.factories import AffiliationFactory, MembershipFactory, OrganisationFactory, PersonFactory, PlaceFactory
from tests.factories.desk import AgreementFactory, CityNoteFactory, FocalPointFactory, MailFactory, OfficeFactory

DAY = dt.timedelta(days=1)
MAYDA = Text.of("fr", fr="Port de Maïda", en="Harbour of Maida", ar="ميناء مائدة")


def network(manager: User) -> dict:
    """A body with names, parts, doubles and merges, done and undone; two people who may be one; a place."""
    own, second = OrganisationFactory(name=MAYDA), OrganisationFactory(name=MAYDA)
    for body in (own, second):
        OrganisationName.objects.create(organisation=body, name="Maida", key="maida")
    OrganisationFactory(parent=own)
    membership = MembershipFactory(organisation=own, role=MemberRole.PARTNER, start="2016-05", end="2020")
    MembershipFactory(organisation=own, phase=membership.phase, role=MemberRole.ASSOCIATE)
    person, twin = _people(own, manager)
    for kept, gone in ((own, OrganisationFactory(kind=own.kind)), (person, PersonFactory())):
        merging.undo(merging.merge(kept=kept, gone=gone, by=manager), by=manager)
    merging.merge(kept=own, gone=OrganisationFactory(kind=own.kind), by=manager, reason="One harbour on every chart.")
    return {
        "own": own,
        "own_slug": own.slug,
        "second_slug": second.slug,
        "membership": membership.pk,
        "phase": membership.phase.code,
        "place": PlaceFactory(name=MAYDA).slug,
        "person": person.pk,
        "second_person": twin.pk,
        "affiliation": Affiliation.objects.get(person=person, end=None).pk,
        "merge": merging.merge(kept=person, gone=PersonFactory(), by=manager).pk,
        "purpose": "contact",
        "form": "json",
    }


def _people(own: Organisation, manager: User) -> tuple[Person, Person]:
    """Somebody with all that may be known of a person, and their likely double."""
    names = {
        "family_name": "Eumenia",
        "given_name": "Brasil",
        "match_key": "brasil eumenia",
        "sort_key": "eumenia brasil",
    }
    person, twin = PersonFactory(**names, phone="+212 500 000 000"), PersonFactory(**names)
    function = Text.of("fr", fr="Pilote du port", en="Harbour pilot", ar="مرشد الميناء")
    AffiliationFactory(person=person, organisation=own, function=function, start="2019-03")
    AffiliationFactory(person=person, start="2012", end="2018-11")
    AffiliationFactory(person=twin, organisation=own)
    edit_person(person, by=manager, language="ar")
    for purpose in ConsentPurpose:
        give_consent(person, purpose, by=manager, evidence="signed sheet of Mayda")
    withdraw_consent(person, ConsentPurpose.PHOTOGRAPH, by=manager)
    return person, twin


def files(own: Organisation, manager: User, now: dt.datetime) -> dict:
    """The body's file: every kind of note, agreements kept and late, offices, posts with and without end."""
    today = now.date()
    note = CityNoteFactory(organisation=own, readers=NoteReaders.CITY, made_by=manager, with_whom="Port de Maïda")
    for kind in NoteKind:
        CityNoteFactory(organisation=own, kind=kind, text="لاحظ المرشد أن المرسى هادئ.")
    AgreementFactory(note=note, by_whom="la ville", due=today - 20 * DAY)
    settle(AgreementFactory(note=note), on=today, by=manager)
    OfficeFactory(organisation=own, start="2018-06", next_election="2030")
    Office.objects.create(organisation=own, seat="council", holder="Conseil", kind="interim", start="2011", end="2018")
    person, twin = Person.objects.filter(family_name="Eumenia").order_by("pk")[:2]
    post = FocalPointFactory(
        organisation=own, person=person, start=today - 400 * DAY, letter=ContentFile(b"%PDF-1.4 Mayda", "letter.pdf")
    )
    FocalPointFactory(organisation=own, person=twin, rank=Rank.DEPUTY, start=today - 900 * DAY, end=today - 90 * DAY)
    Handover.objects.create(
        organisation=own, giver=manager, taker=manager, by=manager, at=now, note="Les clés du port."
    )
    return {"note": note.pk, "agreement": AgreementFactory(note=note, due=today + 9 * DAY).pk, "post": post.pk}


def messages(manager: User, now: dt.datetime) -> dict:
    """A message in each state, notices read and unread, work late and done, a fault, invitations and accounts."""
    mails = {state: _mail(state, now) for state in MailState if state != MailState.APPROVED}
    MailFactory(made_by=manager, subject="رسالة من مائدة", language="ar")
    values = {"note": "visit", "slug": "city-mayda"}
    notify(manager, "city-note", on=Organisation.objects.get(slug="city-drogeo"), values=values)
    mark_read(Notice.objects.filter(user=manager, object_label__gt=""), at=now)
    notify(manager, "city-note", on=Organisation.objects.get(slug="city-mayda"), values=values)
    work = {"what": str(DemonstrationWork.READ_NETWORK), "slug": "city-mayda"}
    for key, due in (("late", now - 3 * DAY), ("soon", now + DAY), ("some-day", None), ("done", now)):
        assign("demonstration", key=f"world:{key}", by=None, to=manager, values=work, due_at=due)
    finish_by_key("world:done", by=manager)
    Fault.objects.create(kind="builtins.ValueError", place="portolan.maida:land:7", pattern="<slug:slug>/edit", count=3,
                         request_id="0f4265", first_at=now - DAY, last_at=now)  # fmt: skip
    named = {f"mail_{state}": mail for state, mail in mails.items()}
    return {"mail": mails[MailState.DRAFT], **named} | _invited(manager, now)


def _mail(state: MailState, now: dt.datetime) -> int:
    sent = {"sent_at": now} if state == MailState.SENT else {}
    failed = {"error": "550 no such mailbox", "attempts": 3} if state == MailState.FAILED else {}
    return MailFactory(state=state, made_at=now, **sent, **failed).pk


def _invited(manager: User, now: dt.datetime) -> dict:
    """An account with roles of each state, a closed one, and an invitation open, used, taken back and too old."""
    account = make_account(
        email="pilot@maida.example",
        name="Pilote de Maïda",
        language="ar",
        password=None,
        by=manager,
        at=now,
        verified=True,
    )
    role = give_role(user=account, role=Role.OFFICER, by=manager, at=now, limits=Limits())
    for more in (Role.TRANSLATOR, Role.AUDITOR):
        ends = Limits(ends_on=now.date() + 90 * DAY)
        give_role(user=account, role=more, by=manager, at=now, limits=ends)
    account.role_assignments.filter(role=Role.TRANSLATOR).update(ended_at=now, ended_by=manager)
    closed = make_account(
        email="gone@maida.example", name="", language="fr", password=None, by=manager, at=now, verified=True
    )
    User.objects.filter(pk=closed.pk).update(is_active=False)
    ends = {
        "open": {},
        "used": {"accepted_at": now, "accepted_by": account},
        "taken-back": {"withdrawn_at": now},
        "old": {"expires_at": now - DAY},
        "known": {"email": "traveller@mayda.example"},
    }
    for secret, end in ends.items():
        values = {"email": f"{secret}@maida.example", "name": "Zeno", "expires_at": now + 9 * DAY, **end}
        Invitation.objects.create(
            language="fr", role=Role.TRANSLATOR, digest=digest_of(secret), made_at=now, made_by=manager, **values
        )
    return {"account": account.pk, "closed_account": closed.pk, "role": role.pk}
